"""``alloc_jemalloc``: jemalloc's extended calls, which take an alignment and answer real sizes.

The library is not ours: it is found on this machine, or it is not on this target.

On Linux, jemalloc wants more thread-local storage than glibc keeps for libraries that come late.
There it is found in a process that was started with `ENVIRONMENT`, or with jemalloc preloaded
(``LD_PRELOAD``); in others it is not on this target, as it cannot be used.
"""

import ctypes
import ctypes.util
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from allocdoc.alloc import libc
from allocdoc.alloc.errors import NotOnThisTarget
from allocdoc.alloc.layout import Layout

FILE_NAMES = (
    "libjemalloc.so.2",
    "libjemalloc.so",
    "libjemalloc.2.dylib",
    "/opt/homebrew/lib/libjemalloc.2.dylib",
    "/usr/local/lib/libjemalloc.2.dylib",
    "/opt/local/lib/libjemalloc.2.dylib",
    "jemalloc.dll",
)
"""Where Linux, macOS (Homebrew on both processors, MacPorts) and Windows keep the library."""

ENVIRONMENT = {"GLIBC_TUNABLES": "glibc.rtld.optional_static_tls=8192"}
"""What to start a process with so that glibc has room for jemalloc; other systems ignore it."""

PREFIXES = ("", "je_")
"""What stands before each function's name; builds that may not replace ``malloc`` use ``je_``."""


class Jemalloc:
    """The five functions over jemalloc, on real memory, at any alignment.

    ``library`` is jemalloc, loaded; ``prefix`` stands before its functions' names.

    Raises:
        AttributeError: The library has no such functions.
    """

    def __init__(self, library: ctypes.CDLL, prefix: str = "") -> None:
        size, flags, pointer = ctypes.c_size_t, ctypes.c_int, ctypes.c_void_p
        self._mallocx = _bind(library, prefix + "mallocx", pointer, size, flags)
        self._rallocx = _bind(library, prefix + "rallocx", pointer, pointer, size, flags)
        self._xallocx = _bind(library, prefix + "xallocx", size, pointer, size, size, flags)
        self._sdallocx = _bind(library, prefix + "sdallocx", None, pointer, size, flags)
        self._nallocx = _bind(library, prefix + "nallocx", size, size, flags)

    def allocate(self, size: int, align: int) -> int | None:
        """Return the address of ``size`` new bytes at a multiple of ``align``, or ``None``.

        Raises:
            LayoutError: No memory can have this size and alignment.
        """
        address: int | None = self._mallocx(*_request(size, align))
        return address

    def deallocate(self, ptr: int, old_size: int, align: int) -> None:
        """Take a block back. The size spares jemalloc a look into its books."""
        self._sdallocx(ptr, *_request(old_size, align))

    def reallocate(self, ptr: int, old_size: int, size: int, align: int) -> int | None:  # noqa: ARG002
        """Change a block's size, moving it if need be.

        After ``None`` the old block is as it was, and still the caller's.

        Raises:
            LayoutError: No memory can have this size and alignment.
        """
        address: int | None = self._rallocx(ptr, *_request(size, align))
        return address

    def reallocate_inplace(self, ptr: int, old_size: int, size: int, align: int) -> int:  # noqa: ARG002
        """Change a block's size only if it can stay; return the bytes that it has then.

        Raises:
            LayoutError: No memory can have this size and alignment.
        """
        wanted, flags = _request(size, align)
        has: int = self._xallocx(ptr, wanted, 0, flags)
        return has

    def usable_size(self, size: int, align: int) -> int:
        """Return how many bytes a block of ``size`` really has: that of its size class.

        Raises:
            LayoutError: No memory can have this size and alignment.
        """
        has: int = self._nallocx(*_request(size, align))
        return has

    def read(self, ptr: int, size: int) -> bytes:
        """Return the ``size`` bytes at ``ptr``."""
        return libc.read(ptr, size)

    def write(self, ptr: int, data: bytes) -> None:
        """Put ``data`` at ``ptr``."""
        libc.write(ptr, data)


def find() -> Jemalloc | None:
    """Return the jemalloc of this machine, or ``None`` where there is none."""
    for library in _libraries():
        for prefix in PREFIXES:
            try:
                return Jemalloc(library, prefix)
            except AttributeError:
                continue
    return None


def load() -> Jemalloc:
    """Return the jemalloc of this machine.

    Raises:
        NotOnThisTarget: There is none.
    """
    found = find()
    if found is None:
        raise NotOnThisTarget("alloc_jemalloc: not on this target")
    return found


def _libraries() -> Iterator[ctypes.CDLL]:
    """Yield what might be jemalloc: first what is loaded already, last what takes a search."""
    yield libc.LIBRARY
    for name in FILE_NAMES:
        yield from _open(name)
    found = ctypes.util.find_library("jemalloc")
    if found is not None:
        yield from _open(found)


def _open(name: str) -> Iterator[ctypes.CDLL]:
    # Not there, or not loadable, which is the same to whoever wants to use it.
    with suppress(OSError):
        yield ctypes.CDLL(name)


def _bind(library: ctypes.CDLL, name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    function = library[name]
    function.restype = result
    function.argtypes = arguments
    return function


def _request(size: int, align: int) -> tuple[int, int]:
    """Return the size and the flags that ask for it: ``MALLOCX_LG_ALIGN`` of the manual.

    jemalloc leaves a size of zero undefined, so that asks for one byte.
    """
    layout = Layout(size, align)
    return max(layout.size, 1), layout.align.bit_length() - 1
