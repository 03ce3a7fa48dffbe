"""What of a message a translation may not change, whatever the markup it is written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "link", "image", "code", "role", "math", "footnote", "substitution", "html", "attributes",
    "break",
]  # fmt: skip
"""The kinds of inline parts."""

_ADDRESS = re.compile(
    r"""(?<![a-z0-9])(?:
        (?:[a-z][a-z0-9+.-]{1,20}://|www\.)[!-~]*
        | (?:data|file|javascript|magnet|mailto|news|sms|tel|vbscript):[!-~]+
    )
    | (?P<mail>[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}\.[a-z0-9.-]{1,100})""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
TRAILING = ".,;:!?'\")]}>*_`|"
"""What ends a sentence or a mark rather than an address."""
_FREE_ROLES = frozenset(
    ("abbr", "abbreviation", "dfn", "emphasis", "guilabel", "index", "menuselection", "strong")
)
"""Roles that only dress the words in them."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a message: ``kind`` is the parser's name, ``content`` what has to stay."""

    kind: str
    content: str = ""


@dataclass(slots=True)
class Shape:
    """The structure of a message. Two messages of equal shape differ in words alone.

    ``parts`` counts what stands inside of lines, in no order. ``html`` keeps the order of raw HTML.
    ``text`` is what a reader will see as words, after all entities are read. ``emphasis`` counts
    what is emphasised, ``stars`` and ``bars`` the marks that emphasise nothing.
    """

    blocks: list[Block] = field(default_factory=list)
    block_attributes: list[str] = field(default_factory=list)
    parts: dict[tuple[Kind, str], int] = field(default_factory=dict)
    html: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list, compare=False)
    emphasis: int = 0
    stars: int = 0
    bars: int = 0

    def add(self, kind: Kind, identity: str) -> None:
        """Count one part."""
        self.parts[kind, identity] = self.parts.get((kind, identity), 0) + 1

    def changes(self, kind: Kind, other: Shape) -> tuple[list[str], list[str]]:
        """Return what the other has more of this kind, and what it lacks."""
        mine, others = self._parts(kind), other._parts(kind)
        return sorted((others - mine).elements()), sorted((mine - others).elements())

    def _parts(self, kind: Kind) -> Counter[str]:
        return Counter({part: number for (its, part), number in self.parts.items() if its == kind})


@dataclass(frozen=True, slots=True)
class Pair:
    """A message and its translation, read in the same way."""

    source: Shape
    target: Shape


def addresses(text: str, trailing: str = TRAILING) -> Iterator[str]:
    """Return the bare addresses in a text: readers' programs make links of them.

    Only ASCII characters belong to one, so that a host with look-alikes in it is another address.

    Args:
        text: Words without markup.
        trailing: What at the end of an address is not part of it.
    """
    if ":" not in text and "@" not in text and not _has_www(text):
        return  # as most of them
    for match in _ADDRESS.finditer(text):
        scheme = "mailto:" if match["mail"] else ""
        yield scheme + match[0].rstrip(trailing)


def _has_www(text: str) -> bool:
    return ("w." in text or "W." in text) and "www." in text.lower()


def role(name: str, content: str) -> str:
    """Return what of a role has to stay: its name and its target, or all that it holds.

    >>> role("doc", "the other page <other>") == role("doc", "other")
    True
    """
    content = " ".join(content.split())
    if name.rpartition(":")[2] in _FREE_ROLES:
        return f"{{{name}}}"
    # As Sphinx's `explicit_title_re` has it: the last "<" counts, and wants no space before it.
    words, _, explicit = content.removesuffix(">").rpartition("<")
    is_explicit = content.endswith(">") and bool(words.strip())
    target = explicit if is_explicit else content.removeprefix("~")
    mark = "!" if is_explicit and words.startswith("!") else ""
    return f"{{{name}}}`{mark}{target}`"


def attributes(kind: str, attrs: Mapping[str, object], free: frozenset[str]) -> str:
    """Return the attributes of something as one text, without those that may change."""
    if not attrs:
        return ""  # as most have none
    kept = sorted((name, str(value)) for name, value in attrs.items() if name not in free)
    return " ".join((kind, *(f'{name}="{value}"' for name, value in kept))) if kept else ""
