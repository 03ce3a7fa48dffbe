"""Code: listings, sessions, grammars, and code in a line of text.

Pygments tells what each token is, by Sphinx's own choice of a lexer, so that the warnings are
those of the other builders. What a token looks like is the template's matter: a token becomes a
call (``tok-keyword("def")``), a line of code becomes one statement.

Invariant: the string literals of a listing, joined, are its code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Element
from pygments.formatter import Formatter
from pygments.token import Comment, Generic, Keyword, Literal, Name, Operator, Token
from sphinx import addnodes
from sphinx.highlighting import PygmentsBridge

from allocdoc.pdf.source import Code, arguments, string
from allocdoc.pdf.writer.base import Base

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pygments.token import _TokenType

STYLES = {
    Comment: "comment",
    Comment.Preproc: "meta",
    Generic.Deleted: "deleted",
    Generic.Emph: "emphasis",
    Generic.Error: "error",
    Generic.Heading: "keyword",
    Generic.Inserted: "inserted",
    Generic.Prompt: "prompt",
    Generic.Strong: "keyword",
    Generic.Subheading: "keyword",
    Generic.Traceback: "error",
    Keyword: "keyword",
    Keyword.Constant: "constant",
    Keyword.Type: "builtin",
    Literal.Number: "constant",
    Literal.String: "string",
    Literal.String.Escape: "escape",
    Literal.String.Interpol: "escape",
    Name.Attribute: "meta",
    Name.Builtin: "builtin",
    Name.Class: "definition",
    Name.Constant: "constant",
    Name.Decorator: "meta",
    Name.Exception: "builtin",
    Name.Function: "definition",
    Name.Tag: "keyword",
    Operator.Word: "keyword",
    Token: "",
}
"""The template's name for the look of a token, ``tok-…``; other tokens look like their parents."""

LONG = 40
"""From how many cells on a line may be too long for its box: only then the template measures it."""


class TypstFormatter(Formatter[str]):
    """Writes a Typst statement for each line of code.

    Options, as those of Pygments' own formatters: ``linenos``, ``linenostart``, ``hl_lines``
    (counted from 1); and ``nowrap``: bare tokens, for code in a line of text.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.numbered = bool(options.get("linenos"))
        self.start = int(options.get("linenostart") or 1)
        self.marked = frozenset(map(int, options.get("hl_lines") or ()))
        self.bare = bool(options.get("nowrap"))

    def format(self, tokensource: Iterable[tuple[_TokenType, str]], outfile: Any) -> None:
        """Write the statements, one a line."""
        lines = list(_lines(tokensource))
        if self.bare:
            outfile.write("; ".join(_runs(run for line in lines for run in line)))
            return
        for index, line in enumerate(lines):
            outfile.write(self._statement(index, len(lines), line) + "\n")

    def _statement(self, index: int, count: int, line: list[tuple[str, str]]) -> str:
        text = "".join(piece for _style, piece in line)
        settings = arguments(
            number=self.start + index if self.numbered else None,
            marked=True if index + 1 in self.marked else None,
            # No line of a listing stands alone at the foot or the head of a page.
            keep=True if count > 1 and index in (0, count - 2) else None,
            long=True if _cells(text) > LONG else None,
        )
        # A line without a sign would have no height, and would be lost when the code is copied.
        runs = "; ".join(_runs(line)) or string(" ")
        return f"code-line({{ {runs} }}{f', {settings}' if settings else ''})"


def _lines(tokens: Iterable[tuple[_TokenType, str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield each line's pieces with their style; neighbours of the same style are one piece."""
    line: list[tuple[str, str]] = []
    for kind, text in tokens:
        style = _style(kind)
        for number, piece in enumerate(text.split("\n")):
            if number:
                yield line
                line = []
            if piece and line and line[-1][0] == style:
                line[-1] = style, line[-1][1] + piece
            elif piece:
                line.append((style, piece))
    if line:
        yield line


def _style(kind: _TokenType) -> str:
    # The last parent of all, `Token`, has a style.
    return STYLES[kind] if kind in STYLES or kind.parent is None else _style(kind.parent)


def _runs(line: Iterable[tuple[str, str]]) -> Iterator[str]:
    for style, text in line:
        yield f"tok-{style}({string(text)})" if style and text.strip() else string(text)


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


class TypstBridge(PygmentsBridge):
    """Sphinx's way from a literal block to Pygments, with our formatter at its end."""

    html_formatter = TypstFormatter  # type: ignore[assignment]


class CodeVisitor(Base):
    """Code."""

    _verbatim = 0
    """In how many nodes of code we are: there, white space is kept."""

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802 - docutils' name
        """Text; in code as it stands."""
        if not self._verbatim:
            super().visit_Text(node)
            return
        for number, line in enumerate(node.astext().split("\n")):
            if number:
                self.emit("linebreak()")
            self.text(line)

    def visit_literal_block(self, node: Element) -> None:
        """A listing, what a program printed (``allocdoc-session``), or text with marks in it."""
        call = "output({" if "allocdoc-session" in node["classes"] else "listing({"
        self.wrap(node, call)
        if node.rawsource != node.astext():
            # Most likely a parsed literal: Sphinx does not highlight it either.
            self._verbatim += 1
            self.open("code-text({")
            return
        places = self._places(node)
        for statement in self._highlighted(node).splitlines():
            self.emit(f"{statement}{next(places)}")
        self.unwrap()
        raise nodes.SkipNode

    def depart_literal_block(self, node: Element) -> None:
        """End text with marks in it."""
        self.close()
        self._verbatim -= 1
        self.unwrap()

    visit_doctest_block = visit_literal_block
    depart_doctest_block = depart_literal_block

    def _highlighted(self, node: Element, **options: Any) -> str:
        language = node.get("language", "default")
        settings = {"linenos": node.get("linenos", False), **node.get("highlight_args", {})}
        settings["force"] = node.get("force", False)
        return TypstBridge().highlight_block(
            node.astext(),
            language,
            opts=self.config.highlight_options.get(language, {}),
            location=node,
            **settings,
            **options,
        )

    def _places(self, node: Element) -> Iterator[str]:
        """Yield the end of each line of a listing: the place that its code comes from."""
        path, _sep, line = self.place(node).rpartition(":")
        # Of other blocks only the line is known where their directive begins.
        step = 1 if "allocdoc-code" in node["classes"] else 0
        number = int(line or 0)
        while True:
            yield f"  {path}:{number}" if path else ""
            number += step

    def visit_captioned_code(self, node: nodes.container) -> None:
        """A listing with a caption, which stands above it."""
        caption = next(one for one in node.children if isinstance(one, nodes.caption))
        number = self.number_of(node, "code-block")
        self.wrap(node, "{", "}")
        settings = arguments(number=number or None)
        self.emit(
            f"listing-caption({Code(self.inner(caption))}{settings and f', {settings}'})", node
        )

    def depart_captioned_code(self, node: nodes.container) -> None:
        """See above."""
        self.unwrap()

    def visit_highlightlang(self, node: addnodes.highlightlang) -> None:
        """Leave out what Sphinx has already written into the blocks."""
        raise nodes.SkipNode

    def visit_literal(self, node: nodes.literal) -> None:
        """Code in a line of text; a key; or code with emphasis in it, as of the role ``samp``."""
        if "kbd" in node["classes"]:
            self.wrap(node, "key({")
            return
        text = " ".join(node.astext().split("\n"))
        if "code" in node["classes"] and node.get("language"):
            runs = self._highlighted(node, nowrap=True)
            self.emit(f"code-inline({string(text)}, {{ {runs} }})", node)
            raise nodes.SkipNode
        if all(isinstance(child, nodes.Text) for child in node.children):
            self.emit(f"code-inline({string(text)})", node)
            raise nodes.SkipNode
        self._verbatim += 1
        self.wrap(node, f"code-inline({string(text)}, {{")

    def depart_literal(self, node: nodes.literal) -> None:
        """See above."""
        if "kbd" not in node["classes"]:
            self._verbatim -= 1
        self.unwrap()

    def visit_productionlist(self, node: addnodes.productionlist) -> None:
        """A grammar."""
        self.wrap(node, "listing({ code-text({", "}) })")
        self._verbatim += 1

    def depart_productionlist(self, node: addnodes.productionlist) -> None:
        """See above."""
        self._verbatim -= 1
        self.unwrap()

    def visit_production(self, node: addnodes.production) -> None:
        """A rule of a grammar."""

    def depart_production(self, node: addnodes.production) -> None:
        """See above."""
