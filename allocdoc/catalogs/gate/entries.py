"""The rules for the entries of a catalog as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocdoc.catalogs.gate.registry import Check, Problem, check
from allocdoc.catalogs.gate.syntax import Entry, Parsed


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a catalog that are in use, all there are, and how many there may be."""

    current: tuple[Entry, ...]
    every: tuple[Entry, ...]
    limit: int


def entries_of(parsed: Parsed, limit: int) -> Entries:
    """Collect what the rules of this module look at."""
    return Entries(tuple(parsed.current), parsed.entries, limit)


@check("po.duplicate")
def duplicate(entries: Entries) -> Iterator[Problem]:
    """A msgid is there twice.

    Which of the two a reader gets would depend on the tool that compiles the catalog. Obsolete
    entries (``#~``) count too: GNU gettext reads no file in which one repeats another entry. Babel
    and sphinx-intl leave such files when a text comes back. Keep the better of the two.

    Bad:
        msgid "Read this."
        msgstr ""

        #~ msgid "Read this."
        #~ msgstr "Прочтите это."
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    first: dict[tuple[str | None, str], int] = {}
    for entry in entries.every:
        before = first.setdefault((entry.context, entry.msgid), entry.line)
        if before != entry.line:
            again = f"the msgid of line {before} again"
            what = "a second header" if entry.is_header else again
            yield Problem(what, entry.msgid, line=entry.line)


@check("po.msgctxt")
def msgctxt(entries: Entries) -> Iterator[Problem]:
    """An entry has a context.

    Pages have no contexts, so nobody would ever see this translation, or a tool would take it
    for that of the same msgid without one.

    Bad:
        msgctxt "menu"
        msgid "Read this."
        msgstr "Прочтите это."
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    for entry in entries.current:
        if entry.context is not None:
            yield Problem("an entry with a context", entry.context, "no msgctxt", entry.line)


@check("po.plural")
def plural(entries: Entries) -> Iterator[Problem]:
    """An entry of a page has plural forms.

    No text of a page has any; the catalog of the interface may.

    Bad:
        msgid "block"
        msgid_plural "blocks"
        msgstr[0] "блок"
        msgstr[1] "блока"
        msgstr[2] "блоков"
    Good:
        msgid "block"
        msgstr "блок"
    """
    for entry in entries.current:
        if entry.plural is not None:
            yield Problem("an entry with plural forms", entry.plural, "no plural", entry.line)


@check("po.too-large")
def too_many(entries: Entries) -> Iterator[Problem]:
    """There are too many entries; `reading.too_large` has the help of this code."""
    total = len(entries.every)
    if total > entries.limit:
        yield Problem("too many entries", str(total), f"at most {entries.limit}")


ENTRY_CHECKS: tuple[Check[Entries], ...] = (duplicate, msgctxt, too_many)
"""The rules for all catalogs; those of pages have `plural` besides."""
