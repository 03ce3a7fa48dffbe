"""The C library of this very process: its ``malloc`` and friends, on real memory.

Nothing here protects anybody. As in C, a wrong pointer ends the process or, worse, does not.
A size of zero asks for one byte, so that every answer is a block of its own and ``realloc`` never
frees by surprise (C leaves both to the implementation, and C23 forbids the latter).
"""

import ctypes
import os
from collections.abc import Callable
from typing import Any

from allocdoc.alloc.layout import Layout

POINTER_SIZE = ctypes.sizeof(ctypes.c_void_p)
MALLOC_ALIGN = 2 * POINTER_SIZE
"""The alignment that `malloc` gives unasked, to blocks of at least this size. In bytes."""

_WINDOWS = os.name == "nt"
LIBRARY = ctypes.CDLL("msvcrt" if _WINDOWS else None)
"""The C library; except on Windows, all that this process has loaded."""


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    # An item, not an attribute: ctypes caches attributes, and others may set other types on them.
    function = LIBRARY[name]
    function.restype = result
    function.argtypes = arguments
    return function


_malloc = _bind("malloc", ctypes.c_void_p, ctypes.c_size_t)
_realloc = _bind("realloc", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
_free = _bind("free", None, ctypes.c_void_p)


def malloc(size: int) -> int | None:
    """Return the address of ``size`` new bytes, or ``None``. There is no way to ask for alignment.

    >>> ptr = malloc(5)
    >>> write(ptr, b"bytes")
    >>> read(ptr, 5)
    b'bytes'
    >>> free(ptr)

    Raises:
        LayoutError: ``size`` is negative or more than any object can have.
    """
    address: int | None = _malloc(_at_least_one(size))
    return address


def realloc(ptr: int, size: int) -> int | None:
    """Change the size of a block from `malloc`, moving it if need be.

    The contents are kept up to the smaller size. After ``None`` the old block is still there. The
    alignment of the new block is `malloc`'s, whatever that of the old one was.

    Raises:
        LayoutError: ``size`` is negative or more than any object can have.
    """
    address: int | None = _realloc(ptr, _at_least_one(size))
    return address


def free(ptr: int) -> None:
    """Give a block from `malloc` or `realloc` back."""
    _free(ptr)


def read(ptr: int, size: int) -> bytes:
    """Return the ``size`` bytes at an address of this process."""
    return ctypes.string_at(ptr, size)


def write(ptr: int, data: bytes) -> None:
    """Put ``data`` at an address of this process."""
    ctypes.memmove(ptr, data, len(data))


if _WINDOWS:  # pragma: no cover - needs Microsoft's C library
    _aligned_malloc = _bind("_aligned_malloc", ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)
    _aligned_free = _bind("_aligned_free", None, ctypes.c_void_p)

    def _aligned(align: int, size: int) -> int | None:
        address: int | None = _aligned_malloc(size, align)
        return address

else:
    _aligned_free = _free
    _posix_memalign = _bind(
        "posix_memalign",
        ctypes.c_int,
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.c_size_t,
        ctypes.c_size_t,
    )

    def _aligned(align: int, size: int) -> int | None:
        found = ctypes.c_void_p()
        # The result is an errno, and on failure some systems leave the pointer unset.
        return None if _posix_memalign(ctypes.byref(found), align, size) else found.value


def aligned_alloc(align: int, size: int) -> int | None:
    """Return the address of ``size`` new bytes at a multiple of ``align``, or ``None``.

    This is ``posix_memalign``, which refuses alignments smaller than a pointer: they are raised.
    Give such a block back to `aligned_free`.

    Raises:
        LayoutError: No memory can have this size and alignment.
    """
    layout = Layout(_at_least_one(size), align)
    return _aligned(max(layout.align, POINTER_SIZE), layout.size)


def aligned_free(ptr: int) -> None:
    """Give a block from `aligned_alloc` back.

    Everywhere but on Windows this is `free`. There, aligned blocks come from ``_aligned_malloc``,
    and `free` would destroy the heap.
    """
    _aligned_free(ptr)


def _at_least_one(size: int) -> int:
    # ctypes would cut a number that is too large down to the lowest bits, without a word.
    return max(Layout(size, 1).size, 1)
