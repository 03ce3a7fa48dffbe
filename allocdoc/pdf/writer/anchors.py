"""The names of the places that links lead to: ``page:id``, one a node."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx import addnodes


class Anchors:
    """All places of a book.

    A node with several ids has one label, made of the first. The same id may stand on several
    pages, so the page's name is part of it.
    """

    def __init__(self, document: nodes.document) -> None:
        self._names: dict[tuple[str, str], str] = {}
        self._starts: dict[str, str] = {}
        self._docnames: dict[int, str] = {}
        self._learn(document, str(document.get("docname", "")))

    def _learn(self, node: Element, docname: str) -> None:
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
        self._docnames[id(node)] = docname
        for identifier in node["ids"]:
            self._names.setdefault((docname, identifier), f"{docname}:{node['ids'][0]}")
        if node["ids"]:
            self._starts.setdefault(docname, f"{docname}:{node['ids'][0]}")
        for child in node.children:
            if isinstance(child, Element):
                self._learn(child, docname)

    def docname(self, node: Node | None) -> str:
        """Return the page that a node stands on."""
        while node is not None and id(node) not in self._docnames:
            node = node.parent
        return self._docnames[id(node)] if node is not None else ""

    def name(self, node: Element) -> str:
        """Return the name of a node's place; empty where it has no id."""
        return f"{self.docname(node)}:{node['ids'][0]}" if node["ids"] else ""

    def find(self, docname: str, identifier: str = "") -> str:
        """Return the name of the place of an id, or of a page's start; empty if there is none."""
        if not identifier:
            return self._starts.get(docname, "")
        return self._names.get((docname, identifier), "")
