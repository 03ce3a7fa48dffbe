"""Which words of a message changed since its translation.

Invariant: the parts that are not deleted are the words of the new text, in order; those that are
not inserted are the words of the old one.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "del", "ins"]

_LARGEST = 60_000
"""Pairs of words to compare. The old text comes from a catalog, so it may be long on purpose."""


def changes(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    """Yield the parts of a text and of what it was before, word by word.

    >>> list(changes("one size of block", "one length of block"))
    [('same', 'one'), ('del', 'size'), ('ins', 'length'), ('same', 'of block')]
    """
    before, after = old.split(), new.split()
    if len(before) * len(after) > _LARGEST:
        yield "del", " ".join(before)
        yield "ins", " ".join(after)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            yield "same", " ".join(after[j1:j2])
            continue
        if i2 > i1:
            yield "del", " ".join(before[i1:i2])
        if j2 > j1:
            yield "ins", " ".join(after[j1:j2])
