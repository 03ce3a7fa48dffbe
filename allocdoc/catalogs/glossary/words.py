"""A message as the words that a reader sees, whatever its markup.

Invariant: words compare equal where a reader takes them for the same. Case, width, soft hyphens,
emphasis, line breaks and the kind of space make no difference; what stands between two words (a
comma, a piece of code) keeps them from being one phrase.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

STOP = ""
"""The word that stands for whatever keeps its neighbours from being one phrase."""

_OPAQUE = "\N{OBJECT REPLACEMENT CHARACTER}"
_MARKUP = re.compile(
    r"""
      (?:\{(?P<myst>[\w:.+-]{1,60})\}|:(?P<rst>[\w:.+-]{1,60}):)
          (?P<marks>`++)(?P<role>.+?)(?<!`)(?P=marks)(?!`)
    | (?<!`)`(?P<link>[^`<>]+)<[^`<>]*>`__?
    | (?<!`)(?P<ticks>`++)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    | (?P<opaque>\{\{.*?\}\} | \#!?\[[^\[\]]*\] | (?<!\w)<?[a-z][\w+.-]{1,20}://[^\s<>]*>?)
    | \]\((?:[^()]|\([^()]*\))*\) | \]\[[^\[\]]*\] | \[\^[^\[\]]*\] | \{[^{}]*\} | </?[a-z!][^<>]*>
    | [*~`\[\]\\] | (?<![^\W_])_+ | _+(?![^\W_])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""What is no words, in the two syntaxes; each repetition is bounded, or begins with a mark that
messages have few of (`Limits.marks`), so that a hostile message takes no longer than others."""
_EXPLICIT = re.compile(r"!?(.*\S)\s*<[^<>]*>", re.DOTALL)
_JOINING = frozenset(" \t\n-\N{HYPHEN}\N{KATAKANA MIDDLE DOT}")
_SPACELESS = (
    *((0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF)),
    *((0x3005, 0x3007), (0x3040, 0x30FF), (0x3130, 0x318F), (0x31F0, 0x31FF), (0x3400, 0x4DBF)),
    *((0x4E00, 0x9FFF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
)
"""Scripts that write no spaces between words, or, as Korean, glue particles to them."""


def prose(text: str, *, with_code: bool = False) -> str:
    """Return what a reader sees as words: no code, no targets, no tags, no marks of emphasis.

    Of a role that is the explicit text, and all of a ``term``, whose target is a word.

    Args:
        text: A message, in MyST or reStructuredText.
        with_code: Whether the text of code spans counts as words.

    >>> prose("A **custom** [allocator](a.md) calls `free`.", with_code=True)
    'A custom allocator calls free.'
    """

    def seen(match: re.Match[str]) -> str:
        if match["role"]:
            explicit = _EXPLICIT.fullmatch(match["role"])
            is_term = (match["myst"] or match["rst"]).rpartition(":")[2].lower() == "term"
            return explicit[1] if explicit else match["role"] if is_term else _OPAQUE
        if match["code"]:
            return match["code"] if with_code else _OPAQUE
        return match["link"] or (_OPAQUE if match["opaque"] else "")

    return html.unescape(_MARKUP.sub(seen, text))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text without markup, ready to be compared; `STOP` between phrases.

    A character of a script that has no spaces is a word of its own, so that a phrase is found
    wherever it stands.

    >>> words("Compile-time, 编译")
    ('compile', 'time', '', '编', '译')
    """
    return tuple(_words(unicodedata.normalize("NFKC", text).casefold()))


def _words(text: str) -> Iterator[str]:
    visible = (one for one in text if unicodedata.category(one) != "Cf")
    for kind, characters in groupby(visible, key=_kind):
        if kind == "letter":
            yield "".join(characters)
        elif kind == "sign":
            yield from characters
        elif kind == "stop":
            yield STOP


def _kind(character: str) -> str:
    if character in _JOINING or character.isspace():
        return "space"
    # Marks belong to their letters, the underscore to a name.
    if unicodedata.category(character)[0] not in "LMN" and character != "_":
        return "stop"
    code = ord(character)
    return "sign" if any(first <= code <= last for first, last in _SPACELESS) else "letter"
