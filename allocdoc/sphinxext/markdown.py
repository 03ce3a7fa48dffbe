"""MyST's parser of Markdown, set up twice a build: for all pages, and for all messages.

MyST sets one up for each page, with a document of docutils that it puts away again when there is
one already. For a message, which is a sentence, that is most of the work.

Invariant: the nodes are those of a parser that was set up anew.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.parsers.rst.languages import get_language
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from myst_parser.config.main import MdParserConfig
    from sphinx.environment import BuildEnvironment


class Renderer(SphinxRenderer):
    """MyST's renderer, which begins each document without making another."""

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Forget the document before; the new one is among the options."""
        document: nodes.document = options["document"]
        self.md_env, self.md_options, self.md_config = env, options, options["myst_config"]
        self.document = self.current_node = document
        self.reporter = document.reporter
        self.language_module_rst = cast(ModuleType, get_language(document.settings.language_code))
        self._heading_offset = 0
        self._level_to_section = {0: document}
        self._heading_slugs = {}


class Readers:
    """The two parsers of a build."""

    def __init__(self, env: BuildEnvironment) -> None:
        config: MdParserConfig = env.myst_config  # type: ignore[attr-defined] # MyST puts it there
        self.pages = create_md_parser(config, Renderer)
        self.messages = create_md_parser(config, Renderer)
        self.messages.disable("wordcount", ignoreInvalid=True)  # the words of a page are counted


def read_page(reader: MarkdownIt, text: str, page: nodes.document) -> None:
    """Fill a document with a page."""
    cast(dict[str, Any], reader.options)["document"] = page
    reader.render(text)


def begin(reader: MarkdownIt, document: nodes.document) -> Renderer:
    """Return the renderer, ready for text that stands in a document."""
    options = cast(dict[str, Any], reader.options)
    options["document"] = document
    renderer = cast(Renderer, reader.renderer)
    renderer.setup_render(options, {})
    return renderer
