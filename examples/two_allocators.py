"""Two allocators in one artifact are an error.

>>> build(Artifact.EXECUTABLE)
error: cannot link two allocators into one executable
  my_allocator    <- app
  alloc_jemalloc  <- app -> library
>>> build(Artifact.DYLIB)
error: cannot link two allocators into one dylib
  my_allocator    <- app
  alloc_jemalloc  <- app -> library
"""

from my_allocator import crate as my_allocator

from allocdoc.alloc import ALLOC_JEMALLOC, LINUX, STD, Artifact, Crate, LinkError, link

# The library has a favourite, and so has the program that uses it.
library = Crate("library", dependencies=(STD, ALLOC_JEMALLOC))
app = Crate("app", dependencies=(STD, library, my_allocator))


def build(artifact: Artifact) -> None:
    try:
        link(app, artifact, LINUX)
    except LinkError as error:
        print(error)


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
