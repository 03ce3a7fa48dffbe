"""Break a text into lines of so many columns, in any script.

Invariant: no line is empty, none holds a line break, and the lines' characters other than the
spaces at the breaks are those of the text, in order.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

_NO_START = frozenset(
    ")]}>,.;:!?%'\"’”»…‥、。，．・：；？！）］｝〕〉》」』】〙〗〟｠％‰℃°"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "ーｰ々〻ヽヾゝゞ゛゜–—〜～"
)
"""What no line begins with: closing punctuation, small kana, marks of repetition (JIS X 4051)."""

_NO_END = frozenset("([{<'\"‘“«（［｛〔〈《「『【〘〖〝｟＄￥£$¥#＃@")
"""What no line ends with: opening brackets and quotes, signs before a number."""

_UNBROKEN = ("HANGUL",)
"""Wide scripts that put spaces between their words."""


def columns(text: str) -> int:
    """Return how wide a text is: East Asian wide characters take two, combining marks none."""
    return sum(map(_width, text))


def wrap(text: str, width: int) -> list[str]:
    """Break a text at its spaces, and between Chinese and Japanese characters.

    The lines are of about the same length: of all widths that need as few lines, the smallest is
    taken, so that no single character is left for the last one.

    Args:
        text: One paragraph; runs of spaces count as one.
        width: The columns of a line. A word that is wider still gets a line of its own.
    """
    fewest = len(_fill(text, width))
    narrowest = bisect_left(range(1, width), -fewest, key=lambda room: -len(_fill(text, room)))
    return _fill(text, narrowest + 1)


def _fill(text: str, width: int) -> list[str]:
    """Put as much into each line as fits, one after the other."""
    lines: list[str] = []
    line = ""
    for piece, spaced in _pieces(text):
        joined = f"{line} {piece}" if spaced and line else line + piece
        if line and columns(joined) > width:
            lines.append(line)
            line = piece
        else:
            line = joined
    return [*lines, line] if line else lines


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what is never broken, and whether a space stands before it."""
    for word in re.split(" +", text.strip(" ")):
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
