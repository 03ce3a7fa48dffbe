"""The allocator library that the chapter's listings import: pure Python, no Sphinx, no files.

Two interfaces (`Allocator`, `GlobalAlloc`), three allocators (`SystemAllocator`, `Jemalloc`,
`Heap`), and a linker that chooses among allocator crates (`link`). It runs wherever Python has
``ctypes``: on Linux, macOS and Windows, and in the browser under Pyodide.
"""

from allocdoc.alloc import jemalloc, libc
from allocdoc.alloc.api import Allocator, FromFive, GlobalAlloc, Memory
from allocdoc.alloc.boxed import Box
from allocdoc.alloc.crates import (
    ALLOC_JEMALLOC,
    ALLOC_SYSTEM,
    CORE,
    LIBALLOC,
    LIBC,
    LINUX,
    STD,
    WINDOWS,
    Artifact,
    Crate,
    Target,
)
from allocdoc.alloc.errors import (
    AllocatorCycle,
    AllocatorError,
    DoubleFree,
    ForeignPointer,
    HeapCorrupted,
    LinkError,
    MissingOnTarget,
    NameClash,
    NotOnThisTarget,
    TwoAllocators,
    UseAfterDrop,
    WrongLayout,
)
from allocdoc.alloc.heap import Block, Heap
from allocdoc.alloc.jemalloc import Jemalloc
from allocdoc.alloc.layout import MAX_SIZE, Layout, LayoutError, align_up, is_aligned
from allocdoc.alloc.libc import MALLOC_ALIGN
from allocdoc.alloc.linking import Image, link
from allocdoc.alloc.system import SystemAllocator

__all__ = [
    "ALLOC_JEMALLOC",
    "ALLOC_SYSTEM",
    "CORE",
    "LIBALLOC",
    "LIBC",
    "LINUX",
    "MALLOC_ALIGN",
    "MAX_SIZE",
    "STD",
    "WINDOWS",
    "Allocator",
    "AllocatorCycle",
    "AllocatorError",
    "Artifact",
    "Block",
    "Box",
    "Crate",
    "DoubleFree",
    "ForeignPointer",
    "FromFive",
    "GlobalAlloc",
    "Heap",
    "HeapCorrupted",
    "Image",
    "Jemalloc",
    "Layout",
    "LayoutError",
    "LinkError",
    "Memory",
    "MissingOnTarget",
    "NameClash",
    "NotOnThisTarget",
    "SystemAllocator",
    "Target",
    "TwoAllocators",
    "UseAfterDrop",
    "WrongLayout",
    "align_up",
    "is_aligned",
    "jemalloc",
    "libc",
    "link",
]
