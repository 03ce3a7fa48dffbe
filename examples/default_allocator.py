"""The compiler picks an allocator by the type of the artifact.

>>> for artifact in Artifact:
...     print(f"{artifact.value:<10}", choice(artifact, LINUX))
executable alloc_jemalloc
dylib      alloc_system
staticlib  alloc_system
rlib       none
>>> choice(Artifact.EXECUTABLE, WINDOWS)
'alloc_system'
"""

from allocdoc.alloc import LINUX, STD, WINDOWS, Artifact, Crate, Target, link

# This crate names no allocator, but the standard library needs one.
app = Crate("app", dependencies=(STD,))


def choice(artifact: Artifact, target: Target) -> str:
    image = link(app, artifact, target)
    # An rlib gets none yet. The artifact that it ends up in will have one.
    return image.allocator.name if image.allocator else "none"


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
