"""Sphinx's translator of pages to HTML, with less to do for each node.

Invariant: what is written is what Sphinx's own translator writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Node, SkipChildren, SkipDeparture, SkipNode, SkipSiblings
from sphinx.writers.html5 import HTML5Translator

if TYPE_CHECKING:
    from sphinx.builders import Builder

_Method = Callable[[Node], None]


class _Methods(dict[type[Node], _Method]):
    """What a translator does at nodes of a class, looked for at the first of them."""

    def __init__(self, translator: HTML5Translator, verb: str, unknown: _Method) -> None:
        super().__init__()
        self._translator, self._verb, self._unknown = translator, verb, unknown

    def __missing__(self, kind: type[Node]) -> _Method:
        names = (f"{self._verb}_{one.__name__}" for one in kind.__mro__)
        methods = (getattr(self._translator, name, None) for name in names)
        self[kind] = method = next(filter(None, methods), self._unknown)
        return method


class PagesTranslator(HTML5Translator):
    """Goes through a document itself, as docutils describes each step for a log that is off."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        # docutils looks for its own style sheets on the disk; Sphinx uses none of them.
        document.settings.stylesheet_path = ""
        super().__init__(document, builder)
        self._visits = _Methods(self, "visit", self.unknown_visit)
        self._departures = _Methods(self, "depart", self.unknown_departure)

    def dispatch_visit(self, node: Node) -> None:
        """Visit a node, and all that is in it if it is a document."""
        if not isinstance(node, nodes.document):
            self._visits[type(node)](node)
            return
        self._write(node)
        raise SkipNode

    def dispatch_departure(self, node: Node) -> None:
        """Depart from a node."""
        self._departures[type(node)](node)

    def _write(self, node: Node) -> None:
        """Do what `Node.walkabout` does."""
        kind, is_open, is_closed = type(node), True, True
        try:
            self._visits[kind](node)
        except SkipNode:
            return
        except SkipChildren:
            is_open = False
        except SkipDeparture:
            is_closed = False
        try:
            for child in node.children[:] if is_open else ():
                self._write(child)
        except SkipSiblings:
            pass
        if is_closed:
            self._departures[kind](node)

    def encode(self, text: Any) -> str:
        """Escape what is special in HTML: docutils looks at each sign, this at no other."""
        encoded = str(text)
        for sign, reference in self.special_characters.items():  # the ampersand is the first
            encoded = encoded.replace(chr(sign), reference)
        return encoded
