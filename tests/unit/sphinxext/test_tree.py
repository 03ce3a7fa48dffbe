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


def test_it_is_stored_and_copied_as_what_it_is() -> None:
    page = _page([(nodes.section, ["text"])], tree.document)
    page.reporter = None
    for one in (pickle.loads(pickle.dumps(page)), page.deepcopy()):
        assert type(one) is tree.document
        assert one.pformat() == page.pformat()
