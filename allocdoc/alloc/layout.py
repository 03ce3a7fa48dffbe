"""The size and the alignment of a piece of memory, checked once.

Invariant: a `Layout` that exists is valid, so nobody who receives one has to check it again. The
rules are those of Rust's ``std::alloc::Layout``.
"""

import ctypes
from dataclasses import dataclass

MAX_SIZE = 2 ** (8 * ctypes.sizeof(ctypes.c_void_p) - 1) - 1
"""The most bytes that one object can have: Rust's ``isize::MAX``."""


class LayoutError(ValueError):
    """No memory can have this size and alignment."""


def align_up(address: int, align: int) -> int:
    """Round an address (or a size) up to the next multiple of ``align``.

    >>> align_up(13, 8), align_up(16, 8)
    (16, 16)

    Raises:
        LayoutError: ``align`` is not a power of two.
    """
    _check_align(align)
    return (address + align - 1) & -align


def is_aligned(address: int, align: int) -> bool:
    """Tell whether an address is a multiple of ``align``.

    >>> is_aligned(48, 16), is_aligned(48, 32)
    (True, False)

    Raises:
        LayoutError: ``align`` is not a power of two.
    """
    _check_align(align)
    return address & (align - 1) == 0


@dataclass(frozen=True, slots=True)
class Layout:
    """What is asked for: ``size`` bytes at an address that is a multiple of ``align``.

    >>> Layout(size=24, align=8)
    Layout(size=24, align=8)
    >>> Layout(size=24, align=12)
    Traceback (most recent call last):
    allocdoc.alloc.layout.LayoutError: alignment is not a power of two (got 12)

    Raises:
        LayoutError: The size is negative, the alignment is not a power of two, or the size
            rounded up to the alignment is more than `MAX_SIZE`.
    """

    size: int
    align: int

    def __post_init__(self) -> None:
        _check_align(self.align)
        if type(self.size) is not int:
            raise LayoutError(f"size is not a whole number (got {self.size!r})")
        if self.size < 0:
            raise LayoutError(f"size is negative (got {self.size})")
        if align_up(self.size, self.align) > MAX_SIZE or self.align > MAX_SIZE + 1:
            raise LayoutError(
                f"size is more than any object can have "
                f"(got {self.size} aligned to {self.align}, want at most {MAX_SIZE})"
            )


def _check_align(align: int) -> None:
    # bool is an int to isinstance(), and True would pass for an alignment of 1.
    if type(align) is not int:
        raise LayoutError(f"alignment is not a whole number (got {align!r})")
    if align <= 0 or align & (align - 1):
        raise LayoutError(f"alignment is not a power of two (got {align})")
