"""MyST's parser of Markdown, set up twice a build: for all pages, and for all messages.

MyST sets one up for each page, with a document of docutils that it puts away again when there is
one already. For a message, which is a sentence, that is most of the work.

Invariant: the nodes are those of a parser that was set up anew, but for the names of formulas that
have none: MyST makes them up at random, so that no two builds are the same.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from posixpath import dirname
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.parsers.rst.languages import get_language
from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.warnings_ import MystWarnings, create_warning

from allocdoc.sphinxext import ahead, domain, tree

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode
    from myst_parser.config.main import MdParserConfig
    from sphinx.environment import BuildEnvironment


class Renderer(SphinxRenderer):
    """MyST's renderer, which begins each document without making another."""

    def __init__(self, parser: MarkdownIt) -> None:
        super().__init__(parser)
        self._links: dict[tuple[object, ...], tuple[nodes.Element, bool, list[str], str]] = {}

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
        self._formulas = 0

    def render_line(self, tokens: list[Token], node: nodes.Element) -> None:
        """Fill a node with what a line of text was cut into; this changes the tokens."""
        with self.current_node_context(node):
            self._render_tokens(tokens)

    def render_link_unknown(self, token: SyntaxTreeNode) -> None:
        """Make a link to a page as the last such link was made; MyST asks the disk each time."""
        known = self._links.get(self._link(token))
        if known is None:
            super().render_link_unknown(token)
            return
        last, explicit, classes, path = known
        node = last.copy()
        node["refdoc"] = self.document.settings.env.docname
        super()._process_wrap_node(node, token, explicit, classes, path)

    def _process_wrap_node(
        self,
        wrap_node: nodes.Element,
        token: SyntaxTreeNode,
        explicit: bool,
        classes: list[str],
        path_dest: str,
    ) -> None:
        if wrap_node.get("refdomain") == "doc":
            self._links[self._link(token)] = wrap_node.copy(), explicit, classes, path_dest
        super()._process_wrap_node(wrap_node, token, explicit, classes, path_dest)

    def _link(self, token: SyntaxTreeNode) -> tuple[object, ...]:
        """Return what decides which page a link leads to, and how."""
        folder = dirname(self.document.settings.env.docname)
        return folder, self.md_env.get("relative-docs"), token.attrGet("href"), bool(token.children)

    def _random_label(self) -> str:
        """Name a formula by its page and its place there."""
        self._formulas += 1
        return f"{self.document.settings.env.docname}:{self._formulas}"


class Readers:
    """The two parsers of a build."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._config: MdParserConfig = env.myst_config  # type: ignore[attr-defined] # MyST's
        self._pages = create_md_parser(self._config, Renderer)
        self.messages = create_md_parser(self._config, Renderer)
        self._ahead = ahead.inherited(self._config)
        gate = domain.of(env).run.reader
        self._lines = gate.tokens if gate and gate.config == self._config else None
        self.messages.disable("wordcount", ignoreInvalid=True)  # the words of a page are counted

    def read_page(self, text: str, page: nodes.document) -> None:
        """Fill a document with a page, which may begin with settings of its own for MyST."""
        try:
            own = read_topmatter(text)
        except TopmatterReadError:
            own = None  # the renderer finds out, too, and says so
        config, reader = self._with(own, page) if own else (self._config, self._pages)
        tokens, env = self._ahead.take(text, config) or ahead.parse(reader, text)
        page.__class__ = tree.document
        cast(dict[str, Any], reader.options)["document"] = page
        reader.renderer.render(tokens, reader.options, env)

    def read_line(self, text: str, node: nodes.Element, document: nodes.document) -> None:
        """Fill a node with inline text, which may be what the gate has cut into tokens already."""
        renderer = begin(self.messages, document)
        tokens = self._lines.pop(text, None) if self._lines else None  # rendering changes them
        renderer.render_line(tokens or self.messages.parseInline(text, renderer.md_env), node)

    def _with(self, own: dict[str, Any], page: nodes.document) -> tuple[MdParserConfig, MarkdownIt]:
        def warn(kind: MystWarnings, message: str) -> None:
            create_warning(page, message, kind, line=1, append_to=page)

        config = merge_file_level(self._config, own, warn)
        return config, create_md_parser(config, Renderer)


def begin(reader: MarkdownIt, document: nodes.document) -> Renderer:
    """Return the renderer, ready for text that stands in a document."""
    options = cast(dict[str, Any], reader.options)
    options["document"] = document
    renderer = cast(Renderer, reader.renderer)
    renderer.setup_render(options, {})
    return renderer
