"""The rules for the bare text of a translation, whatever its markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocdoc.catalogs.gate.characters import is_plain, name_of, unwanted
from allocdoc.catalogs.gate.project import Limits
from allocdoc.catalogs.gate.registry import Check, Problem, check

_MARKS = ("[^", "[", "{", "`", "<", "*", "_", "&")


@dataclass(frozen=True, slots=True)
class Translation:
    """A message and its translation as they stand in the file, and what limits them."""

    msgid: str
    msgstr: str
    language: str
    limits: Limits


@check("text.blank")
def blank(translation: Translation) -> Iterator[Problem]:
    """A translation is made of white space.

    To leave a message untranslated, leave its msgstr empty.

    Bad:
        msgid "Read this."
        msgstr " "
    Good:
        msgid "Read this."
        msgstr ""
    """
    if translation.msgstr and not translation.msgstr.strip():
        yield Problem("only white space", want="a translation, or nothing at all")


@check("text.too-long")
def too_long(translation: Translation) -> Iterator[Problem]:
    """A translation is many times longer than its source.

    Six times as long, and 200 characters at any rate, is allowed.

    Bad:
        msgid "Heap"
        msgstr "<'куча ' 100 times>"
    Good:
        msgid "Heap"
        msgstr "Куча (область, из которой программа берёт память)"
    """
    limits = translation.limits
    longest = max(limits.allowance, limits.growth * len(translation.msgid))
    longest = min(longest, limits.message)
    length = max(len(translation.msgstr), len(translation.msgid) - limits.message + longest)
    if length > longest:
        got = f"{len(translation.msgstr)} characters"
        yield Problem("too long", got, f"at most {longest}")


@check("text.too-many-marks")
def too_many_marks(translation: Translation) -> Iterator[Problem]:
    """A message opens more brackets, braces, backquotes or notes than any prose does.

    Parsers take long over such text. It is not parsed at all.

    Bad:
        msgid "Read this."
        msgstr "<'[^' 60 times>"
    Good:
        msgid "Read this."
        msgstr "Прочтите [это]."
    """
    limits = translation.limits
    for text in (translation.msgid, translation.msgstr):
        # A text has no more marks than characters.
        for mark in _MARKS if len(text) > limits.marks else _MARKS[:1]:
            most = limits.notes if mark == "[^" else limits.marks
            if text.count(mark) > most:
                yield Problem(f"too many of {mark}", str(text.count(mark)), f"at most {most}")
                return


@check("text.noqa")
def noqa(translation: Translation) -> Iterator[Problem]:
    """A translation ends in ``# noqa``.

    Sphinx takes that for a wish to hear nothing of references that changed.

    Bad:
        msgid "Read this."
        msgstr "Прочтите это. # noqa"
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    if _asks_for_silence(translation.msgstr) and not _asks_for_silence(translation.msgid):
        yield Problem("ends in # noqa, which hides Sphinx's warnings")


def _asks_for_silence(text: str) -> bool:
    text = text.rstrip()
    return text[-4:].lower() == "noqa" and text[:-4].rstrip().endswith("#")


def _characters(translation: Translation, kind: str, what: str) -> Iterator[Problem]:
    for found, character in unwanted(translation.msgstr, translation.language):
        if found == kind and character not in translation.msgid:
            yield Problem(what, name_of(character))
            return


@check("text.control")
def control(translation: Translation) -> Iterator[Problem]:
    """A translation holds a control character, or a line or paragraph separator.

    Bad:
        msgid "Read this."
        msgstr "Прочтите<U+001B> это."
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    yield from _characters(translation, "control", "a control character")
    # A NUL would end the msgid in a compiled catalog, and make another message of it.
    for kind, character in unwanted(translation.msgid, translation.language):
        if kind == "control":
            yield Problem("a control character in the msgid", name_of(character))
            return


@check("text.bidi")
def bidi(translation: Translation) -> Iterator[Problem]:
    """A translation holds a character that changes the order in which text is shown.

    Overrides, embeddings and isolates are refused everywhere. The marks U+200E, U+200F and U+061C
    are right where the language is written from right to left.

    Bad:
        msgid "Read this."
        msgstr "<U+202E>Прочтите это."
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    yield from _characters(translation, "bidi", "a character that reorders text")


@check("text.invisible")
def invisible(translation: Translation) -> Iterator[Problem]:
    """A translation holds a character that nobody sees.

    Words can be hidden in it, or one word made to look like another. Joiners are right in Persian
    and the languages of India, zero-width spaces in Thai, variation selectors after emoji and, in
    Chinese and Japanese, after Han characters.

    Bad:
        msgid "Read this."
        msgstr "Про<U+200B>чтите это."
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    yield from _characters(translation, "invisible", "an invisible character")


@check("text.unassigned")
def unassigned(translation: Translation) -> Iterator[Problem]:
    """A translation holds a character without a meaning: private use, or not assigned.

    Bad:
        msgid "Read this."
        msgstr "Прочтите это.<U+E000>"
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    yield from _characters(translation, "unassigned", "a character without a meaning")


SIZE_CHECKS: tuple[Check[Translation], ...] = (blank, too_long, too_many_marks)
"""What has to hold before a parser sees a message."""
CHARACTER_CHECKS: tuple[Check[Translation], ...] = (control, bidi, invisible, unassigned)


def character_checks(translation: Translation) -> tuple[Check[Translation], ...]:
    """Return the rules about characters, none where all are plain: so they are in nearly all."""
    is_harmless = is_plain(translation.msgid) and is_plain(translation.msgstr)
    return () if is_harmless else CHARACTER_CHECKS
