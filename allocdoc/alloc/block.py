"""How a heap writes a block down: sixteen bytes in front of the block's memory.

::

    0          4          8          12         16
    | state    | size     | align    | number   | the block's memory ...

All numbers are 32 bits, little-endian. ``size`` counts the header too. ``number`` is the size
asked for while the block is used; while it is free, it is the offset of the next free block's
header, 0 for none. The state stands first, as a word to be read in a dump: whoever writes past
the end of the block before this one destroys it first.
"""

import struct
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from allocdoc.alloc.errors import HeapCorrupted

_FORMAT = struct.Struct("<4sIII")

HEADER_SIZE = _FORMAT.size
"""Bytes in front of every block."""

GRANULE = 16
"""Blocks start at multiples of this many bytes, and their sizes are multiples of it."""

SMALLEST_BLOCK = HEADER_SIZE + GRANULE
LARGEST_HEAP = 2**32 - GRANULE
"""What the 32 bits of a header can count."""


class State(Enum):
    """What a header is the header of."""

    ROOT = b"ROOT"
    """The heap itself: the first header, whose ``number`` starts the free list."""
    USED = b"USED"
    FREE = b"FREE"
    """A free block; its ``align`` is 0 if it was never given out."""
    GONE = b"GONE"
    """What is left of the header of a block that was freed and became part of the one before."""


@dataclass(frozen=True, slots=True)
class Header:
    """A block's header, as it stands in the heap's bytes."""

    state: State
    size: int
    align: int
    number: int


def block_size(size: int) -> int:
    """Return how long a block for ``size`` bytes is, header included.

    >>> block_size(1), block_size(16), block_size(17)
    (32, 32, 48)
    """
    granules = max(1, -(-size // GRANULE))
    return HEADER_SIZE + granules * GRANULE


def read_header(memory: bytearray, offset: int, states: Collection[State]) -> Header:
    """Return the header at an offset, which must be in one of the states.

    Raises:
        HeapCorrupted: It is not.
    """
    word, size, align, number = _FORMAT.unpack_from(memory, offset)
    for state in states:
        if word == state.value:
            return Header(state, size, align, number)
    want = " or ".join(state.name for state in states)
    raise HeapCorrupted(f"header at offset {offset}: overwritten (got {word!r}, want {want})")


def write_header(memory: bytearray, offset: int, header: Header) -> None:
    """Put a header at an offset."""
    _FORMAT.pack_into(memory, offset, header.state.value, header.size, header.align, header.number)


def scar(memory: bytearray, offset: int) -> int:
    """Return the alignment of a freed block that once began at this offset; 0 for none.

    It is known for as long as nothing else was written there.
    """
    word, _, align, _ = _FORMAT.unpack_from(memory, offset)
    return int(align) if word == State.GONE.value else 0
