"""Break a text into lines of so many columns, in any script.

Invariant: no line is empty, none holds a line break, and the lines' characters other than the
spaces at the breaks are those of the text, in order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_NO_START = frozenset(
    ")]}>,.;:!?%'\"’”»…‥、。，．・：；？！）］｝〕〉》」』】〙〗〟｠％‰℃°"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "ーｰ々〻ヽヾゝゞ゛゜–—〜～"
)
"""What no line begins with: closing punctuation, small kana, marks of repetition (JIS X 4051)."""

_NO_END = frozenset("([{<'\"‘“«（［｛〔〈《「『【〘〖〝｟＄￥£$¥#＃@")
"""What no line ends with: opening brackets and quotes, signs before a number."""

_PAUSE = frozenset(".,;:!?…、。，．：；！？」』）)")
"""After these a line ends well."""

_Cost = tuple[int, int, int]
"""Lines; lines that break off within a sentence; the sum of the squares of the lines' columns."""

_UNBROKEN = ("HANGUL",)
"""Wide scripts that put spaces between their words."""


def columns(text: str) -> int:
    """Return how wide a text is: East Asian wide characters take two, combining marks none."""
    return sum(map(_width, text))


def wrap(text: str, width: int) -> list[str]:
    """Break a text at its spaces, and between Chinese and Japanese characters.

    Of all ways with as few lines as possible, one is taken that breaks most often after
    punctuation, and then the one whose lines are most alike: no single character is left for the
    last line. This is Knuth and Plass's way of breaking a paragraph, with a simpler cost.

    Args:
        text: One paragraph; runs of spaces count as one.
        width: The columns of a line. A word that is wider still gets a line of its own.
    """
    pieces = list(_pieces(text))
    # For each number of pieces: the least cost of setting so many, and where the last line begins.
    best: list[tuple[_Cost, int]] = [((0, 0, 0), 0)]
    for end in range(1, len(pieces) + 1):
        ways = _last_lines(pieces, end, width, best)
        best.append(min(ways, key=lambda way: (way[0], -way[1])))
    lines: list[str] = []
    end = len(pieces)
    while end:
        start = best[end][1]
        lines.insert(0, _line(pieces[start:end]))
        end = start
    return lines


def _last_lines(
    pieces: list[tuple[str, bool]], end: int, width: int, best: list[tuple[_Cost, int]]
) -> Iterator[tuple[_Cost, int]]:
    """Yield the cost of each line that may end at a piece, and where that line begins."""
    room = 0
    interrupts = end < len(pieces) and pieces[end - 1][0][-1] not in _PAUSE
    for start in range(end - 1, -1, -1):
        piece, spaced = pieces[start]
        room += columns(piece)
        if room > width and start < end - 1:
            return
        lines, interrupted, squares = best[start][0]
        yield (lines + 1, interrupted + interrupts, squares + room * room), start
        room += spaced


def _line(pieces: list[tuple[str, bool]]) -> str:
    return "".join(" " * spaced + piece for piece, spaced in pieces).lstrip(" ")


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what is never broken, and whether a space stands before it."""
    for word in filter(None, text.split(" ")):
        start = 0
        for place in range(1, len(word)):
            if _may_break(word, place):
                yield word[start:place], start == 0
                start = place
        yield word[start:], start == 0


def _may_break(word: str, place: int) -> bool:
    before, after = word[place - 1], word[place]
    if after in _NO_START or before in _NO_END or not _width(after):
        return False
    return _is_ideographic(before) or _is_ideographic(after)


def _is_ideographic(character: str) -> bool:
    """Tell whether lines may break at this character though there is no space."""
    wide = unicodedata.east_asian_width(character) in "WF"
    return wide and not unicodedata.name(character, "").startswith(_UNBROKEN)


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
