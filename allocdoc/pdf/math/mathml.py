"""MathML Core to Typst's own math.

Each element becomes a call of the function of Typst that means the same. Its signs are string
literals. What has no such function is an error, never a formula that says something else.

Facts about MathML Core: https://w3c.github.io/mathml-core/; about what stands for it:
https://typst.app/docs/reference/math/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from xml.etree.ElementTree import Element

from allocdoc.pdf.math import signs
from allocdoc.pdf.math.tables import table
from allocdoc.pdf.source import Code, arguments, string

_LENGTH = re.compile(r"(-?[\d.]+)(r?em)")
_KINDS = {("0.2222em", "0.2222em"): "binary", ("0.2778em", "0.2778em"): "relation"}
_PADDING = re.compile(r"padding-left:([^;]+);padding-right:([^;]+);$")
_COLOUR = re.compile(r"(?:^|;)\s*color:\s*(#[0-9A-Fa-f]{6})")


class MathError(ValueError):
    """A formula cannot become Typst's; the text of the exception says why."""


def row(children: Sequence[Element]) -> str:
    """Return the code of elements side by side."""
    pieces: list[str] = []
    for child, following in zip_longest(children, children[1:]):
        applied = following is not None and following.text == signs.APPLY
        piece = _code(child)
        if piece != "none":
            pieces.append(_function(child) if applied else piece)
    if len(pieces) < 2:
        return pieces[0] if pieces else '""'
    return f"{{ {'; '.join(pieces)} }}"


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
    return row(children)


def _fenced(children: Sequence[Element]) -> bool:
    """Tell whether signs at both ends grow with what they hold, as ``left`` and ``right`` say."""
    ends = (children[0], children[-1]) if len(children) > 1 else ()
    return bool(ends) and all(
        end.tag == "mo" and (end.text or "") in signs.FENCES and end.get("stretchy") != "false"
        for end in ends
    )


def _binomial(children: Sequence[Element]) -> str:
    if len(children) == 3 and children[1].get("linethickness") == "0":
        top, bottom = children[1]
        if (children[0].text, children[2].text) == ("(", ")"):
            return f"math.binom({_code(top)}, {_code(bottom)})"
    return ""


def _padded(element: Element) -> str:
    """Return the code of what stands for an operator, as the space at its sides says."""
    found = _PADDING.match(element.get("style", ""))
    kind = _KINDS.get((found[1], found[2])) if found else None
    return f'math.class("{kind}", {_group(element)})' if kind else _group(element)


def _identifier(element: Element) -> str:
    text = element.text or ""
    if len(text) != 1:
        return f"math.upright({string(text)})"
    sign = _sign(text)
    if text == ":":  # of \\colon; the colon itself is an operator
        return f'math.class("punctuation", {sign})'
    return f"math.upright({sign})" if element.get("mathvariant") == "normal" else sign


def _sign(character: str) -> str:
    return f"sign({string(character)})"


def _number(element: Element) -> str:
    return string(element.text or "")


def _operator(element: Element) -> str:
    text = element.text or ""
    if text in signs.INVISIBLE:
        return "none"
    sign = _sign(text) if len(text) == 1 else f"math.op({string(text)})"
    if size := element.get("minsize"):
        return f"math.lr(size: {size}, {sign})"
    if kind := _KINDS.get((element.get("lspace", ""), element.get("rspace", ""))):
        return f'math.class("{kind}", {sign})'
    return sign


def _words(element: Element) -> str:
    """Return the code of text, with its weight and family."""
    for child in element:  # there is one, or none
        return f"{_FACES[child.tag]}({_words(child)})"
    return string(element.text or "")


_FACES = {"b": "strong", "i": "emph", "em": "emph", "code": "math.mono"}


def _space(element: Element) -> str:
    width = element.get("width") or element.get("style", "").partition("margin-left:")[2]
    found = _LENGTH.match(width)
    if not found:
        return "none"
    # A rem is ten points: the library takes the size of LaTeX's letters for it.
    return f"h({float(found[1]) * 10:g}pt)" if found[2] == "rem" else f"h({found[0]})"


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
    if element.tag == "msup" and (count := signs.PRIMES.get(others[0].text or "")):
        return f"math.attach({code}, t: math.primes({count}))"
    return _scripted(element, code if code != "none" else '""')


def _scripted(element: Element, base: str) -> str:
    """Return the code of a base with what stands at its corners, or above and below it."""
    scripts = list(element)[1:]
    names = {"msub": "b", "munder": "b", "msup": "t", "mover": "t"}.get(element.tag, "bt")
    sign = (element[0].text or "") if element[0].tag == "mo" else ""
    if element.tag in ("munder", "mover", "munderover"):
        if sign in signs.ARROWS:
            base = f"math.stretch({base}, size: 100% + 1em)"
        elif sign not in signs.MOVABLE or element[0].get("movablelimits") == "false":
            base = f"math.limits({base})"
    elif sign:
        base = f"math.scripts({base})"
    named = {name: Code(_code(one)) for name, one in zip(names, scripts, strict=True)}
    return f"math.attach({base}, {arguments(**named)})"


def _above(element: Element) -> str:
    """Return the code of an accent, a line, a brace, or a limit."""
    base, mark = element
    text = mark.text or ""
    if mark.tag == "mspace":
        return _code(base)  # it makes an arrow long enough, which Typst does by itself
    if mark.tag == "mo" and (function := _drawn(element, text, mark.get("stretchy") == "true")):
        return f"math.{function}({_code(base)})"
    accents = signs.ACCENTS if element.tag == "mover" else signs.ACCENTS_BELOW
    if "true" in (element.get("accent"), element.get("accentunder")) and text in accents:
        return f"math.accent({_code(base)}, {string(accents[text])})"
    return _scripted(element, _code(base))


def _drawn(element: Element, text: str, long: bool) -> str:
    """Return the function that draws a brace or a line over or under a base, or nothing."""
    if text in signs.LINES and (long or text not in signs.ACCENTS):
        return "overline" if element.tag == "mover" else "underline"
    return signs.BRACES.get(text, "")


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
    "mpadded": _padded,
    "mphantom": _phantom,
    "mroot": _root,
    "mrow": _group,
    "msqrt": _root_of,
    "mspace": _space,
    "mstyle": _group,
    "msub": _scripts,
    "msubsup": _scripts,
    "msup": _scripts,
    "mtable": lambda element: table(element, row),
    "mtext": _words,
    "munder": _above,
    "munderover": _scripts,
    "none": lambda _element: "none",
}
