"""The crates that a crate depends on, directly or not.

A crate is known by its name, and two crates that are equal are one crate: reaching an allocator
on two ways does not make it two allocators. Nothing here recurses, so a chain may be long.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from allocdoc.alloc.crates import Crate
from allocdoc.alloc.errors import NameClash


@dataclass(frozen=True, slots=True)
class Graph:
    """A crate and all that it depends on, nearest first."""

    crates: tuple[Crate, ...]
    parents: dict[str, Crate]
    """By the name of a crate: the one that leads to it on the shortest path from the root."""

    def path_to(self, crate: Crate) -> tuple[Crate, ...]:
        """Return the shortest path from the root to a crate, both included."""
        path = [crate]
        while path[-1].name in self.parents:
            path.append(self.parents[path[-1].name])
        return tuple(reversed(path))


def explore(root: Crate) -> Graph:
    """Find all that a crate depends on, breadth first.

    Raises:
        NameClash: Two different crates have the same name.
    """
    found = {root.name: root}
    parents: dict[str, Crate] = {}
    queue = deque([root])
    while queue:
        crate = queue.popleft()
        for dependency in crate.dependencies:
            known = found.setdefault(dependency.name, dependency)
            if known != dependency:
                raise NameClash(
                    f"error: two different crates are named `{dependency.name}`\n"
                    f"  one of them  <- {crate.name}"
                )
            if known is not root and known.name not in parents:
                parents[known.name] = crate
                queue.append(known)
    return Graph(tuple(found.values()), parents)


def link_order(root: Crate) -> tuple[Crate, ...]:
    """Return a crate and all that it depends on, each before its own dependencies.

    It is the order in which linkers want them: who uses a symbol comes before who defines it.
    """
    done: dict[str, Crate] = {}
    stack: list[tuple[Crate, Iterator[Crate]]] = [(root, reversed(root.dependencies))]
    while stack:
        crate, dependencies = stack[-1]
        following = next((each for each in dependencies if each.name not in done), None)
        if following is None:
            done[crate.name] = crate
            stack.pop()
        else:
            stack.append((following, reversed(following.dependencies)))
    return tuple(reversed(done.values()))
