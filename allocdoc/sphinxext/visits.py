"""Visitors go through a document with less to do for each node.

docutils describes each step for a log that is off, and looks for a visitor's method at each node.
Invariant: the methods are called that docutils calls, in its order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils.nodes import (
    Node,
    NodeVisitor,
    SkipChildren,
    SkipDeparture,
    SkipNode,
    SkipSiblings,
    StopTraversal,
)

Method = Callable[[Node], Any]


class Methods(dict[type[Node], Method]):
    """What a visitor does at nodes of a class, looked for at the first of them."""

    verb: str
    """What the names of the methods begin with."""

    def __init__(self, visitor: NodeVisitor, unknown: Method, *, of_bases: bool = False) -> None:
        """Begin without a class.

        Args:
            visitor: Whose methods.
            unknown: The method for classes that have none.
            of_bases: Whether a class has the methods of its bases, as Sphinx's translators say.
        """
        super().__init__()
        self._visitor, self._unknown, self._of_bases = visitor, unknown, of_bases

    def __missing__(self, kind: type[Node]) -> Method:
        for one in kind.__mro__ if self._of_bases else (kind,):
            method = getattr(self._visitor, f"{self.verb}_{one.__name__}", None)
            if method:
                break
        self[kind] = method = method or self._unknown
        return method


class Visits(Methods):
    """What it does on arriving at a node."""

    verb = "visit"

    def __init__(self, visitor: NodeVisitor, *, of_bases: bool = False) -> None:
        super().__init__(visitor, visitor.unknown_visit, of_bases=of_bases)


class Departures(Methods):
    """What it does on leaving it."""

    verb = "depart"

    def __init__(self, visitor: NodeVisitor, *, of_bases: bool = False) -> None:
        super().__init__(visitor, visitor.unknown_departure, of_bases=of_bases)


def walk(node: Node, visits: Methods) -> bool:
    """Do what `Node.walk` does."""
    try:
        visits[type(node)](node)
    except (SkipChildren, SkipNode):
        return False
    except SkipDeparture:
        pass
    except StopTraversal:
        return True
    try:
        for child in node.children[:]:
            if walk(child, visits):
                return True
    except SkipSiblings:
        pass
    return False


def walkabout(node: Node, visits: Methods, departures: Methods) -> bool:
    """Do what `Node.walkabout` does."""
    stops, departs = False, True
    try:
        try:
            visits[type(node)](node)
        except SkipNode:
            return False
        except SkipDeparture:
            departs = False
        try:
            for child in node.children[:]:
                if walkabout(child, visits, departures):
                    stops = True
                    break
        except SkipSiblings:
            pass
    except SkipChildren:
        pass
    except StopTraversal:
        stops = True
    if departs:
        departures[type(node)](node)
    return stops
