"""An executable asks for the system allocator.

>>> image = link(app, Artifact.EXECUTABLE, LINUX)
>>> image.allocator.name
'alloc_system'
>>> image.injected
False
>>> main(image)
4
"""

from allocdoc.alloc import ALLOC_SYSTEM, LINUX, STD, Artifact, Box, Crate, Image, link

# Naming the crate is the whole request. Nothing below calls it.
app = Crate("app", dependencies=(STD, ALLOC_SYSTEM))


def main(image: Image) -> None:
    # The number lives in memory that libc gave out.
    with Box(4, image.load()) as number:
        print(number)


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
