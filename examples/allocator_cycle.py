"""An allocator that uses the standard library needs itself.

>>> build(app)
error: an allocator cannot depend on a crate that needs an allocator
  talkative -> std -> alloc
  `talkative` is an allocator, `alloc` needs one
"""

from allocdoc.alloc import LINUX, STD, Artifact, Crate, LinkError, SystemAllocator, link

# This allocator would like to print. The standard library can do that, but it
# needs an allocator: this very crate.
talkative = Crate("talkative", dependencies=(STD,), provides=SystemAllocator)
app = Crate("app", dependencies=(STD, talkative))


def build(root: Crate) -> None:
    try:
        link(root, Artifact.EXECUTABLE, LINUX)
    except LinkError as error:
        print(error)


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
