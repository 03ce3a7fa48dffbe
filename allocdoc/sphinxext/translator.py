"""Sphinx's translator of pages to HTML, with less to look up for each node.

Invariant: what is written is what Sphinx's own translator writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Node
from sphinx.writers.html5 import HTML5Translator

if TYPE_CHECKING:
    from sphinx.builders import Builder

_Handler = Callable[[Node], None]


class PagesTranslator(HTML5Translator):
    """Knows after the first node of a class what to do with all others of it."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self._visits: dict[type[Node], _Handler] = {}
        self._departures: dict[type[Node], _Handler] = {}

    def dispatch_visit(self, node: Node) -> None:
        """Visit a node by the method of its class, or of the next class above it."""
        kind = type(node)
        if kind not in self._visits:
            self._visits[kind] = self._method("visit", kind, super().dispatch_visit)
        self._visits[kind](node)

    def dispatch_departure(self, node: Node) -> None:
        """Depart from a node by the method of its class, or of the next class above it."""
        kind = type(node)
        if kind not in self._departures:
            self._departures[kind] = self._method("depart", kind, super().dispatch_departure)
        self._departures[kind](node)

    def _method(self, verb: str, kind: type[Node], otherwise: _Handler) -> _Handler:
        methods = (getattr(self, f"{verb}_{one.__name__}", None) for one in kind.__mro__)
        return next(filter(None, methods), otherwise)

    def encode(self, text: Any) -> str:
        """Escape what is special in HTML: docutils looks at each character, this at none."""
        text = str(text)
        for sign, reference in self.special_characters.items():  # the ampersand is the first
            text = text.replace(chr(sign), reference)
        return text
