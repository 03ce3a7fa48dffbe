"""The comments of a listing as messages, and their translations back in their places.

Invariant: whatever the translations say, `translate` returns code with exactly the tokens of the
source, comments and white space aside. For Python: the same tokens, the same ``ast.dump``. A
translation can end neither its comment nor its line: line breaks and control characters become
spaces, ``/*`` and ``*/`` are pulled apart, every line gets its prefix from here, and an encoding
declaration in the first two lines is taken out of Python's sight. Controls that reorder text are
left out, as they could make code look like other code. Nothing raises, whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from allocdoc.examples.spans import CODING, Span, find_spans
from allocdoc.examples.wrapping import columns, wrap

WIDTH = 76
"""Columns of a line: what a listing on a page and in a PDF shows without breaking it."""

_NARROW = 20
"""Columns that a comment gets however deep it is indented."""

_REORDERING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a listing: its text without signs, and its first line in the code, from 1."""

    text: str
    line: int


def comments(code: str, language: str) -> list[Comment]:
    """Return the comments that a translator gets, in order.

    Consecutive lines of the same indentation are one comment; a bare ``#`` or ``//`` parts two.
    Documentation comments, pragmas, shebangs and encoding declarations are none.

    Args:
        code: What a listing shows.
        language: ``python`` or ``rust``.
    """
    return [Comment(span.text, span.line) for span in find_spans(code, language)]


def translate(code: str, language: str, translations: Mapping[int, str]) -> str:
    """Return the code with other words in its comments.

    Args:
        code: What a listing shows.
        language: ``python`` or ``rust``.
        translations: By index into `comments`. A missing or a blank one leaves the source.
    """
    changed = code
    for index, span in reversed(list(enumerate(find_spans(code, language)))):
        text = _cleaned(translations.get(index, ""))
        if text and text != span.text:
            changed = changed[: span.start] + _written(text, span) + changed[span.end :]
    return _without_declaration(changed, code) if language == "python" else changed


def _cleaned(text: str) -> str:
    """Return a text of one line, without what only a machine would notice."""
    text = text.translate(_REORDERING)
    return re.sub(" +", " ", "".join(map(_character, text))).strip()


def _character(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "\ufffd" if category == "Cs" else character


def _written(text: str, span: Span) -> str:
    """Return what stands in the code for a span: with prefixes, in lines if it stands alone."""
    if span.suffix:
        text = _without_ends(text)
    if not span.is_alone:
        return f"{span.prefix}{text}{span.suffix}"
    between = "\n" + span.indent
    if span.suffix:
        between += " " * len(span.prefix)
    else:
        between += span.prefix
    room = WIDTH - columns(span.indent) - len(span.prefix) - len(span.suffix)
    return span.prefix + between.join(wrap(text, max(room, _NARROW))) + span.suffix


def _without_ends(text: str) -> str:
    """Pull apart what begins or ends a block comment."""
    while "*/" in text or "/*" in text:
        text = text.replace("*/", "* /").replace("/*", "/ *")
    return text


def _without_declaration(changed: str, code: str) -> str:
    """Take encoding declarations that a translation made out of Python's sight."""
    lines, source = changed.split("\n"), code.split("\n")
    for number, line in enumerate(lines[:2]):
        if line.lstrip().startswith("#") and line not in source[:2]:
            lines[number] = CODING.sub("coding ", line)
    return "\n".join(lines)
