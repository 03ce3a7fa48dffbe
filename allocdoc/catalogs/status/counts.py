"""Numbers of messages that exclude each other, and the words that are left to translate.

Invariant: the four counts of `Counts` sum to ``total``, and adding two keeps that.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass

_WITHOUT_SPACES = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_WITHOUT_SPACES}]|[^\s{_WITHOUT_SPACES}]+")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many messages are in which state; ``words_left`` are those of all but the translated."""

    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    refused: int = 0
    words_left: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def total(self) -> int:
        """All messages."""
        return self.translated + self.fuzzy + self.untranslated + self.refused

    @property
    def percent(self) -> int:
        """The translated ones in percent, rounded down: 100 means that nothing is left."""
        return 100 * self.translated // self.total if self.total else 100

    def is_under(self, percent: int) -> bool:
        """Tell whether less than so many percent is translated."""
        return 100 * self.translated < percent * self.total


def words(text: str) -> int:
    """Return the number of words as a translator is paid for them.

    Words stand between white space; Han characters and kana count one by one.

    >>> words("Ask `malloc` for memory."), words("内存 block")
    (4, 3)
    """
    return len(_WORD.findall(text))
