"""Linking as the compiler of 2015 did it: which allocator an artifact ends up with.

The rules are those of RFC 1183. They hold for the root crate and all that it depends on,
directly or not:

1. An rlib: nothing is linked yet, and the compiler adds none. Whoever links it into something
   larger decides.
2. Two allocators are an error: one artifact has at most one.
3. Exactly one allocator: it was linked explicitly, and the compiler adds none.
4. No crate needs an allocator: the compiler adds none.
5. Otherwise the compiler adds the target's default, for executables or for libraries.

And apart from these: an allocator may not depend on a crate that needs an allocator.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from allocdoc.alloc.api import Allocator
from allocdoc.alloc.crates import Artifact, Crate, Target
from allocdoc.alloc.errors import AllocatorCycle, LinkError, MissingOnTarget, TwoAllocators
from allocdoc.alloc.graph import Graph, explore, link_order

_NUMBERS = {2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True, slots=True)
class Image:
    """A linked artifact."""

    root: Crate
    artifact: Artifact
    target: Target
    crates: tuple[Crate, ...]
    """Every crate once, the root first, each before those that it depends on."""
    allocator: Crate | None
    injected: bool
    """Whether the compiler chose the allocator."""

    def load(self) -> Allocator:
        """Make the allocator that the artifact runs with.

        Raises:
            LinkError: The artifact has none.
            NotOnThisTarget: The allocator is not on this machine.
        """
        if self.allocator is None or self.allocator.provides is None:
            raise LinkError(f"error: the {self.artifact.value} `{self.root.name}` has no allocator")
        return self.allocator.provides()


def link(root: Crate, artifact: Artifact, target: Target) -> Image:
    """Link a crate with all that it depends on, and with an allocator if it must have one.

    >>> from allocdoc.alloc.crates import ALLOC_SYSTEM, LINUX, STD
    >>> image = link(Crate("app", (STD,)), Artifact.EXECUTABLE, LINUX)
    >>> image.allocator, image.injected
    (Crate('alloc_jemalloc'), True)
    >>> image = link(Crate("app", (STD, ALLOC_SYSTEM)), Artifact.EXECUTABLE, LINUX)
    >>> image.allocator, image.injected
    (Crate('alloc_system'), False)

    Raises:
        NameClash: Two different crates have the same name.
        MissingOnTarget: A crate that was named does not exist on the target.
        AllocatorCycle: An allocator depends on a crate that needs one.
        TwoAllocators: There is more than one allocator in something that is really linked.
    """
    graph = explore(root)
    _check_target(graph, target)
    linked = [crate for crate in graph.crates if crate.is_allocator]
    for crate in linked:
        _check_cycle(crate)
    if artifact is not Artifact.RLIB:
        _check_single(linked, graph, artifact)
    injected = None if linked else _injection(graph.crates, artifact, target)
    return Image(
        root=root,
        artifact=artifact,
        target=target,
        crates=_with_injected(root, injected),
        allocator=linked[0] if len(linked) == 1 else injected,
        injected=injected is not None,
    )


def _injection(crates: Iterable[Crate], artifact: Artifact, target: Target) -> Crate | None:
    """Return the allocator that the compiler adds to crates that have none."""
    if artifact is Artifact.RLIB or not any(crate.needs_allocator for crate in crates):
        return None
    if artifact is Artifact.EXECUTABLE:
        return target.executable_default
    return target.library_default


def _with_injected(root: Crate, injected: Crate | None) -> tuple[Crate, ...]:
    if injected is None:
        return link_order(root)
    # Adding a crate is linking a root that names it too; then the root itself is put back.
    wider = replace(root, dependencies=(*root.dependencies, injected))
    explore(wider)
    return (root, *link_order(wider)[1:])


def _check_target(graph: Graph, target: Target) -> None:
    for crate in graph.crates:
        if not target.has(crate):
            raise MissingOnTarget(
                f"error: {crate.name}: not on this target ({target.name})\n"
                + _table([crate], graph)
            )


def _check_cycle(allocator: Crate) -> None:
    graph = explore(allocator)
    for crate in graph.crates:
        if crate.needs_allocator:
            raise AllocatorCycle(
                "error: an allocator cannot depend on a crate that needs an allocator\n"
                f"  {_arrows(graph.path_to(crate))}\n"
                f"  `{allocator.name}` is an allocator, `{crate.name}` needs one"
            )


def _check_single(linked: list[Crate], graph: Graph, artifact: Artifact) -> None:
    if len(linked) > 1:
        number = _NUMBERS.get(len(linked), str(len(linked)))
        raise TwoAllocators(
            f"error: cannot link {number} allocators into one {artifact.value}\n"
            + _table(linked, graph)
        )


def _table(crates: list[Crate], graph: Graph) -> str:
    """Return a line for each crate: its name and the path from the root to who names it."""
    width = max(len(crate.name) for crate in crates)
    return "\n".join(
        f"  {crate.name:{width}}  <- {_arrows(graph.path_to(crate)[:-1]) or 'the root crate'}"
        for crate in crates
    )


def _arrows(path: Iterable[Crate]) -> str:
    return " -> ".join(crate.name for crate in path)
