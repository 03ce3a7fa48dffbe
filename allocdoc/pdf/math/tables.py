"""Rows and columns of a formula: matrices, cases, equations that meet at a sign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element

from allocdoc.pdf.source import Code, arguments

Row: TypeAlias = Callable[[Sequence[Element]], str]


def table(element: Element, row: Row) -> str:
    """Return the code of rows and columns: aligned equations, or a matrix.

    Args:
        element: An ``mtable``.
        row: What writes the elements of a cell.
    """
    if _is_broken_line(element):
        return f"broken-line({', '.join(row(list(line[1])) for line in element)})"
    rows = [[cell for cell in line if "width:" not in cell.get("style", "")] for line in element]
    equations = element.get("displaystyle") == "true"
    cells = [
        [_cell(cell, place, equations, row) for place, cell in enumerate(line)] for line in rows
    ]
    settings = {"delim": Code("none"), "augment": _rules(rows)}
    if equations:
        settings["column_gap"] = Code("0pt")
        settings["row_gap"] = Code("0.65em")
    written = ", ".join(f"({', '.join(line)},)" for line in cells)
    return f"math.mat({arguments(**settings)}, {written})"


def _is_broken_line(table: Element) -> bool:
    """Tell whether rows are pieces of one formula: ``multline`` leaves room at both sides."""
    return all("width: 7.5%" in line[0].get("style", "") for line in table if len(line))


def _cell(cell: Element, place: int, equations: bool, row: Row) -> str:
    code = row(list(cell))
    style = cell.get("style", "")
    at_right = "text-align: right" in style
    if equations:
        # Columns come in pairs that meet at a sign. Something stands before a relation, so that
        # it keeps its distance, and a gap before the next pair or the condition of a case.
        gap = "2em" if at_right and place else "1em" if "padding-left:1em" in style else ""
        before = f"h({gap})" if gap else '""'
        code = f"math.display({{ {before}; {code} }})"
    if "text-align: left" in style:
        return f"{{ align-point; {code} }}"
    return f"{{ {code}; align-point }}" if at_right else code


def _rules(rows: Sequence[Sequence[Element]]) -> Code | None:
    """Return the lines between columns and rows."""
    columns = {
        place + 1
        for row in rows
        for place, cell in enumerate(row)
        if "border-right" in cell.get("style", "") and place + 1 < len(row)
    }
    lines = {
        place
        for place, row in enumerate(rows)
        if place and any("border-top" in cell.get("style", "") for cell in row)
    }
    named = {"hline": sorted(lines) or None, "vline": sorted(columns) or None}
    return Code(f"({arguments(**named)})") if lines or columns else None
