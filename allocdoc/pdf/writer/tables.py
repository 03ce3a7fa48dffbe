"""Tables, with spans, heads, stubs, captions and widths."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes

from allocdoc.pdf.source import Code, arguments
from allocdoc.pdf.writer.base import Base
from allocdoc.pdf.writer.columns import MANY, Column, shares

_ALIGNMENTS = {"text-left": "left", "text-center": "center", "text-right": "right"}
"""The classes by which MyST and docutils say how a cell is aligned."""

_ONE_PAGE = 600
"""A cell of so many characters may be higher than a page, if its column is narrow."""


class TableVisitor(Base):
    """Tables; a table in a cell of another works the same."""

    def visit_table(self, node: nodes.table) -> None:
        """A table: its columns, how many rows are its head, and its caption."""
        group = next(child for child in node.children if isinstance(child, nodes.tgroup))
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        settings = arguments(
            columns=(columns := list(_columns(node, group))),
            small=True if len(columns) >= MANY else None,
            head=sum(
                len(part.children) for part in group.children if isinstance(part, nodes.thead)
            ),
            caption=Code(self.inner(title)) if title else None,
            number=(self.number_of(node, "table") or None) if title else None,
            width=_percent(node.get("width")),
            at=Code(node["align"]) if node.get("align") in ("left", "center", "right") else None,
        )
        self.wrap(node, f"data-table({settings},", ")")
        _mark_stubs(group)

    def depart_table(self, node: nodes.table) -> None:
        """See above."""
        self.unwrap()

    def visit_tgroup(self, node: Element) -> None:
        """The parts of a table; they have nothing to show by themselves."""

    visit_tbody = visit_tgroup

    def depart_tgroup(self, node: Element) -> None:
        """See above."""

    depart_tbody = depart_tgroup

    def visit_colspec(self, node: nodes.colspec) -> None:
        """Leave out what the table has already read."""
        raise nodes.SkipNode

    def visit_tabular_col_spec(self, node: addnodes.tabular_col_spec) -> None:
        """Leave out LaTeX's columns."""
        raise nodes.SkipNode

    def visit_thead(self, node: nodes.thead) -> None:
        """The head, which stands again on each page that the table goes on to."""
        self.open("table.header(")

    def depart_thead(self, node: nodes.thead) -> None:
        """See above."""
        self.close("),")

    def visit_row(self, node: nodes.row) -> None:
        """A row: Typst counts cells, so a link to a row leads to its first."""
        for first in node.children[:1]:
            if isinstance(first, Element) and node["ids"]:
                first["ids"] = [*node["ids"], *first["ids"]]
                node["ids"] = []

    def depart_row(self, node: nodes.row) -> None:
        """See above."""

    def visit_entry(self, node: nodes.entry) -> None:
        """A cell."""
        self.open("cell({", node)

    def depart_entry(self, node: nodes.entry) -> None:
        """End a cell; how it is set comes after what it holds."""
        alignment = next((_ALIGNMENTS[name] for name in node["classes"] if name in _ALIGNMENTS), "")
        settings = arguments(
            colspan=node["morecols"] + 1 if node.get("morecols") else None,
            rowspan=node["morerows"] + 1 if node.get("morerows") else None,
            align=Code(alignment) if alignment else None,
            head=True if node.get("stub") or _in_head(node) else None,
            breakable=True if len(node.astext()) > _ONE_PAGE else None,
        )
        self.close(f"}}{settings and f', {settings}'}),")


def _columns(table: nodes.table, group: nodes.tgroup) -> Iterator[Code]:
    """Yield the width of each column: shares where an author gave them, else by what it holds."""
    specs = [child for child in group.children if isinstance(child, nodes.colspec)]
    if "colwidths-given" in table["classes"]:
        for spec in specs:
            share = str(spec.get("colwidth", "")).rstrip("*")
            yield Code(f"{share}fr" if share.isdecimal() else "auto")
        return
    columns = _texts(group, len(specs), nodes.tbody), _texts(group, len(specs), nodes.thead)
    for found in shares([*map(Column.of, *columns)]):
        yield Code("auto" if found is None else f"{found}fr")


def _texts(group: nodes.tgroup, columns: int, kind: type[Element]) -> list[list[str]]:
    """Return the texts of the cells by column; a cell over several says nothing of any."""
    texts: list[list[str]] = [[] for _ in range(columns)]
    for part in group.children:
        if isinstance(part, kind):
            for entry, column in _positions(part, columns):
                if not entry.get("morecols") and column < columns:
                    texts[column].append(entry.astext())
    return texts


def _in_head(entry: Element) -> bool:
    return entry.parent is not None and isinstance(entry.parent.parent, nodes.thead)


def _percent(width: object) -> Code | None:
    number = str(width or "").removesuffix("%")
    return Code(f"{number}%") if number.isdecimal() and number != str(width) else None


def _mark_stubs(group: nodes.tgroup) -> None:
    """Mark the cells of columns that are heads of their rows."""
    columns = [child for child in group.children if isinstance(child, nodes.colspec)]
    stubs = {index for index, column in enumerate(columns) if column.get("stub")}
    if stubs:
        for body in group.children:
            if isinstance(body, nodes.tbody):
                for entry, column in _positions(body, len(columns)):
                    entry["stub"] = column in stubs


def _positions(body: Element, width: int) -> Iterator[tuple[Element, int]]:
    """Yield each cell with its column: those that a cell of a row above reaches into are taken."""
    taken = [0] * (width + 1)
    for row in body.children:
        column = 0
        for entry in row.children:
            if not isinstance(entry, nodes.entry):
                continue
            while column < width and taken[column]:
                column += 1
            yield entry, column
            end = column + entry.get("morecols", 0) + 1
            taken[column:end] = [entry.get("morerows", 0) + 1] * (end - column)
            column = end
        taken = [max(rows - 1, 0) for rows in taken]
