"""MathML Core to Typst's own math.

Each element becomes a call of the function of Typst that means the same. Its signs are string
literals. What has no such function is an error, never a formula that says something else.

Facts about MathML Core: https://w3c.github.io/mathml-core/; about what stands for it:
https://typst.app/docs/reference/math/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from allocdoc.pdf.source import Code, arguments, string

APPLY = "\u2061"
"""Function application: it has no width, but says that what stands before it is a function."""
INVISIBLE = frozenset((APPLY, "\u2062", "\u2063", "\u2064", ""))
FENCES = frozenset("()[]{}|‖⌊⌋⌈⌉⟨⟩⟦⟧⟮⟯⎰⎱/\\↑↓↕⇑⇓⇕\u2063")
ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "\u0302": "\u0302",
    "~": "\u0303", "˜": "\u0303", "\u0303": "\u0303",
    "¯": "\u0304", "‾": "\u0304", "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", "˚": "\u030a",
    "ˇ": "\u030c", "`": "\u0300", "´": "\u0301", "\u20db": "\u20db", "\u20dc": "\u20dc",
    "\u20d7": "\u20d7", "→": "\u20d7", "←": "\u20d6", "↔": "\u20e1",
}  # fmt: skip
"""The combining character, which Typst takes, for each sign that MathML sets above a base."""
LINES = frozenset("\u0332_‾―\u0305¯")
BRACES = {"⏞": "overbrace", "⎴": "overbracket", "⏜": "overparen", "⏠": "overshell"}
BRACES |= {"⏟": "underbrace", "⎵": "underbracket", "⏝": "underparen", "⏡": "undershell"}
PRIMES = {"′": 1, "″": 2, "‴": 3, "⁗": 4}

_LENGTH = re.compile(r"-?[\d.]+(?:em|pt|cm|mm|in)")
_COLOUR = re.compile(r"(?:^|;)\s*color:\s*(#[0-9A-Fa-f]{6})")


class MathError(ValueError):
    """A formula cannot become Typst's; the text of the exception says why."""


def row(children: Sequence[Element]) -> str:
    """Return the code of elements side by side."""
    pieces = []
    for child, following in zip(children, [*children[1:], None], strict=True):
        applied = following is not None and following.text == APPLY
        piece = _code(child)
        if piece != "none":
            pieces.append(_function(child) if applied else piece)
    return f"{{ {'; '.join(pieces)} }}" if len(pieces) != 1 else pieces[0]


def _function(element: Element) -> str:
    """Return the code of what is applied to something: ``log``, and its index if it has one."""
    base = element
    while base.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        base = base[0]
    named = "".join(base.itertext())
    base_code = f"math.op({string(named)})"
    return _scripted(element, base_code) if element is not base else base_code


def _code(element: Element) -> str:
    """Return the code of one element, ``none`` if it shows nothing."""
    write = _WRITERS.get(element.tag)
    if write is None:
        raise MathError(f"the element {element.tag} has no form in Typst")
    code = write(element)
    if (colour := _COLOUR.search(element.get("style", ""))) and code != "none":
        return f'text(fill: rgb("{colour[1]}"), {code})'
    return _in_style(element, code)


def _in_style(element: Element, code: str) -> str:
    style = {"true": "display", "false": "inline"}.get(element.get("displaystyle", ""))
    if style is None or element.tag not in ("mfrac", "mstyle"):
        return code
    return f"math.{style}({code})"


def _group(element: Element) -> str:
    children = list(element)
    if _fenced(children):
        if fraction := _binomial(children):
            return fraction
        return f"math.lr({row(children)})"
    return row(children) if children else '""'


def _fenced(children: Sequence[Element]) -> bool:
    """Tell whether signs at both ends grow with what they hold, as ``left`` and ``right`` say."""
    ends = (children[0], children[-1]) if len(children) > 1 else ()
    return bool(ends) and all(
        end.tag == "mo" and (end.text or "") in FENCES and end.get("stretchy") != "false"
        for end in ends
    )


def _binomial(children: Sequence[Element]) -> str:
    if len(children) == 3 and children[1].get("linethickness") == "0":
        top, bottom = children[1]
        if (children[0].text, children[2].text) == ("(", ")"):
            return f"math.binom({_code(top)}, {_code(bottom)})"
    return ""


def _identifier(element: Element) -> str:
    text = element.text or ""
    if len(text) != 1:
        return f"math.upright({string(text)})"
    sign = _sign(text)
    return f"math.upright({sign})" if element.get("mathvariant") == "normal" else sign


def _sign(character: str) -> str:
    return f"sign({string(character)})"


def _number(element: Element) -> str:
    return string(element.text or "")


def _operator(element: Element) -> str:
    text = element.text or ""
    if text in INVISIBLE:
        return "none"
    sign = _sign(text) if len(text) == 1 else f"math.op({string(text)})"
    if size := element.get("minsize"):
        return f"math.lr(size: {size}, {sign})"
    if kind := _KINDS.get((element.get("lspace", ""), element.get("rspace", ""))):
        return f'math.class("{kind}", {sign})'
    # In LaTeX, a colon is a relation, but \colon is punctuation.
    if text == ":" and element.get("lspace") == "0" and element.get("rspace") not in (None, "0"):
        return f'math.class("punctuation", {sign})'
    return sign


_KINDS = {("0.2222em", "0.2222em"): "binary", ("0.2778em", "0.2778em"): "relation"}


def _words(element: Element) -> str:
    """Return the code of text, with its weight and family."""
    pieces = [string(element.text)] if element.text else []
    for child in element:
        inside = _words(child)
        pieces.append(
            {"b": "strong", "i": "emph", "code": "math.mono"}.get(child.tag, "") + f"({inside})"
        )
        if child.tail:
            pieces.append(string(child.tail))
    return pieces[0] if len(pieces) == 1 else f"{{ {'; '.join(pieces)} }}"


def _space(element: Element) -> str:
    width = element.get("width") or element.get("style", "").partition("margin-left:")[2]
    found = _LENGTH.match(width)
    return f"h({found[0]})" if found else "none"


def _fraction(element: Element) -> str:
    top, bottom = map(_code, element)
    if element.get("linethickness") == "0":
        return f"math.vec(delim: none, {top}, {bottom})"
    return f"math.frac({top}, {bottom})"


def _root(element: Element) -> str:
    radicand, index = map(_code, element)
    return f"math.root({index}, {radicand})"


def _scripts(element: Element) -> str:
    base, *others = element
    code = _code(base)
    if element.tag == "msup" and (count := PRIMES.get(others[0].text or "")):
        return f"math.attach({code}, t: math.primes({count}))"
    return _scripted(element, code if code != "none" else '""')


def _scripted(element: Element, base: str) -> str:
    """Return the code of a base with what stands at its corners, or above and below it."""
    scripts = list(element)[1:]
    names = {"msub": "b", "munder": "b", "msup": "t", "mover": "t"}.get(element.tag, "bt")
    if element.tag.startswith("mu") or element.tag == "mover":
        base = f"math.limits({base})"
    elif element[0].tag == "mo":
        base = f"math.scripts({base})"
    named = {name: Code(_code(one)) for name, one in zip(names, scripts, strict=True)}
    return f"math.attach({base}, {arguments(**named)})"


def _above(element: Element) -> str:
    """Return the code of an accent, a line, a brace, or a limit."""
    base, mark = element
    text = mark.text or ""
    if mark.tag == "mspace":
        return _code(base)  # it makes an arrow long enough, which Typst does by itself
    if mark.tag == "mo" and text in BRACES:
        return f"math.{BRACES[text]}({_code(base)})"
    if (
        mark.tag == "mo"
        and text in LINES
        and (text not in ACCENTS or mark.get("stretchy") == "true")
    ):
        line = "overline" if element.tag == "mover" else "underline"
        return f"math.{line}({_code(base)})"
    if element.tag == "mover" and element.get("accent") == "true" and text in ACCENTS:
        return f"math.accent({_code(base)}, {string(ACCENTS[text])})"
    if base.tag == "mo" and (base.text or "") in _ARROWS:
        return _scripted(element, f"math.stretch({_code(base)}, size: 100% + 1em)")
    return _scripted(element, _code(base))


_ARROWS = frozenset("←→↔⇐⇒⇔↦↩↪↼↽⇀⇁⇌⇋")


def _corners(element: Element) -> str:
    """Return the code of a base with scripts before it."""
    children = list(element)
    at = next(place for place, one in enumerate(children) if one.tag == "mprescripts")
    after, before = children[1:at], children[at + 1 :]
    if len(after) > 2 or len(before) > 2:
        raise MathError("more than two scripts on one side have no form in Typst")
    named = {
        name: Code(_code(one))
        for name, one in [
            *zip(("br", "tr"), after, strict=False),
            *zip(("bl", "tl"), before, strict=False),
        ]
        if one.tag not in ("none", "mrow") or len(one)
    }
    return f"math.attach({_code(children[0])}, {arguments(**named)})"


def _enclosed(element: Element) -> str:
    kinds = element.get("notation", "").split()
    code = row([child for child in element if not child.get("class", "").startswith("menclose")])
    for kind in kinds:
        if kind not in _ENCLOSURES:
            raise MathError(f"a formula with a mark of the kind {kind} has no form in Typst")
        code = _ENCLOSURES[kind].format(code)
    return code


_ENCLOSURES = {
    "box": "rect(stroke: 0.5pt, inset: 3pt, math.equation({}))",
    "updiagonalstrike": "math.cancel({})",
    "downdiagonalstrike": "math.cancel(inverted: true, {})",
    "horizontalstrike": "math.cancel(angle: 90deg, {})",
}


def _table(element: Element) -> str:
    """Return the code of rows and columns: aligned equations, or a matrix."""
    rows = [[cell for cell in row if "width:" not in cell.get("style", "")] for row in element]
    cells = [[_cell(cell, element) for cell in row] for row in rows]
    settings = {"delim": Code("none"), "augment": _rules(rows)}
    if element.get("displaystyle") == "true":
        # Columns come in pairs that meet at a sign, as of equations.
        settings["column_gap"] = Code("0pt")
        settings["row_gap"] = Code("0.65em")
    written = ", ".join(f"({', '.join(row)},)" for row in cells)
    return f"math.mat({arguments(**settings)}, {written})"


def _cell(cell: Element, table: Element) -> str:
    code = row(list(cell)) if len(cell) else '""'
    if table.get("displaystyle") == "true":
        # Something before a relation, so that it keeps its distance.
        code = f'math.display({{ ""; {code} }})'
    style = cell.get("style", "")
    if "text-align: left" in style:
        return f"{{ align-point; {code} }}"
    return f"{{ {code}; align-point }}" if "text-align: right" in style else code


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


def _phantom(element: Element) -> str:
    return f"hide({row(list(element))})"


def _root_of(element: Element) -> str:
    return f"math.sqrt({row(list(element))})"


_WRITERS: dict[str, Callable[[Element], str]] = {
    "menclose": _enclosed,
    "mfrac": _fraction,
    "mi": _identifier,
    "mmultiscripts": _corners,
    "mn": _number,
    "mo": _operator,
    "mover": _above,
    "mpadded": _group,
    "mphantom": _phantom,
    "mroot": _root,
    "mrow": _group,
    "msqrt": _root_of,
    "mspace": _space,
    "mstyle": _group,
    "msub": _scripts,
    "msubsup": _scripts,
    "msup": _scripts,
    "mtable": _table,
    "mtext": _words,
    "munder": _above,
    "munderover": _scripts,
    "none": lambda _element: "none",
}
