"""The memory under a heap: blocks end to end, and the list of those that are free.

Everything here is an offset into the arena's own bytes. Invariants, kept by every method:

- The root header and the blocks lie end to end and fill the memory. No byte is lost.
- The free list holds exactly the free blocks (*holes*), in the order of their offsets.
- Two holes are never neighbours: they were joined (*coalesced*) when the second was freed.
"""

from collections.abc import Iterator
from dataclasses import replace

from allocdoc.alloc.block import (
    GRANULE,
    HEADER_SIZE,
    SMALLEST_BLOCK,
    Header,
    State,
    read_header,
    scar,
    write_header,
)
from allocdoc.alloc.errors import HeapCorrupted

NEW_BYTE = 0xCD
"""What fills memory just given out: nobody should count on zeros."""

FREED_BYTE = 0xDD
"""What fills memory given back: whoever still reads it shall notice."""

_ROOT = 0
_FIRST = HEADER_SIZE


class Arena:
    """The blocks of a heap; at first one hole.

    ``size`` is in bytes, a multiple of 16, with room for the root header and one block.
    """

    def __init__(self, size: int) -> None:
        self.memory = bytearray(size)
        self._put(_ROOT, Header(State.ROOT, HEADER_SIZE, 0, _FIRST))
        self._put(_FIRST, Header(State.FREE, size - HEADER_SIZE, 0, 0))

    def blocks(self) -> Iterator[tuple[int, Header]]:
        """Yield the offset and the header of every block, in order.

        Raises:
            HeapCorrupted: A header was overwritten.
        """
        start, end = _FIRST, len(self.memory)
        while start < end:
            header = self._get(start, State.USED, State.FREE)
            if not SMALLEST_BLOCK <= header.size <= end - start or header.size % GRANULE:
                raise HeapCorrupted(f"header at offset {start}: bad size (got {header.size})")
            yield start, header
            start += header.size

    def holes(self) -> Iterator[tuple[int, int, Header]]:
        """Yield the free list: the offset that leads to a hole, the hole's own, and its header.

        Raises:
            HeapCorrupted: The list was overwritten.
        """
        previous, hole = _ROOT, self._get(_ROOT, State.ROOT).number
        while hole:
            # Only upwards: a list that was overwritten must not run in circles.
            if not previous < hole <= len(self.memory) - SMALLEST_BLOCK:
                raise HeapCorrupted(f"header at offset {previous}: leads astray (got {hole})")
            header = self._get(hole, State.FREE)
            yield previous, hole, header
            previous, hole = hole, header.number

    def take(self, previous: int, hole: int, start: int, used: Header) -> None:
        """Make a used block at ``start``, inside a hole that has room for ``used.size``.

        What is left before and after it stays free. The new memory is filled with 0xCD.
        """
        header = self._get(hole, State.FREE)
        if start > hole:
            self._put(hole, replace(header, size=start - hole))
            previous = hole
        size = self._occupy(previous, start, used.size, header.size - (start - hole), header.number)
        self._put(start, replace(used, size=size))
        self.fill(start + HEADER_SIZE, start + size, NEW_BYTE)

    def grow(self, start: int, need: int) -> bool:
        """Give a used block the hole after it, or as much of it as it needs, if that is enough."""
        header = self._get(start, State.USED)
        for previous, hole, free in self.holes():
            room = header.size + free.size
            if hole == start + header.size and need <= room:
                size = self._occupy(previous, start, need, room, free.number)
                self._put(start, replace(header, size=size))
                return True
        return False

    def shrink(self, start: int, need: int) -> None:
        """Make a hole of what a used block does not need, if it is enough for a block."""
        header = self._get(start, State.USED)
        if header.size - need >= SMALLEST_BLOCK:
            self._put(start, replace(header, size=need))
            self._put(start + need, Header(State.USED, header.size - need, 0, 0))
            self.release(start + need)

    def request(self, start: int, size: int) -> None:
        """Write down that a used block is now one of ``size`` bytes."""
        self._put(start, replace(self._get(start, State.USED), number=size))

    def release(self, start: int) -> None:
        """Make a hole of a used block, filled with 0xDD, and join it with its neighbours."""
        header = self._get(start, State.USED)
        previous, after = _ROOT, self._get(_ROOT, State.ROOT).number
        for _, hole, free in self.holes():
            if hole > start:
                break
            previous, after = hole, free.number
        self.fill(start + HEADER_SIZE, start + header.size, FREED_BYTE)
        self._put(start, replace(header, state=State.FREE, number=after))
        self._link(previous, start)
        self._join_with_next(start)
        if previous != _ROOT:
            self._join_with_next(previous)

    def fill(self, start: int, end: int, byte: int) -> None:
        """Fill the bytes from ``start`` to before ``end``."""
        self.memory[start:end] = bytes((byte,)) * (end - start)

    def check(self) -> None:
        """Check every header and the free list.

        Raises:
            HeapCorrupted: Something was overwritten; the message says where.
        """
        free: list[int] = []
        end_of_hole = 0
        for start, header in self.blocks():
            if header.state is State.FREE:
                if start == end_of_hole:
                    raise HeapCorrupted(f"header at offset {start}: free, and so is the one before")
                free.append(start)
                end_of_hole = start + header.size
        listed = [hole for _, hole, _ in self.holes()]
        if listed != free:
            lost = min(set(free).symmetric_difference(listed))
            raise HeapCorrupted(f"header at offset {lost}: free, but not in the free list")

    def _get(self, start: int, *states: State) -> Header:
        return read_header(self.memory, start, states)

    def _put(self, start: int, header: Header) -> None:
        write_header(self.memory, start, header)

    def _link(self, previous: int, hole: int) -> None:
        header = self._get(previous, State.ROOT, State.FREE)
        self._put(previous, replace(header, number=hole))

    def _occupy(self, previous: int, start: int, need: int, room: int, after: int) -> int:
        """Take ``need`` of the ``room`` at ``start`` off the free list; return what was taken."""
        if room - need < SMALLEST_BLOCK:
            self._link(previous, after)
            return room
        rest = start + need
        self._put(rest, Header(State.FREE, room - need, scar(self.memory, rest), after))
        self._link(previous, rest)
        return need

    def _join_with_next(self, hole: int) -> None:
        header = self._get(hole, State.FREE)
        after = header.number
        if hole + header.size != after:
            return
        gone = self._get(after, State.FREE)
        self._put(hole, replace(header, size=header.size + gone.size, number=gone.number))
        self.fill(after, after + HEADER_SIZE, FREED_BYTE)
        if gone.align:
            self._put(after, Header(State.GONE, 0, gone.align, 0))
