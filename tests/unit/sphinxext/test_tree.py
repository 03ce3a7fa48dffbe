"""A page yields what docutils yields, also while it changes."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.utils import new_document
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx.util.nodes import NodeMatcher

from allocdoc.sphinxext import tree

KINDS = [nodes.section, nodes.paragraph, nodes.emphasis]
SHAPES = st.recursive(
    st.just("text"), lambda inner: st.tuples(st.sampled_from(KINDS), st.lists(inner, max_size=4))
)
TYPES = [nodes.Node, nodes.Element, nodes.Text, nodes.document, nodes.TextElement, nodes.Inline]
ASKED = st.sampled_from(
    [
        *(None, *TYPES, *KINDS),
        NodeMatcher(),
        NodeMatcher(nodes.paragraph),
        NodeMatcher(nodes.image, nodes.Inline),
        lambda node: isinstance(node, nodes.document | nodes.emphasis),
        lambda node: len(node.children) > 1,
    ]
)


def _node(shape: Any) -> nodes.Node:
    if shape == "text":
        return nodes.Text("text")
    kind, inside = shape
    return kind("", "", *map(_node, inside)) if kind is not nodes.section else _section(inside)


def _section(inside: list[Any]) -> nodes.section:
    return nodes.section("", *map(_node, inside))


def _page(shapes: list[Any], kind: type[nodes.document]) -> nodes.document:
    page = new_document("page.md", get_default_settings())
    page.__class__ = kind
    page += [_node(shape) for shape in shapes]
    return page


def _keep(node: nodes.Node) -> None: ...


def _empty(node: nodes.Node) -> None:
    if isinstance(node, nodes.Element):
        node.clear()


def _unwrap(node: nodes.Node) -> None:
    if isinstance(node, nodes.Inline):
        node.parent.replace(node, node.children)


def _add(node: nodes.Node) -> None:
    if isinstance(node, nodes.paragraph) and len(node) < 5:
        node += nodes.emphasis("", "more")


def _seen(found: Iterator[nodes.Node], change: Callable[[nodes.Node], None]) -> list[str]:
    seen = []
    for node in found:
        seen.append(node.pformat() if not isinstance(node, nodes.document) else "document")
        change(node)
    return seen


@settings(deadline=None)
@given(
    shapes=st.lists(SHAPES, max_size=4),
    asked=ASKED,
    change=st.sampled_from([_keep, _empty, _unwrap, _add]),
)
def test_it_yields_what_docutils_yields(shapes, asked, change) -> None:
    ours, theirs = _page(shapes, tree.document), _page(shapes, nodes.document)
    assert _seen(ours.findall(asked), change) == _seen(theirs.findall(asked), change)
    assert ours.pformat() == theirs.pformat()


@pytest.mark.parametrize(
    "asked",
    [
        {"include_self": False},
        {"condition": nodes.document, "include_self": False},
        {"condition": nodes.section, "descend": False},
        {"condition": nodes.section, "ascend": True},
        {"condition": nodes.paragraph, "siblings": True},
    ],
)
def test_other_questions_are_those_of_docutils(asked) -> None:
    shapes = [(nodes.section, [(nodes.paragraph, ["text"])]), (nodes.paragraph, [])]
    ours, theirs = _page(shapes, tree.document), _page(shapes, nodes.document)
    assert _seen(ours.findall(**asked), _keep) == _seen(theirs.findall(**asked), _keep)


ENDS = [nodes.SkipNode, nodes.SkipChildren, nodes.SkipDeparture, nodes.SkipSiblings]


class Visitor(nodes.NodeVisitor):
    """Notes what it sees, and ends as planned at some of the paragraphs and texts."""

    def __init__(self, page: nodes.document, ends: list[type[Exception] | None]) -> None:
        super().__init__(page)
        self.seen: list[str] = []
        self._ends = iter(ends)

    def visit_paragraph(self, node: nodes.Node) -> None:
        self.seen.append(f"paragraph of {len(node.children)}")
        self._end()

    def visit_Text(self, node: nodes.Node) -> None:
        self.seen.append(node.astext())
        self._end()

    def depart_paragraph(self, node: nodes.Node) -> None:
        self.seen.append(f"end of {len(node.children)}")
        node += nodes.Text("late")

    def unknown_visit(self, node: nodes.Node) -> None:
        self.seen.append(f"unknown {node.tagname}")

    def unknown_departure(self, node: nodes.Node) -> None:
        self.seen.append(f"end of unknown {node.tagname}")

    def _end(self) -> None:
        end = next(self._ends, None)
        if end:
            raise end


class OtherWay(Visitor):
    """Finds its methods in a way of its own."""

    def dispatch_visit(self, node: nodes.Node) -> None:
        self.seen.append(f"dispatched {node.tagname}")
        super().dispatch_visit(node)

    def dispatch_departure(self, node: nodes.Node) -> None:
        self.seen.append(f"dispatched end of {node.tagname}")
        super().dispatch_departure(node)


@settings(deadline=None)
@given(
    shapes=st.lists(SHAPES, max_size=4),
    ends=st.lists(st.sampled_from([None, None, *ENDS, nodes.StopTraversal]), max_size=8),
    kind=st.sampled_from([Visitor, OtherWay]),
    way=st.sampled_from(["walk", "walkabout"]),
)
def test_visitors_see_what_docutils_shows_them(shapes, ends, kind, way) -> None:
    seen = []
    for page in _page(shapes, tree.document), _page(shapes, nodes.document):
        visitor = kind(page, ends)
        stopped = _outcome(lambda page=page, visitor=visitor: getattr(page, way)(visitor))
        seen.append((stopped, visitor.seen, page.pformat()))
    assert seen[0] == seen[1]


def _outcome(act: Callable[[], bool]) -> bool | str:
    try:
        return act()
    except nodes.TreePruningException as error:  # at the page's own end, docutils lets it out
        return type(error).__name__


def test_it_is_stored_and_copied_as_what_it_is() -> None:
    page = _page([(nodes.section, ["text"])], tree.document)
    page.reporter = None
    for one in (pickle.loads(pickle.dumps(page)), page.deepcopy()):
        assert type(one) is tree.document
        assert one.pformat() == page.pformat()
