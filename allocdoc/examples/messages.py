"""The messages of a project's listings: what translators get of the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allocdoc.examples.comments import comments
from allocdoc.examples.listings import Listing
from allocdoc.examples.reading import read_text


def comment_messages(listings: Iterable[Listing]) -> frozenset[str]:
    """Return every comment of every listing, each once."""
    codes = (code for listing in listings for code in _codes(listing))
    return frozenset(found.text for language, code in codes for found in comments(code, language))


def _codes(listing: Listing) -> Iterator[tuple[str, str]]:
    if listing.python:
        yield "python", listing.python.code
    if listing.rust:
        yield "rust", listing.rust.code
    if listing.historical:
        yield "rust", read_text(listing.historical, listing.historical.name)
