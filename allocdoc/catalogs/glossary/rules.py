"""The rules that hold translations to the glossary. What breaks them is used all the same.

They are rules of the gate in form, but need a glossary, and judge words where the gate judges
structure: `allocdoc check` runs them, no build does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocdoc.catalogs.gate.registry import Check, Problem, check
from allocdoc.catalogs.glossary.phrases import all_spans, is_inside
from allocdoc.catalogs.glossary.terms import Glossary, Rendering
from allocdoc.catalogs.glossary.words import prose, words


@dataclass(frozen=True, slots=True)
class Wording:
    """A translation, and what the glossary says of the terms that its source mentions.

    ``seen`` are the words of the translation, code aside; ``all_seen`` are all of them, for a
    word that is set as code is there all the same.
    """

    renderings: tuple[tuple[str, Rendering], ...]
    seen: tuple[str, ...]
    all_seen: tuple[str, ...]

    @classmethod
    def of(cls, glossary: Glossary, language: str, msgid: str, msgstr: str) -> Wording:
        """Find the terms of the source and the words of the translation."""
        mentioned = glossary.mentioned(words(prose(msgid)))
        renderings = (
            (term.name, term.renderings[language])
            for term in mentioned
            if language in term.renderings
        )
        seen, all_seen = words(prose(msgstr)), words(prose(msgstr, with_code=True))
        return cls(tuple(renderings), seen, all_seen)


@check("glossary.missing", warning=True)
def missing(wording: Wording) -> Iterator[Problem]:
    """The source mentions a term of the glossary, and the translation has none of its forms.

    Use the word that the glossary prefers. Where another one is just as right, or the word has a
    form that is not known yet, add it there: ``accepted = ["крейт*"]``. Code and the targets of
    links do not count, and of two terms in the same words only the longer one does. The message is
    used.

    Bad:
        msgid "A crate is a program or a library."
        msgstr "Это программа или библиотека."
    Good:
        msgid "A crate is a program or a library."
        msgstr "Крейт — это программа или библиотека."
    """
    for name, rendering in wording.renderings:
        if not all_spans(rendering.accepted, wording.all_seen):
            yield Problem(f'no word for "{name}"', want=rendering.preferred)


@check("glossary.forbidden", warning=True)
def forbidden(wording: Wording) -> Iterator[Problem]:
    """A translation has a word that the glossary forbids for a term which the source mentions.

    A forbidden word inside an accepted phrase is let be, and so is one where the source does not
    mention the term. The message is used.

    Bad:
        msgid "Link this crate with that crate."
        msgstr "Скомпонуйте этот крейт с тем контейнером."
    Good:
        msgid "Link this crate with that crate."
        msgstr "Скомпонуйте этот крейт с тем крейтом."
    """
    accepted = [phrase for _, rendering in wording.renderings for phrase in rendering.accepted]
    allowed = all_spans(accepted, wording.seen)
    for name, rendering in wording.renderings:
        for phrase in rendering.forbidden:
            if not all(is_inside(span, allowed) for span in phrase.spans(wording.seen)):
                yield Problem(f'not the word for "{name}"', phrase.shown, rendering.preferred)


GLOSSARY_CHECKS: tuple[Check[Wording], ...] = (missing, forbidden)
