"""The shape of a message on a reStructuredText page, from a reading of the inline markup alone.

docutils' own parser runs roles while it reads, so it cannot be used on what is not trusted yet.
This reading follows its rules ("Inline markup recognition rules" of the reStructuredText
specification) and leans to the safe side: what might be markup counts as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from docutils.utils import punctuation_chars

from allocdoc.catalogs.gate.shape import Block, Shape, addresses, role

_BEFORE = rf"(?:^|(?<=[\s{punctuation_chars.openers}{punctuation_chars.delimiters}]))"
_AFTER = (
    rf"(?=$|[\s\0{punctuation_chars.closing_delimiters}{punctuation_chars.delimiters}"
    rf"{punctuation_chars.closers}])"
)
_NAME = r"[A-Za-z][A-Za-z0-9.+:_-]{0,60}"
_INLINE = re.compile(
    rf"{_BEFORE}(?:"
    rf"``(?P<code>\S(?:[^`]|`(?!`)){{0,2000}}?)``{_AFTER}"
    rf"|:(?P<prefix>{_NAME}):`(?P<prefixed>[^`]{{1,2000}})`{_AFTER}"
    rf"|(?P<inline_target>_)?`(?P<phrase>[^`\s][^`]{{0,2000}})`"
    rf"(?P<end>__?|:{_NAME}:)?{_AFTER}"
    rf"|\|(?P<substitution>[^|\s][^|]{{0,200}})\|(?P<linked>__?)?{_AFTER}"
    rf"|\[(?P<note>[#*]?[\w.#*-]{{0,100}})\]_{_AFTER}"
    rf"|(?P<strong>\*\*[^\s*](?:[^*]|\*(?!\*)){{0,2000}}?\*\*){_AFTER}"
    rf"|(?P<emphasis>\*[^\s*][^*]{{0,2000}}\*){_AFTER}"
    rf"|(?P<reference>[A-Za-z0-9](?:[\w.+:-]{{0,60}}[A-Za-z0-9])?)(?P<anonymous>__?){_AFTER}"
    rf")"
)
_EMBEDDED = re.compile(r"[^<]*<([^<>]*)>", re.DOTALL)
_HAZARDS = re.compile(
    r"""
    \.\.(?:\s|$)|__(?:\s|$)              # explicit markup, anonymous target
    | [-*+•‣⁃](?:\s|$)                   # bullets
    | \(?(?:\#|[0-9]{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]{1,9})[.)](?:\s|$)   # enumerations
    | \|(?:\s|$)                         # line blocks
    | :[^:\s][^:]{0,100}:(?:\s|$)        # fields
    | >>>(?:\s|$)                        # doctests
    | (?:--?|/)[A-Za-z][\w-]{0,40}(?:[ =]\S{1,40})?(?:\s{2,}|$)         # options
    | ([!-/:-@\[-`{-~])\1{2,}\s*$        # lines below titles, transitions
    | \+[-=+]{3,}|={2,}\s+=              # tables
    """,
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def shapes(msgid: str, msgstr: str) -> Iterator[tuple[Shape, Shape]]:
    """Yield the shapes of a message and its translation."""
    yield shape(msgid), shape(msgstr)


def shape(text: str) -> Shape:
    """Return the shape of one text."""
    result = Shape()
    result.blocks = list(_blocks(text))
    # As docutils does it: a NUL before each character that a backslash took the meaning of.
    nulled = _ESCAPED.sub("\0\\1", text)
    position = 0
    plain: list[str] = []
    for match in _INLINE.finditer(nulled):
        plain.append(nulled[position : match.start()])
        position = match.end()
        _part(result, match)
    plain.append(nulled[position:])
    _plain(result, " ".join(plain))
    return result


def _plain(result: Shape, text: str) -> None:
    result.text.append(text.replace("\0", ""))
    result.stars = len(re.findall(r"(?<!\0)\*", text))
    for address in addresses(text):
        result.add("link", address)


def _part(result: Shape, match: re.Match[str]) -> None:
    groups = {name: text for name, text in match.groupdict().items() if text is not None}
    add = partial(result.add)
    if "code" in groups:
        add("code", groups["code"].replace("\0", "\\"))
    elif "prefix" in groups:
        add("role", role(groups["prefix"], groups["prefixed"]))
    elif "phrase" in groups:
        _phrase(result, groups)
    elif "substitution" in groups:
        add("substitution", groups["substitution"] + groups.get("linked", ""))
    elif "note" in groups:
        add("footnote", groups["note"])
    elif "reference" in groups:
        add("link", groups["reference"] + groups["anonymous"])
    else:
        result.emphasis += 1
        # Markup inside of emphasis is no markup, yet an address is one everywhere.
        _plain_inside(result, match[0])


def _plain_inside(result: Shape, text: str) -> None:
    result.text.append(text)
    for address in addresses(text):
        result.add("link", address)


def _phrase(result: Shape, groups: dict[str, str]) -> None:
    content, end = groups["phrase"], groups.get("end", "")
    if "inline_target" in groups:
        result.add("attributes", f"_`{content}`")
    elif end.startswith(":"):
        result.add("role", role(end.strip(":"), content))
    elif end:
        embedded = _EMBEDDED.fullmatch(content)
        result.add("link", embedded[1] if embedded else f"`{content}`{end}")
    else:
        result.add("role", role("default", content))


def _blocks(text: str) -> Iterator[Block]:
    """Yield a block for each line that could begin something other than the same paragraph."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        hazard = _HAZARDS.match(line.lstrip())
        if hazard and (hazard[0].strip().startswith("..")):
            # Directives, targets, comments: what follows is not prose.
            yield Block("explicit markup", line.strip())
        elif hazard:
            yield Block("block", re.sub(r"\w+", "", hazard[0]).strip())
        if number and not line.strip():
            yield Block("paragraph")
        elif line[:1] in (" ", "\t"):
            yield Block("indentation")
    if text.rstrip().endswith("::"):
        yield Block("literal block follows")
