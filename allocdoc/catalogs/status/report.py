"""The status as a table for a terminal, and as JSON for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from allocdoc.catalogs.status.counts import Counts
from allocdoc.catalogs.status.survey import LanguageStatus
from allocdoc.settings import Language

VERSION = 1
"""Of the JSON; it grows when a key changes its meaning or goes, not when one is added."""

_HEADINGS = ("", "done", "translated", "fuzzy", "untranslated", "refused", "words left")


def as_json(languages: Iterable[LanguageStatus], source: Language) -> str:
    """Return the status as JSON; keys and their order are stable."""
    content = {
        "version": VERSION,
        "source_language": source.code,
        "languages": [
            {
                "code": one.language.code,
                "name": one.language.name,
                **_numbers(one.counts),
                "catalogs": [
                    {"domain": catalog.domain, "path": catalog.path, **_numbers(catalog.counts)}
                    for catalog in one.catalogs
                ],
            }
            for one in languages
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _numbers(counts: Counts) -> dict[str, int]:
    return {
        "percent": counts.percent,
        "total": counts.total,
        "translated": counts.translated,
        "fuzzy": counts.fuzzy,
        "untranslated": counts.untranslated,
        "refused": counts.refused,
        "words_left": counts.words_left,
    }


def as_text(languages: Sequence[LanguageStatus]) -> Iterator[str]:
    """Yield the lines of a table: a block a language, its sum first, then its catalogs."""
    blocks = [list(_block(one)) for one in languages]
    rows = [_HEADINGS, *(row for block in blocks for row in block)]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    yield _line(_HEADINGS, widths)
    for block in blocks:
        yield ""
        yield from (_line(row, widths) for row in block)


def _block(one: LanguageStatus) -> Iterator[tuple[str, ...]]:
    yield _row(f"{one.language.name} ({one.language.code})", one.counts)
    for catalog in one.catalogs:
        yield _row(f"  {catalog.domain}", catalog.counts)


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    numbers = (
        *(counts.translated, counts.fuzzy, counts.untranslated),
        *(counts.refused, counts.words_left),
    )
    return (name, f"{counts.percent} %", *map(str, numbers))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers = row
    first = name + " " * (widths[0] - columns(name))
    return "  ".join([first, *(f"{n:>{w}}" for n, w in zip(numbers, widths[1:], strict=True))])


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters take two.

    >>> columns("日本語 (ja)")
    11
    """
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
