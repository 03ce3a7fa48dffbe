"""The shape of a message on a reStructuredText page, from docutils' reading of its lines.

Only docutils' reader of inline markup is used, and of that neither the roles, which would run, nor
the search for bare addresses, which recurses once for each. What stands between blocks is judged
by the lines that could begin one, and leans to the safe side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from optparse import Values
from types import SimpleNamespace

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, languages
from docutils.parsers.rst.states import Inliner
from docutils.utils import new_document, unescape
from docutils.utils.urischemes import schemes

from allocdoc.catalogs.gate.shape import TRAILING, Block, Shape, addresses, role

_HAZARDS = re.compile(
    r"""
    \.\.(?:\s|$)|__(?:\s|$)              # explicit markup, anonymous target
    | [-*+•‣⁃](?:\s|$)                   # bullets
    | \(?(?:\#|[0-9]{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]{1,9})[.)](?:\s|$)   # enumerations
    | \|(?:\s|$)                         # line blocks
    | :(?![:\s])(?:[^:\\]|\\.|:(?![\s`]|$)){0,2000}:(?:\s|$)   # fields
    | >>>(?:\s|$)                        # doctests
    | (?:--?|/)[A-Za-z][\w-]{0,40}(?:[ =]\S{1,40})?(?:\s{2,}|$)         # options
    | ([!-/:-@\[-`{-~])\1{2,}\s*$        # lines below titles, transitions
    | \+[-=+]{3,}|={2,}\s+=              # tables
    """,
    re.VERBOSE,
)
_TRAILING = TRAILING.replace("*", "").replace("_", "")  # which docutils counts to an address
_EXPLICIT = re.compile(r".+?(?<!\0)<[^<]*>", re.DOTALL)
_STAR = re.compile(r"(?<!\0)\*")
_MAIL_CHARACTERS = r"[-!~*'{|}/#?^`&=+$%._a-zA-Z0-9]{1,80}"
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9.+-])(?P<scheme>[A-Za-z][A-Za-z0-9.+-]{1,30}):[!-~]+"
    rf"|{_MAIL_CHARACTERS}@{_MAIL_CHARACTERS}"
)


class _role(nodes.inline):  # noqa: N801 - as docutils does
    """Interpreted text that was not interpreted; attributes ``name`` and ``content``."""


class _Reader(Inliner):
    """Reads inline markup and runs nothing."""

    def interpreted(
        self, rawsource: str, text: str, role: str | None, _lineno: int
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a role as it stands; docutils would run it here."""
        return [_role(rawsource, "", name=role or "default", content=text)], []

    def implicit_inline(self, text: str, _lineno: int) -> list[nodes.Text]:
        """Leave bare addresses in the text."""
        return [nodes.Text(text)] if text else []


@cache
def _reader() -> _Reader:
    # It makes its patterns of what stands in its own class, so a subclass cannot.
    docutils_own, reader = Inliner(), _Reader()
    docutils_own.init_customizations(_settings())
    reader.patterns = docutils_own.patterns
    return reader


@cache
def _settings() -> Values:
    settings = get_default_settings(Parser)
    settings.report_level = settings.halt_level = 5
    return settings


def shapes(msgid: str, msgstr: str) -> Iterator[tuple[Shape, Shape]]:
    """Yield the shapes of a message and its translation."""
    yield shape(msgid), shape(msgstr)


def shape(text: str) -> Shape:
    """Return the shape of one text."""
    result = Shape()
    result.blocks = list(_blocks(text))
    document = new_document("message", _settings())
    memo = SimpleNamespace(document=document, language=languages.get_language("en"))
    found, _messages = _reader().parse(text, 1, memo, document)
    for node in found:
        _part(result, node)
    return result


def _part(result: Shape, node: nodes.Node) -> None:
    match node:
        case nodes.Text():
            _plain(result, node)
        case nodes.reference():
            _reference(result, node)
        case nodes.emphasis() | nodes.strong():
            result.emphasis += 1
            # Markup inside of emphasis is no markup, yet an address is one everywhere.
            result.text.append(node.astext())
            _links(result, node.astext())
        case nodes.problematic():
            _open(result, node.astext())
        case nodes.Element():
            _counted(result, node)


def _counted(result: Shape, node: nodes.Element) -> None:
    """Count what has to stay as it is."""
    match node:
        case _role():
            result.add("role", _named(node["name"], node["content"]))
        case nodes.literal():
            result.add("code", node.astext())
        case nodes.substitution_reference():
            result.add("substitution", node.rawsource)
        case nodes.footnote_reference() | nodes.citation_reference():
            result.add("footnote", node.rawsource)
        case nodes.target() if "refuri" not in node and "refname" not in node:
            result.add("attributes", node.rawsource)  # the others repeat their link


def _plain(result: Shape, node: nodes.Text) -> None:
    text = node.astext()
    result.text.append(text)
    result.stars += len(_STAR.findall(str(node)))
    # An escaped space is not seen, and ends an address all the same.
    _links(result, re.sub(r"\0\s", " ", str(node)).replace("\0", ""))


def _open(result: Shape, mark: str) -> None:
    """Count a mark that begins something without an end: docutils shows an error in its place."""
    if mark.strip("*"):
        result.add("role", f"{mark} without an end")
    else:
        result.text.append(mark)
        result.stars += len(mark)


def _named(name: str, content: str) -> str:
    """Return what of a role has to stay; a backslash can take its target the meaning of one."""
    text = unescape(content)
    is_plain = not text.endswith(">") or _EXPLICIT.fullmatch(content)
    return role(name, text) if is_plain else f"{{{name}}}`{content}`"


def _reference(result: Shape, node: nodes.reference) -> None:
    inner = node.children[0]
    if isinstance(inner, nodes.substitution_reference):
        result.add("substitution", inner.rawsource)
    else:
        result.add("link", node.get("refuri") or node.get("refname") or f"{node.rawsource}")


def _links(result: Shape, text: str) -> None:
    """Count bare addresses, and what docutils makes a link of besides: ``https:/a``, ``a@b``."""
    for address in addresses(text, _TRAILING):
        result.add("link", address)
    for match in _ADDRESS.finditer(text):
        is_address = match["scheme"] is None or match["scheme"].lower() in schemes
        if is_address and not any(addresses(match[0])):
            result.add("link", match[0].rstrip(_TRAILING))


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
