"""Pieces of Typst's code mode: literals, arguments, and the comment that names a page's line.

Pages become code and never markup, so that no character of a page means anything to Typst: text
is a string literal, and formatting is a function call. Statements in a block ``{ … }`` join.

Invariant: whatever a page holds, the tokens of a string literal are one string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029]')
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Code(str):
    """A piece of Typst code, as opposed to text that becomes a string literal."""

    __slots__ = ()


def string(text: str) -> str:
    """Return the string literal of a text, in one line."""

    def escape(match: re.Match[str]) -> str:
        character = match[0]
        return _NAMED.get(character) or f"\\u{{{ord(character):x}}}"

    return f'"{_ESCAPED.sub(escape, text)}"'


def value(thing: object) -> str:
    """Return the literal of a value: text, numbers, truth, ``None``, sequences and mappings.

    `Code` stands for itself.
    """
    if isinstance(thing, Code):
        return str(thing)
    if isinstance(thing, str):
        return string(thing)
    if thing is None:
        return "none"
    if isinstance(thing, bool):
        return str(thing).lower()
    if isinstance(thing, int | float):
        return repr(thing)
    if isinstance(thing, Mapping):
        pairs = ", ".join(f"{string(str(key))}: {value(one)}" for key, one in thing.items())
        return f"({pairs})" if pairs else "(:)"
    if isinstance(thing, Iterable):
        # A comma at the end: one element in brackets is no array.
        return f"({''.join(f'{value(one)}, ' for one in thing).rstrip()})"
    raise TypeError(f"no Typst literal (got {type(thing).__name__})")


def arguments(**named: object) -> str:
    """Return named arguments, ``name: value, …``; those that are ``None`` are left out.

    Underscores in names become hyphens, as Typst writes them.
    """
    return ", ".join(
        f"{name.replace('_', '-')}: {value(one)}" for name, one in named.items() if one is not None
    )


def label(name: str) -> str:
    """Return the code of a label; any text may be one."""
    return f"label({string(name)})"


def place_comment(path: str, line: int) -> str:
    """Return the comment that ends a line of code that comes from a page."""
    return f"// {path}:{line}"
