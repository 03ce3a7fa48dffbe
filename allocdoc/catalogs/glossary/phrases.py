"""A phrase to look for: words, of which some are stems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from allocdoc.catalogs.glossary.words import STOP, words

STEM = "*"
"""At the end of a word it stands for any ending, and for none."""

Span = tuple[int, int]
"""The places of the first word and of the one after the last."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One or more words in a row; ``parts`` are the words, and whether each is a stem."""

    text: str
    parts: tuple[tuple[str, bool], ...]

    @classmethod
    def of(cls, text: str) -> Phrase:
        """Read a phrase as it stands in a glossary.

        Raises:
            ValueError: There is no word in it, or a ``*`` that ends no word.

        >>> Phrase.of("списк* блоков").spans(["пустые", "списки", "блоков"])
        [(1, 3)]
        """
        parts = tuple(chain.from_iterable(_parts(word) for word in text.split()))
        # A full stop or a bracket at either end tells nothing; inside (I/O) it has to be there.
        inner = [place for place, (word, _) in enumerate(parts) if word != STOP]
        if not inner:
            raise ValueError("no word")
        return cls(text, parts[inner[0] : inner[-1] + 1])

    @property
    def shown(self) -> str:
        """The phrase for readers, its open endings as dots."""
        return self.text.replace(STEM, "…")

    @property
    def initial(self) -> str:
        """The character that each occurrence begins with."""
        return self.parts[0][0][0]

    def stands_at(self, text: Sequence[str], start: int) -> bool:
        """Tell whether a text has this phrase at one of its words."""
        found = text[start : start + len(self.parts)]
        return len(found) == len(self.parts) and all(
            word == part or (is_stem and word.startswith(part))
            for word, (part, is_stem) in zip(found, self.parts, strict=True)
        )

    def spans(self, text: Sequence[str]) -> list[Span]:
        """Return where a text has this phrase."""
        starts = (start for start in range(len(text)) if self.stands_at(text, start))
        return [(start, start + len(self.parts)) for start in starts]


def _parts(word: str) -> Iterator[tuple[str, bool]]:
    base = word.removesuffix(STEM)
    found = words(base)
    if STEM in base or not found or (base != word and found[-1] == STOP):
        raise ValueError(f"a {STEM} that ends no word")
    yield from ((one, False) for one in found[:-1])
    yield found[-1], base != word


def all_spans(phrases: Iterable[Phrase], text: Sequence[str]) -> list[Span]:
    """Return where a text has any of the phrases."""
    return [span for phrase in phrases for span in phrase.spans(text)]


def is_inside(span: Span, others: Iterable[Span]) -> bool:
    """Tell whether a span lies in one of the others, or is one of them."""
    return any(first <= span[0] and span[1] <= last for first, last in others)
