"""Sphinx's builder of web pages, with less to do again for each page.

Invariant: a page has the bytes that Sphinx's own builder would have given it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from allocdoc.sphinxext.translator import PagesTranslator

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class PagesBuilder(StandaloneHTMLBuilder):
    """Renders each title once; Sphinx does for the page itself and for both its neighbours."""

    default_translator_class = PagesTranslator

    def init(self) -> None:
        """Begin with no title."""
        super().init()
        self._titles: dict[nodes.title, dict[str, str]] = {}

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Return the HTML of a node that is on no page."""
        if not isinstance(node, nodes.title):
            return super().render_partial(node)
        if node not in self._titles:
            self._titles[node] = super().render_partial(node)
        return self._titles[node]


def _without_sheets(app: Sphinx, *_: Any) -> None:
    # docutils looks for its own style sheets on the disk for each page; Sphinx uses none of them.
    app.env.settings["stylesheet_path"] = ""


def setup_part(app: Sphinx) -> None:
    """Take the place of Sphinx's builder."""
    app.add_builder(PagesBuilder, override=True)
    app.connect("builder-inited", _without_sheets)
