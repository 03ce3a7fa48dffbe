"""Translations are read as inline text, and as nothing else.

Sphinx gives each message to the parser of its page as if it were a page. A message could then begin
with front matter, hold a directive, a raw block or a second paragraph. Here, what would be a block
stays a line of text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.nodes import Element, Node
from myst_parser.parsers.sphinx_ import MystParser
from sphinx import addnodes
from sphinx.util.docutils import LoggingReporter
from sphinx.util.nodes import IGNORED_NODES, extract_messages

from allocdoc.catalogs.gate import is_words
from allocdoc.sphinxext import domain
from allocdoc.sphinxext.markdown import Readers

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_MARK = ":<translated>"
"""How Sphinx's Locale transform names the source of a message."""

_PASSED_OVER = (nodes.Inline, *IGNORED_NODES)
_WITH_WORDS = (nodes.TextElement, nodes.image, nodes.meta, addnodes.translatable)


class PageOrMessageParser(MystParser):
    """MyST's parser for pages; for a message, its inline rules alone."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Fill the document with a page, or with the one paragraph or title of a message."""
        if not str(document["source"]).endswith(_MARK):
            _readers(document.settings.env).read_page(inputstring, document)
            return
        title = _without_underline(inputstring)
        node = nodes.paragraph() if title is None else nodes.title()
        _render_inline(inputstring if title is None else title, node, document)
        document += node if title is None else nodes.section("", node)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as `extract_messages` looks through it: of its nodes, those that may have messages.

    Of each of the others, that makes a description for a log that is off.
    """

    document: nodes.document
    is_wanted: Callable[[Element], bool]

    def findall(self, condition: Callable[[Node], bool]) -> Iterator[Node]:
        elements = self.document.findall(nodes.Element)
        return (node for node in elements if self.is_wanted(node) and condition(node))


def messages_of(page: nodes.document) -> Iterable[tuple[Element, str]]:
    """Yield what `sphinx.util.nodes.extract_messages` yields, in its order."""
    return _extract(_Page(page, _may_have_one))


def untranslated(page: nodes.document) -> Iterable[tuple[Element, str]]:
    """Yield those of `messages_of` whose translations are not on the page."""
    return _extract(_Page(page, _may_lack_it))


def _extract(page: _Page) -> Iterable[tuple[Element, str]]:
    return extract_messages(page)  # type: ignore[arg-type] # it asks for `findall` alone


def _may_lack_it(node: Element) -> bool:
    return not node.attributes.get("translated") and _may_have_one(node)


def _may_have_one(node: Element) -> bool:
    if isinstance(node, nodes.TextElement) and "translatable" not in node.attributes:
        return node.source is not None and not isinstance(node, _PASSED_OVER)
    return isinstance(node, _WITH_WORDS)


def read(text: str, line: int | None, page: nodes.document) -> nodes.paragraph:
    """Return the one paragraph of a message on a Markdown page.

    Args:
        text: The message.
        line: Where the page has its source.
        page: The page; nothing in it changes.
    """
    paragraph = nodes.paragraph()
    if is_words(_readers(page.settings.env).messages, text):
        paragraph += nodes.Text(text.strip())
        return paragraph
    # What a message defines is its own, so each has a document for the time that it is read.
    reporter = LoggingReporter.from_reporter(page.reporter)
    reporter.source = f"{page['source']}:{line}{_MARK}"
    document = nodes.document(page.settings, reporter, source=reporter.source)
    document.note_source(reporter.source, -1)
    _render_inline(text, paragraph, document)
    for node in paragraph.findall():
        # Otherwise the page would be stored with that document, and with all that its settings
        # hold: the environment of the whole build.
        node.document = page
    return paragraph


def _without_underline(message: str) -> str | None:
    """Return the text of a title, which the Locale transform underlines; ``None`` for others.

    The underline is twice as long as the text, so no translation can look like one by chance.
    """
    text, _, underline = message.rpartition("\n")
    return text if text and underline == "=" * len(text) * 2 else None


def _render_inline(text: str, into: nodes.TextElement, document: nodes.document) -> None:
    # The block parser, which is not asked, would have taken the outer white space away.
    _readers(document.settings.env).read_line(text.strip(), into, document)


def _readers(env: BuildEnvironment) -> Readers:
    build = domain.of(env)
    if build.readers is None:
        build.readers = Readers(env)
    return build.readers


def setup_part(app: Sphinx) -> None:
    """Take MyST's place as the parser of Markdown."""
    app.add_source_parser(PageOrMessageParser, override=True)
