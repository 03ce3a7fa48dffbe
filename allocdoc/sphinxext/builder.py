"""Sphinx's builder of web pages, with less to do again for each page.

Invariant: a page has the bytes that Sphinx's own builder would have given it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from allocdoc.sphinxext.translator import PagesTranslator

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class _Body(str):
    """The text of a page. Sphinx describes all that an event gets for a log that is off."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} characters>"


class PagesBuilder(StandaloneHTMLBuilder):
    """Makes once what Sphinx makes for each page that shows it."""

    default_translator_class = PagesTranslator

    def init(self) -> None:
        """Begin with nothing made."""
        super().init()
        self._titles: dict[nodes.title, dict[str, str]] = {}
        self._tags: dict[tuple[str, str, Any], str] = {}

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Return the HTML of a node that is on no page.

        A title is on its own page and named on both its neighbours.
        """
        if not isinstance(node, nodes.title):
            return super().render_partial(node)
        if node not in self._titles:
            self._titles[node] = super().render_partial(node)
        return self._titles[node]

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """Return what is known of a page."""
        return super().get_doc_context(docname, _Body(body), metatags)

    def update_page_context(
        self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: Any
    ) -> None:
        """Let the tags of scripts and style sheets be the same for all pages of a folder."""
        super().update_page_context(pagename, templatename, ctx, event_arg)
        folder = self.get_target_uri(pagename).rpartition("/")[0]
        for name in ("css_tag", "js_tag"):
            ctx[name] = self._remembering(folder, name, ctx[name])

    def _remembering(
        self, folder: str, name: str, made: Callable[[Any], str]
    ) -> Callable[[Any], str]:
        def tag(asset: Any) -> str:
            key = folder, name, asset
            if key not in self._tags:
                self._tags[key] = made(asset)
            return self._tags[key]

        return tag


def setup_part(app: Sphinx) -> None:
    """Take the place of Sphinx's builder."""
    app.add_builder(PagesBuilder, override=True)
