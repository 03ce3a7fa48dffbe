"""The terms of a glossary, and which of them a text mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from allocdoc.catalogs.glossary.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Rendering:
    """A term in another language; ``preferred`` is shown, and is the first of ``accepted``."""

    preferred: str
    accepted: tuple[Phrase, ...]
    forbidden: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A term; ``name`` is the first of ``forms``, ``line`` that of its definition in the file."""

    name: str
    definition: str
    line: int
    forms: tuple[Phrase, ...]
    renderings: Mapping[str, Rendering]
    """By the code of the language, as folders are named."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms in the order of their file; ``by_initial`` finds them by their first character."""

    terms: tuple[Term, ...]
    by_initial: Mapping[str, tuple[tuple[Phrase, Term], ...]]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Glossary:
        """Collect terms."""
        terms = tuple(terms)
        index: dict[str, tuple[tuple[Phrase, Term], ...]] = {}
        for term in terms:
            for form in term.forms:
                index[form.initial] = (*index.get(form.initial, ()), (form, term))
        return cls(terms, index)

    def mentioned(self, text: Sequence[str]) -> list[Term]:
        """Return the terms in a text's words, each once; of one inside another, the longer.

        Takes time in proportion to the words, times the forms with the same first character.
        """
        found: dict[str, Term] = {}
        reach = 0
        for start, word in enumerate(text):
            here = [
                (start + len(form.parts), term)
                for form, term in self.by_initial.get(word[:1], ())
                if form.stands_at(text, start)
            ]
            end, term = max(here, key=itemgetter(0), default=(0, None))
            # What ends no later than something that began before it lies inside of that.
            if term and end > reach:
                found[term.name] = term
                reach = end
        return list(found.values())
