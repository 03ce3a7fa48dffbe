"""``Box::new(4)``, taken apart: a number in memory that an allocator gave."""

from types import TracebackType
from typing import Self

from allocdoc.alloc.api import Allocator
from allocdoc.alloc.errors import UseAfterDrop

SIZE = 4
ALIGN = 4


class Box:
    """A 32-bit signed number in memory of its own, as Rust's ``Box<i32>``.

    Rust drops a box at the end of its scope; here that is the end of the ``with`` block.

    >>> from allocdoc.alloc.system import SystemAllocator
    >>> with Box(4, SystemAllocator()) as number:
    ...     print(number)
    4
    >>> number.value
    Traceback (most recent call last):
    allocdoc.alloc.errors.UseAfterDrop: this box was dropped: its memory is no longer its own

    Raises:
        OverflowError: The number does not fit into 32 bits.
        MemoryError: The allocator has no memory left.
    """

    def __init__(self, value: int, allocator: Allocator) -> None:
        data = value.to_bytes(SIZE, "little", signed=True)
        ptr = allocator.allocate(SIZE, ALIGN)
        if ptr is None:
            raise MemoryError(f"no memory for a box of {SIZE} bytes")
        self._allocator = allocator
        self._ptr: int | None = ptr
        allocator.write(ptr, data)

    @property
    def value(self) -> int:
        """The number, read from memory."""
        data = self._allocator.read(self._address(), SIZE)
        return int.from_bytes(data, "little", signed=True)

    def drop(self) -> None:
        """Give the memory back.

        Raises:
            UseAfterDrop: That has been done before.
        """
        ptr = self._address()
        self._ptr = None
        self._allocator.deallocate(ptr, SIZE, ALIGN)

    def _address(self) -> int:
        if self._ptr is None:
            raise UseAfterDrop("this box was dropped: its memory is no longer its own")
        return self._ptr

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._ptr is not None:
            self.drop()

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return "Box(dropped)" if self._ptr is None else f"Box({self.value})"
