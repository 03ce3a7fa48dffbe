"""What of a page does not belong into a book, and what a book takes from a page."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from docutils import nodes
from docutils.nodes import Element

_ITEMS = (nodes.list_item, nodes.definition_list_item)


def prune(doctree: nodes.document, absent: Collection[str]) -> None:
    """Take out of a page what leads nowhere in a book, and what would break it.

    Args:
        doctree: The page, resolved.
        absent: The addresses, as this page would write them, of pages that the book leaves out.
    """
    for note in list(doctree.findall(nodes.container)):
        if "allocdoc-translation" in note["classes"]:
            _without_forge(note)
    for reference in list(doctree.findall(nodes.reference)):
        if reference.get("refuri", "").partition("#")[0] in absent:
            _unlink(reference)
    _make_ids_unique(doctree)


def _without_forge(note: nodes.container) -> None:
    """Leave how far a translation is, but not where it can be edited."""
    for span in list(note.children):
        for reference in span.findall(nodes.reference):
            if not reference.get("internal"):
                note.remove(span)
                break
    if not note.children:
        note.parent.remove(note)


def _unlink(reference: nodes.reference) -> None:
    """Remove the item of a list that is there for a link alone; elsewhere keep its words."""
    if item := _entry(reference):
        above = item.parent
        above.remove(item)
        if not above.children:
            above.parent.remove(above)
        return
    place = reference.parent.index(reference)
    reference.parent[place : place + 1] = reference.children


def _entry(reference: nodes.reference) -> Element | None:
    """Return the list item whose first line is nothing but this link."""
    line = reference.parent
    if len(line) == 1 and isinstance(line.parent, _ITEMS) and line.parent.index(line) == 0:
        return line.parent
    return None


def _make_ids_unique(doctree: nodes.document) -> None:
    """Keep the first of equal ids: browsers forgive the others, books may not have them."""
    seen: set[str] = set()
    for node in doctree.findall(Element):
        if ids := node.get("ids"):
            node["ids"] = [one for one in dict.fromkeys(ids) if one not in seen]
            seen.update(ids)


def toctree_level(reference: nodes.reference) -> int:
    """Return how deep an entry of the contents is, counted from 1; 0 where it is none."""
    levels = _levels(reference.parent["classes"])
    return next(levels, 0)


def _levels(classes: Collection[str]) -> Iterator[int]:
    for name in classes:
        number = name.removeprefix("toctree-l")
        if number != name and number.isdecimal():
            yield int(number)


def first_paragraph(doctree: nodes.document) -> str:
    """Return the text of the first paragraph: what a book is about, in its own words."""
    paragraph = next(doctree.findall(nodes.paragraph), None)
    return " ".join(paragraph.astext().split()) if paragraph is not None else doctree.astext()
