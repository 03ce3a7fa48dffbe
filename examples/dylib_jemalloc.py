"""A dynamic library asks for jemalloc.

>>> image = build(LINUX)
>>> image.allocator.name
'alloc_jemalloc'
>>> print_boxed(image)
4
>>> build(WINDOWS)
error: alloc_jemalloc: not on this target (x86_64-pc-windows-msvc)
  alloc_jemalloc  <- numbers
"""

from allocdoc.alloc import (
    ALLOC_JEMALLOC, LINUX, STD, WINDOWS, Artifact, Box, Crate, Image,
    LinkError, NotOnThisTarget, SystemAllocator, Target, link,
)

# Left alone, a dynamic library would be given alloc_system.
library = Crate("numbers", dependencies=(STD, ALLOC_JEMALLOC))


def build(target: Target) -> Image | None:
    try:
        return link(library, Artifact.DYLIB, target)
    except LinkError as error:
        print(error)
        return None


def print_boxed(image: Image) -> None:
    try:
        allocator = image.load()
    except NotOnThisTarget:
        # The machine that runs this has no jemalloc. libc stands in for it.
        allocator = SystemAllocator()
    with Box(4, allocator) as number:
        print(number)


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
