"""The rules for the catalog of our own interface, ``allocdoc/locale``: plain text with formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from allocdoc.catalogs.gate.registry import Check, Problem, check
from allocdoc.catalogs.gate.text import Translation

_FORMAT = re.compile(
    r"%(?:\([^()%]{0,100}\))?[#0+-]{0,4}\d{0,4}(?:\.\d{1,4})?[diouxXeEfFgGcrsa%]"
    r"|\{[A-Za-z0-9_.!:]{0,60}\}"
)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,500}>?")


def _difference(pattern: re.Pattern[str], translation: Translation, what: str) -> Iterator[Problem]:
    want, got = (Counter(pattern.findall(t)) for t in (translation.msgid, translation.msgstr))
    if want != got:
        gained, lost = sorted((got - want).elements()), sorted((want - got).elements())
        yield Problem(what, " ".join(gained) or "nothing", " ".join(lost) or "nothing")


@check("interface.format")
def placeholders(translation: Translation) -> Iterator[Problem]:
    """A place for a value was lost, added or renamed, in a string of the interface.

    Bad:
        msgid "%(count)s pages"
        msgstr "страниц: %(число)s"
    Good:
        msgid "%(count)s pages"
        msgstr "страниц: %(count)s"
    """
    yield from _difference(_FORMAT, translation, "the places for values changed")


@check("interface.html")
def tags(translation: Translation) -> Iterator[Problem]:
    """HTML changed, in a string of the interface.

    Bad:
        msgid "Output"
        msgstr "<b>Вывод</b>"
    Good:
        msgid "Output"
        msgstr "Вывод"
    """
    yield from _difference(_TAG, translation, "the HTML changed")


@dataclass(frozen=True, slots=True)
class Forms:
    """The plural forms of an entry, and those that the header promises (empty for no promise)."""

    found: int
    promised: str


@check("interface.plural")
def forms(subject: Forms) -> Iterator[Problem]:
    """An entry has more or fewer plural forms than its language.

    Bad:
        msgid "%(n)s page"
        msgid_plural "%(n)s pages"
        msgstr[0] "%(n)s страница"
    Good:
        msgid "%(n)s page"
        msgid_plural "%(n)s pages"
        msgstr[0] "%(n)s страница"
        msgstr[1] "%(n)s страницы"
        msgstr[2] "%(n)s страниц"
    """
    if str(subject.found) != subject.promised:
        want = subject.promised or "Plural-Forms in the header"
        yield Problem("the number of plural forms", str(subject.found), want)


def source_of(form: str, singular: str, plural: str) -> str:
    """Return the msgid that a plural form translates: the one with the same places for values."""
    wanted = Counter(_FORMAT.findall(form))
    return singular if Counter(_FORMAT.findall(singular)) == wanted else plural


INTERFACE_CHECKS: tuple[Check[Translation], ...] = (placeholders, tags)
