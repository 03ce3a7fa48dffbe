"""The two interfaces of this chapter: the five functions of 2015 and the four of today.

An allocator of 2015 was a crate that defined five functions by agreed names; `Allocator` is those
five. ``GlobalAlloc``, stable since Rust 1.28, is a trait of four; `GlobalAlloc` is that trait,
and `FromFive` makes one out of any five. A null pointer is ``None`` here, so that forgetting to
look for it is a type error.
"""

from abc import ABC, abstractmethod
from typing import Protocol

from allocdoc.alloc.layout import Layout


class Memory(Protocol):
    """Bytes that can be read and written at an address."""

    @abstractmethod
    def read(self, ptr: int, size: int) -> bytes:
        """Return the ``size`` bytes at ``ptr``."""

    @abstractmethod
    def write(self, ptr: int, data: bytes) -> None:
        """Put ``data`` at ``ptr``."""


class Allocator(Memory, Protocol):
    """The five functions that the compiler of 2015 expected of an allocator crate.

    Sizes and alignments are in bytes, alignments are powers of two. ``old_size`` and ``align``
    are always those that the block has now. No memory is an answer, ``None``.
    """

    @abstractmethod
    def allocate(self, size: int, align: int) -> int | None:
        """Return the address of ``size`` new bytes, or ``None`` (``__rust_allocate``)."""

    @abstractmethod
    def deallocate(self, ptr: int, old_size: int, align: int) -> None:
        """Take a block back (``__rust_deallocate``)."""

    @abstractmethod
    def reallocate(self, ptr: int, old_size: int, size: int, align: int) -> int | None:
        """Change a block's size, moving it if need be (``__rust_reallocate``).

        The contents are kept up to the smaller of the two sizes. After ``None`` the old block is
        as it was, and still the caller's.
        """

    @abstractmethod
    def reallocate_inplace(self, ptr: int, old_size: int, size: int, align: int) -> int:
        """Change a block's size only if it can stay (``__rust_reallocate_inplace``).

        Return the bytes that the block has then: ``usable_size(size, align)`` means that it has
        the new size now, anything else that nothing has changed. A block that was to grow has
        grown exactly if the answer is at least ``size``.
        """

    @abstractmethod
    def usable_size(self, size: int, align: int) -> int:
        """Return how many bytes a block of ``size`` really has (``__rust_usable_size``)."""


class GlobalAlloc(Memory, ABC):
    """Rust's trait of today: two functions to write, two that follow from them.

    The caller of each passes the same layout again that the block was allocated with.
    """

    @abstractmethod
    def alloc(self, layout: Layout) -> int | None:
        """Return the address of new memory with this layout, or ``None``."""

    @abstractmethod
    def dealloc(self, ptr: int, layout: Layout) -> None:
        """Take back a block that was allocated with this layout."""

    def alloc_zeroed(self, layout: Layout) -> int | None:
        """Return the address of new memory whose bytes are all zero, or ``None``."""
        ptr = self.alloc(layout)
        if ptr is not None:
            self.write(ptr, bytes(layout.size))
        return ptr

    def realloc(self, ptr: int, layout: Layout, size: int) -> int | None:
        """Change a block's size: a new block, a copy of what fits, the old block given back.

        After ``None`` the old block is as it was, and still the caller's.

        Raises:
            LayoutError: ``size`` cannot be had with the block's alignment.
        """
        new = self.alloc(Layout(size, layout.align))
        if new is not None:
            self.write(new, self.read(ptr, min(layout.size, size)))
            self.dealloc(ptr, layout)
        return new


class FromFive(GlobalAlloc):
    r"""Today's four functions over the five of 2015.

    >>> from allocdoc.alloc.heap import Heap
    >>> memory = FromFive(Heap(256))
    >>> ptr = memory.alloc_zeroed(Layout(4, 4))
    >>> memory.read(ptr, 4)
    b'\x00\x00\x00\x00'
    >>> memory.dealloc(ptr, Layout(4, 4))
    """

    def __init__(self, allocator: Allocator) -> None:
        self._allocator = allocator

    def alloc(self, layout: Layout) -> int | None:
        """Return the address of new memory with this layout, or ``None``."""
        return self._allocator.allocate(layout.size, layout.align)

    def dealloc(self, ptr: int, layout: Layout) -> None:
        """Take back a block that was allocated with this layout."""
        self._allocator.deallocate(ptr, layout.size, layout.align)

    def realloc(self, ptr: int, layout: Layout, size: int) -> int | None:
        """Change a block's size, in whatever way the allocator does it best.

        After ``None`` the old block is as it was, and still the caller's.

        Raises:
            LayoutError: ``size`` cannot be had with the block's alignment.
        """
        new = Layout(size, layout.align)
        return self._allocator.reallocate(ptr, layout.size, new.size, new.align)

    def read(self, ptr: int, size: int) -> bytes:
        """Return the ``size`` bytes at ``ptr``."""
        return self._allocator.read(ptr, size)

    def write(self, ptr: int, data: bytes) -> None:
        """Put ``data`` at ``ptr``."""
        self._allocator.write(ptr, data)
