"""A page that is looked through quickly.

Sphinx and its extensions look through each page some ninety times, mostly for what is not on it.
docutils makes a generator for each node then, and hands each node it finds through all above it.
Invariant: the same nodes are found and visited in the same order, also in a page that changes
meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes
from sphinx.util.nodes import NodeMatcher

from allocdoc.sphinxext.visits import Departures, Visits, walk, walkabout


def kinds(root: nodes.Node) -> set[type[nodes.Node]]:
    """Return the classes of all nodes in a tree, in half the time of a look for one of them."""
    everything = [root]
    for node in everything:
        everything.extend(node.children)
    return set(map(type, everything))


def hold(
    found: set[type[nodes.Node]], kind: type[nodes.Node] | tuple[type[nodes.Node], ...]
) -> bool:
    """Tell whether there is a kind of nodes, or one of several, among the classes of a tree."""
    return any(issubclass(one, kind) for one in found)


class document(nodes.document):  # noqa: N801 - visitors know it by this name
    """docutils' document."""

    def findall(  # type: ignore[override] # docutils tells the kinds of conditions apart
        self,
        condition: Any = None,
        include_self: bool = True,
        descend: bool = True,
        siblings: bool = False,
        ascend: bool = False,
    ) -> Iterator[Any]:
        """Yield what docutils yields."""
        if not include_self or not descend or siblings or ascend:
            return super().findall(condition, include_self, descend, siblings, ascend)
        if condition is None or isinstance(condition, type):
            return self._all(condition or nodes.Node)
        return self._where(condition)

    def _all(self, kind: type[nodes.Node]) -> Iterator[Any]:
        if isinstance(self, kind):
            yield self
        elif not hold(kinds(self), kind):
            return
        above: list[Iterator[nodes.Node]] = []
        children = iter(self.children)
        while True:
            for child in children:
                if isinstance(child, kind):
                    yield child
                if child.children:
                    above.append(children)
                    children = iter(child.children)
                    break
            else:
                if not above:
                    return
                children = above.pop()

    def _where(self, condition: Callable[[nodes.Node], bool]) -> Iterator[Any]:
        if isinstance(condition, NodeMatcher):
            if condition.classes and not hold(kinds(self), condition.classes):
                return
            condition = condition.match  # which calling it does
        if condition(self):
            yield self
        above: list[tuple[nodes.Node, int]] = []
        node: nodes.Node = self
        place = 0
        while True:
            # docutils asks for each child by its place, among those that are there by then.
            children = node.children
            if place < len(children):
                child = children[place]
                place += 1
                if condition(child):
                    yield child
                if child.children:
                    above.append((node, place))
                    node, place = child, 0
            elif above:
                node, place = above.pop()
            else:
                return

    def walk(self, visitor: nodes.NodeVisitor) -> bool:
        """Show all nodes to a visitor."""
        if type(visitor).dispatch_visit is not nodes.NodeVisitor.dispatch_visit:
            return super().walk(visitor)
        return walk(self, Visits(visitor))

    def walkabout(self, visitor: nodes.NodeVisitor) -> bool:
        """Show all nodes to a visitor who is told of the end of each, too."""
        kind, plain = type(visitor), nodes.NodeVisitor
        if (
            kind.dispatch_visit is not plain.dispatch_visit
            or kind.dispatch_departure is not plain.dispatch_departure
        ):
            return super().walkabout(visitor)
        return walkabout(self, Visits(visitor), Departures(visitor))
