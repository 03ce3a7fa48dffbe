"""Crates, targets and kinds of artifacts: what the compiler of 2015 knew when it linked.

A crate says two things about allocation: whether it needs an allocator
(``#![needs_allocator]``), and whether it is one (``#![allocator]``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from allocdoc.alloc import jemalloc
from allocdoc.alloc.api import Allocator
from allocdoc.alloc.system import SystemAllocator


class Artifact(Enum):
    """What the compiler was asked to make: its ``crate_type``."""

    EXECUTABLE = "executable"
    DYLIB = "dylib"
    STATICLIB = "staticlib"
    RLIB = "rlib"


@dataclass(frozen=True, slots=True)
class Crate:
    """A crate and those that it names with ``extern crate``.

    A crate is made after its dependencies, so there are no circles among crates themselves.

    >>> app = Crate("app", dependencies=(STD, ALLOC_SYSTEM))
    >>> app
    Crate('app')
    >>> app.is_allocator, ALLOC_SYSTEM.is_allocator
    (False, True)
    """

    name: str
    dependencies: tuple["Crate", ...] = ()
    needs_allocator: bool = False
    """The crate is tagged ``#![needs_allocator]``: it allocates, whoever does the work."""
    provides: Callable[[], Allocator] | None = None
    """Makes the allocator of a crate that is tagged ``#![allocator]``; ``None`` on all others."""

    @property
    def is_allocator(self) -> bool:
        """Whether the crate is an allocator."""
        return self.provides is not None

    def __repr__(self) -> str:
        return f"Crate({self.name!r})"


CORE = Crate("core")
LIBC = Crate("libc", (CORE,))
LIBALLOC = Crate("alloc", (CORE,), needs_allocator=True)
STD = Crate("std", (LIBALLOC, LIBC, CORE))
ALLOC_SYSTEM = Crate("alloc_system", (LIBC, CORE), provides=SystemAllocator)
ALLOC_JEMALLOC = Crate("alloc_jemalloc", (LIBC, CORE), provides=jemalloc.load)


@dataclass(frozen=True, slots=True)
class Target:
    """A platform to compile for, and whether the compiler ships jemalloc for it.

    >>> LINUX.executable_default, LINUX.library_default
    (Crate('alloc_jemalloc'), Crate('alloc_system'))
    >>> WINDOWS.executable_default
    Crate('alloc_system')
    """

    name: str
    has_jemalloc: bool

    @property
    def executable_default(self) -> Crate:
        """The allocator of executables that name none."""
        return ALLOC_JEMALLOC if self.has_jemalloc else ALLOC_SYSTEM

    @property
    def library_default(self) -> Crate:
        """The allocator of libraries that name none: that of the program whose guests they are."""
        return ALLOC_SYSTEM

    def has(self, crate: Crate) -> bool:
        """Tell whether a crate exists on this target."""
        return self.has_jemalloc or crate != ALLOC_JEMALLOC


LINUX = Target("x86_64-unknown-linux-gnu", has_jemalloc=True)
WINDOWS = Target("x86_64-pc-windows-msvc", has_jemalloc=False)
