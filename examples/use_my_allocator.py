"""An executable links my_allocator.

>>> image = link(app, Artifact.EXECUTABLE, LINUX)
>>> image.allocator.name
'my_allocator'
>>> image.injected
False
>>> main(image)
8
"""

from my_allocator import crate as my_allocator

from allocdoc.alloc import LINUX, STD, Artifact, Box, Crate, Image, link

# One name chooses the allocator for the whole program.
app = Crate("app", dependencies=(STD, my_allocator))


def main(image: Image) -> None:
    # This box is made of memory from the crate above.
    with Box(8, image.load()) as number:
        print(number)


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
