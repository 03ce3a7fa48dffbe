"""How wide the columns of a table are, where its author has not said so.

Typst gives each column that does not fit the same share. Here a column that is short gets what it
needs, and the others share the rest by how much they have to say, but never less than their
longest word. Widths are counted in letters of the Latin alphabet; Han characters and kana take two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

MEASURE, SMALL_MEASURE = 90, 104
"""So many letters go into a line between the margins of A4, in the two sizes of tables."""
MANY = 6
"""A table of so many columns is set in the smaller size."""
PADDING = 2
"""What the space around a cell takes of it."""

_BREAKS = re.compile(r"\s+|(?<=[a-z]_)|(?<=::)|(?<=[/.,=&?(-])")
"""Where a line may break: in code after the signs that `code-inline` lets it break after."""
_WIDE = ("W", "F")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds.

    Attributes:
        line: The width of its widest cell in one line.
        word: The width of its widest word.
        heading: The width of its widest heading in one line; it may as well stand in several.
    """

    line: int
    word: int
    heading: int = 0

    @classmethod
    def of(cls, cells: Sequence[str], headings: Sequence[str] = ()) -> Column:
        """Measure the texts of a column's cells and of its headings."""
        words = max(
            (width(word) for text in (*cells, *headings) for word in _words(text)), default=1
        )
        lines = max((width(line) for cell in cells for line in cell.splitlines()), default=1)
        return cls(max(lines, words), words, max(map(width, headings), default=0))


def width(text: str) -> int:
    """Return how many letters of the Latin alphabet a text is as wide as."""
    return sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text)


def _words(text: str) -> Iterator[str]:
    for word in _BREAKS.split(text):
        # Between Han characters a line may break anywhere.
        yield from re.findall(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\u2e80-\uffef]+", word)


def shares(columns: Sequence[Column]) -> list[int | None]:
    """Return the share of each column; ``None`` for one that gets the width of its widest line."""
    measure = MEASURE if len(columns) < MANY else SMALL_MEASURE
    left = measure - PADDING * len(columns)
    if sum(max(column.line, column.heading) for column in columns) <= left:
        return [None] * len(columns)
    found: dict[int, int | None] = {}
    # From the shortest: what one does not need of its share is there for the others.
    order = sorted(range(len(columns)), key=lambda number: columns[number].line)
    for done, number in enumerate(order):
        column = columns[number]
        if column.line <= left / (len(columns) - done):
            fits = column.heading <= column.line
            found[number] = None if fits else 10 * (column.line + PADDING)
            left -= column.line
        else:
            rest = order[done:]
            found |= dict(zip(rest, _parted([columns[one] for one in rest], left), strict=True))
            break
    return [found[number] for number in range(len(columns))]


def _parted(columns: Sequence[Column], left: float) -> list[int]:
    """Part what is left by the root of what each has to say; long words come first."""
    total = sum(sqrt(column.line) for column in columns)
    wanted = [max(column.word, left * sqrt(column.line) / total) for column in columns]
    return [round(10 * one) + 10 * PADDING for one in wanted]
