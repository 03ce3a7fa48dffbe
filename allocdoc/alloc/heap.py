"""A heap inside one ``bytearray``: headers, free list and contents all in its own bytes.

The way of finding memory is *first fit* (Knuth, The Art of Computer Programming, vol. 1, 2.5):
the first free block that is large enough is split, and what is left over stays free. Here are
the addresses, the layouts and the caller's mistakes; `allocdoc.alloc.arena` keeps the blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from allocdoc.alloc.arena import FREED_BYTE, NEW_BYTE, Arena
from allocdoc.alloc.block import (
    GRANULE,
    HEADER_SIZE,
    LARGEST_HEAP,
    SMALLEST_BLOCK,
    Header,
    State,
    block_size,
    scar,
)
from allocdoc.alloc.errors import DoubleFree, ForeignPointer, HeapCorrupted, WrongLayout
from allocdoc.alloc.layout import Layout, align_up


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a heap, as a picture of the heap shows it. Sizes in bytes, without the header."""

    address: int
    size: int
    free: bool
    requested: int = 0
    """The size that was asked for; 0 in a free block."""
    align: int = 0
    """The alignment that was asked for; 0 in a free block."""


class Heap:
    """A simulated heap of ``size`` bytes, with the five functions of an allocator.

    ``base`` is the address of its first byte and makes the addresses of two heaps differ. No
    block ever has the address 0.

    >>> heap = Heap(128)
    >>> ptr = heap.allocate(size=20, align=4)
    >>> heap.write(ptr, b"twenty bytes at most")
    >>> for block in heap.blocks():
    ...     print(block.address, block.size, "free" if block.free else "used")
    32 32 used
    80 48 free
    >>> heap.deallocate(ptr, old_size=20, align=4)
    >>> heap.read(ptr, 4).hex()
    'dddddddd'
    >>> heap.deallocate(ptr, old_size=20, align=4)
    Traceback (most recent call last):
    allocdoc.alloc.errors.DoubleFree: block at 32: given back twice

    Raises:
        ValueError: The size or the base is not a multiple of 16, or out of bounds.
    """

    def __init__(self, size: int, *, base: int = 0) -> None:
        smallest = HEADER_SIZE + SMALLEST_BLOCK
        if not smallest <= size <= LARGEST_HEAP or size % GRANULE:
            raise ValueError(
                f"size of a heap: got {size}, want a multiple of {GRANULE} "
                f"from {smallest} to {LARGEST_HEAP}"
            )
        if base < 0 or base % GRANULE:
            raise ValueError(f"base of a heap: got {base}, want 0 or a multiple of {GRANULE}")
        self._arena = Arena(size)
        self._base = base

    def allocate(self, size: int, align: int) -> int | None:
        """Return the address of ``size`` new bytes at a multiple of ``align``, or ``None``.

        The bytes are filled with 0xCD. Linear in the number of free blocks.

        Raises:
            LayoutError: No memory can have this size and alignment.
            HeapCorrupted: The free list was overwritten.
        """
        layout = Layout(size, align)
        used = Header(State.USED, block_size(size), layout.align, layout.size)
        for previous, hole, free in self._arena.holes():
            start = self._first_start(hole, align)
            if start + used.size <= hole + free.size:
                self._arena.take(previous, hole, start, used)
                return self._address(start)
        return None

    def deallocate(self, ptr: int, old_size: int, align: int) -> None:
        """Take a block back, fill it with 0xDD and join it with its free neighbours.

        Linear in the number of blocks.

        Raises:
            DoubleFree: It was given back before, and nothing else has taken its place since.
            ForeignPointer: No block begins at ``ptr``.
            WrongLayout: It was asked for with another size or alignment.
            HeapCorrupted: A header was overwritten.
        """
        start, _ = self._used(ptr, Layout(old_size, align))
        self._arena.release(start)

    def reallocate(self, ptr: int, old_size: int, size: int, align: int) -> int | None:
        """Change a block's size, in place if that can be done, else by moving it.

        After ``None`` the old block is as it was, and still the caller's. Linear in the number of
        blocks, and in the size if it moves. Raises what `deallocate` and `allocate` raise.
        """
        if self.reallocate_inplace(ptr, old_size, size, align) == self.usable_size(size, align):
            return ptr
        new = self.allocate(size, align)
        if new is not None:
            self.write(new, self.read(ptr, min(old_size, size)))
            self.deallocate(ptr, old_size, align)
        return new

    def reallocate_inplace(self, ptr: int, old_size: int, size: int, align: int) -> int:
        """Change a block's size if its own place and the free block after it have the room.

        Return ``usable_size(size, align)`` if so, else ``usable_size(old_size, align)``. Linear
        in the number of blocks. Raises what `deallocate` raises, and LayoutError.
        """
        Layout(size, align)
        start, header = self._used(ptr, Layout(old_size, align))
        need = block_size(size)
        if header.size < need and not self._arena.grow(start, need):
            return self.usable_size(old_size, align)
        self._arena.shrink(start, need)
        self._arena.request(start, size)
        self._fill_changed(start, need, old_size, size)
        return self.usable_size(size, align)

    def usable_size(self, size: int, align: int) -> int:
        """Return how many bytes a block of ``size`` has: the next multiple of 16, at least 16.

        Raises:
            LayoutError: No memory can have this size and alignment.
        """
        return block_size(Layout(size, align).size) - HEADER_SIZE

    def read(self, ptr: int, size: int) -> bytes:
        """Return the ``size`` bytes at ``ptr``, be they used, free or a header.

        Raises:
            ForeignPointer: They reach outside of the heap.
        """
        offset = self._offset(ptr, size)
        return bytes(self._arena.memory[offset : offset + size])

    def write(self, ptr: int, data: bytes) -> None:
        """Put ``data`` at ``ptr``. As in real memory, nothing guards the next block's header.

        Raises:
            ForeignPointer: It reaches outside of the heap.
        """
        offset = self._offset(ptr, len(data))
        self._arena.memory[offset : offset + len(data)] = data

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks from the lowest address to the highest.

        Raises:
            HeapCorrupted: A header was overwritten.
        """
        for start, header in self._arena.blocks():
            address, size = self._address(start), header.size - HEADER_SIZE
            if header.state is State.FREE:
                yield Block(address, size, free=True)
            else:
                yield Block(address, size, False, requested=header.number, align=header.align)

    @property
    def size(self) -> int:
        """All bytes of the heap: `free_bytes`, `used_bytes` and `header_bytes` together."""
        return len(self._arena.memory)

    @property
    def free_bytes(self) -> int:
        """The bytes in free blocks."""
        return sum(block.size for block in self.blocks() if block.free)

    @property
    def used_bytes(self) -> int:
        """The bytes in used blocks, counting those that rounding up has added."""
        return sum(block.size for block in self.blocks() if not block.free)

    @property
    def header_bytes(self) -> int:
        """The bytes in headers: one for the heap and one for each block."""
        return HEADER_SIZE * (1 + sum(1 for _ in self.blocks()))

    @property
    def largest_free(self) -> int:
        """The largest size that can be had now, with an alignment of up to 16; 0 for none."""
        return max((block.size for block in self.blocks() if block.free), default=0)

    def check_invariants(self) -> None:
        """Check every header and the free list. Linear in the number of blocks.

        Raises:
            HeapCorrupted: Something was overwritten; the message says where.
        """
        self._arena.check()
        for block in self.blocks():
            if block.free:
                continue
            # A power of two has no bit in common with the number before it.
            bad_align = block.align == 0 or block.align & (block.align - 1)
            if block.requested > block.size or bad_align or block.address % block.align:
                raise HeapCorrupted(
                    f"block at {block.address}: holds {block.size} bytes, but its header "
                    f"says {block.requested} aligned to {block.align}"
                )

    def _address(self, start: int) -> int:
        return self._base + start + HEADER_SIZE

    def _offset(self, ptr: int, size: int) -> int:
        offset = ptr - self._base
        if size < 0 or not 0 <= offset <= self.size - size:
            raise ForeignPointer(
                f"{size} bytes at {ptr}: outside of the heap "
                f"(want {self._base} to {self._base + self.size})"
            )
        return offset

    def _first_start(self, hole: int, align: int) -> int:
        """Return where a block may begin: at the hole's start, or behind a hole of its own."""
        address = align_up(self._address(hole), align)
        if 0 < address - self._address(hole) < SMALLEST_BLOCK:
            address = align_up(self._address(hole) + SMALLEST_BLOCK, align)
        return address - self._address(0)

    def _used(self, ptr: int, layout: Layout) -> tuple[int, Header]:
        """Return the offset and header of the used block at ``ptr``, or raise what is wrong."""
        offset = ptr - self._address(0)
        start, header = self._around(offset)
        if header.state is State.FREE:
            freed = header.align if start == offset else scar(self._arena.memory, offset)
            if freed:
                raise DoubleFree(f"block at {ptr}: given back twice")
        if header.state is State.FREE or start != offset:
            raise ForeignPointer(f"{ptr}: no block of this heap begins here")
        if (header.number, header.align) != (layout.size, layout.align):
            raise WrongLayout(
                f"block at {ptr}: wrong layout (got {layout.size} aligned to {layout.align}, "
                f"want {header.number} aligned to {header.align})"
            )
        return start, header

    def _around(self, offset: int) -> tuple[int, Header]:
        """Return the block that an offset lies in."""
        for start, header in self._arena.blocks():
            if start <= offset < start + header.size and offset % GRANULE == 0:
                return start, header
        raise ForeignPointer(f"{self._address(offset)}: no block of this heap begins here")

    def _fill_changed(self, start: int, need: int, old_size: int, size: int) -> None:
        first = start + HEADER_SIZE + min(old_size, size)
        byte = NEW_BYTE if size > old_size else FREED_BYTE
        self._arena.fill(first, start + need, byte)
