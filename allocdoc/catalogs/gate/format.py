"""The rules that the PO format itself makes; `syntax` finds where they are broken."""

from __future__ import annotations

from collections.abc import Iterator

from allocdoc.catalogs.gate.registry import Check, Problem, check
from allocdoc.catalogs.gate.syntax import Parsed


@check("po.syntax")
def syntax(parsed: Parsed) -> Iterator[Problem]:
    r"""A line is not what the PO format allows.

    Lenient readers guess, each in its own way, and lose entries silently. A string ends on its
    line, and a line holds one string.

    Bad:
        msgid "Read this."
        msgstr "Прочтите это.
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    yield from parsed.faults_of("po.syntax")


@check("po.escape")
def escape(parsed: Parsed) -> Iterator[Problem]:
    r"""A string holds an escape other than ``\\``, ``\"``, ``\n`` and ``\t``.

    Octal and hexadecimal escapes can hide any character from whoever reads the file.

    Bad:
        msgid "Read this."
        msgstr "Прочтите \x60это\x60."
    Good:
        msgid "Read \"this\"."
        msgstr "Прочтите \"это\"."
    """
    yield from parsed.faults_of("po.escape")


@check("po.conflict")
def conflict(parsed: Parsed) -> Iterator[Problem]:
    """A merge left its conflict markers in the file.

    Bad:
        msgid "Read this."
        <<<<<<< HEAD
        msgstr "Прочтите это."
        =======
        msgstr "Прочтите."
        >>>>>>> theirs
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    yield from parsed.faults_of("po.conflict")


@check("po.comment")
def comment(parsed: Parsed) -> Iterator[Problem]:
    """A comment holds control characters or ones that reorder text.

    They can make a file look other than it is, to the person who has to approve it.

    Bad:
        # from right to left: <U+202E>
        msgid "Read this."
        msgstr "Прочтите это."
    Good:
        # The imperative is meant.
        msgid "Read this."
        msgstr "Прочтите это."
    """
    yield from parsed.faults_of("po.comment")


SYNTAX_CHECKS: tuple[Check[Parsed], ...] = (syntax, escape, conflict, comment)
