"""Sphinx's translator of pages to HTML, with less to do for each node.

Invariant: what is written is what Sphinx's own translator writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Node, SkipNode
from sphinx.writers.html5 import HTML5Translator

from allocdoc.sphinxext.visits import Departures, Visits, walkabout

if TYPE_CHECKING:
    from sphinx.builders import Builder


class PagesTranslator(HTML5Translator):
    """Goes through a document itself, as docutils describes each step for a log that is off."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        # docutils looks for its own style sheets on the disk; Sphinx uses none of them.
        document.settings.stylesheet_path = ""
        super().__init__(document, builder)
        self._visits = Visits(self, of_bases=True)
        self._departures = Departures(self, of_bases=True)

    def dispatch_visit(self, node: Node) -> None:
        """Visit a node, and all that is in it if it is a document."""
        if not isinstance(node, nodes.document):
            self._visits[type(node)](node)
            return
        walkabout(node, self._visits, self._departures)
        raise SkipNode

    def dispatch_departure(self, node: Node) -> None:
        """Depart from a node."""
        self._departures[type(node)](node)

    def starttag(
        self, node: Any, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any
    ) -> str:
        """Write a tag; most have no attributes, for which docutils looks at length."""
        if attributes or empty or node.get("ids") or node.get("classes"):
            return super().starttag(node, tagname, suffix, empty, **attributes)
        return f"<{tagname.lower()}>{suffix}"

    def encode(self, text: Any) -> str:
        """Escape what is special in HTML: docutils looks at each sign, this at no other."""
        encoded = str(text)
        for sign, reference in self.special_characters.items():  # the ampersand is the first
            encoded = encoded.replace(chr(sign), reference)
        return encoded
