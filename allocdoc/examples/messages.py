"""The messages of a project's listings: what translators get of the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from allocdoc.examples.comments import comments
from allocdoc.examples.listings import Listing
from allocdoc.examples.reading import read_text


def only_comments(
    listings: Iterable[Listing], source: Path, suffixes: Iterable[str]
) -> frozenset[str]:
    """Return the comments that stand nowhere in the text of the pages.

    A comment is plain text, so no rule of markup holds for its translation. Were it a sentence of
    a page as well, one message would be both, and the rules have to hold.

    Args:
        listings: The project's listings.
        source: The folder of the pages.
        suffixes: How the names of pages end.
    """
    codes = (code for listing in listings for code in _codes(listing))
    found = {one.text for language, code in codes for one in comments(code, language)}
    if not found:
        return frozenset()
    ends = tuple(suffixes)
    pages = (path for path in source.rglob("*") if path.name.endswith(ends) and path.is_file())
    text = " ".join(" ".join(page.read_text("utf-8", "replace").split()) for page in pages)
    return frozenset(one for one in found if one not in text)


def _codes(listing: Listing) -> Iterator[tuple[str, str]]:
    if listing.python:
        yield "python", listing.python.code
    if listing.rust:
        yield "rust", listing.rust.code
    if listing.historical:
        yield "rust", read_text(listing.historical, listing.historical.name)
