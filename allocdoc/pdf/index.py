"""The index at the end of a book, with the numbers of pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sphinx.environment.adapters.indexentries import IndexEntries

from allocdoc.pdf.source import string, value

if TYPE_CHECKING:
    from allocdoc.pdf.builder import TypstBuilder
    from allocdoc.pdf.writer import TypstTranslator

Link = tuple[str, str]
"""Whether an entry is a main one, and the address of its place."""


def index_of(builder: TypstBuilder, title: str, text: TypstTranslator) -> str:
    """Return the code of the index of the book that was written last; empty if it has no entry.

    Args:
        builder: The builder.
        title: The heading.
        text: The book's text, which knows the places.
    """
    groups: dict[str, list[str]] = {}
    for letter, entries in IndexEntries(builder.env).create_index(builder):
        # Each Han character would be a group, most of them of one entry.
        heading = letter if unicodedata.east_asian_width(letter[0]) not in "WF" else ""
        if lines := list(_entries(entries, text)):
            groups.setdefault(heading, []).extend(lines)
    if not groups:
        return ""
    code = [f"index-section({string(title)}, {{"]
    for letter, lines in groups.items():
        code += [f" index-group({string(letter)}, {{", *(f"  {line}" for line in lines), " })"]
    return "\n".join([*code, "})", ""])


def _entries(entries: Sequence[Any], text: TypstTranslator) -> Iterator[str]:
    for name, (links, subentries, _category) in entries:
        below = [
            (subname, labels)
            for subname, sublinks in subentries
            if (labels := _labels(sublinks, text))
        ]
        labels = _labels(links, text)
        if labels or below:
            yield f"index-entry({string(name)}, {value(labels)})"
        for subname, sublabels in below:
            yield f"index-entry({string(subname)}, {value(sublabels)}, below: true)"


def _labels(links: Sequence[Link], text: TypstTranslator) -> list[str]:
    """Return the labels of those places that are in the book."""
    places = (address.removeprefix("%").partition("#") for _main, address in links)
    names = (text.anchors.find(docname, identifier) for docname, _sep, identifier in places)
    return [name for name in names if name in text.placed]
