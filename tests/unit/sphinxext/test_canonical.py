"""A key of a value does not depend on the process, on an order that means nothing, on identity."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from allocdoc.sphinxext.canonical import key_of


class Colour(Enum):
    RED = 1


@dataclass(frozen=True, slots=True)
class Slotted:
    one: str
    two: Any = None


class Ring:
    """Holds itself, as the parent of a child does."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.inside = {"self": self}


class Known:
    """One of the objects that a module has a name for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __reduce__(self) -> str:
        return self.name


ONE, TWO = Known("ONE"), Known("TWO")


class Heap(list[int]):
    def __init__(self, *numbers: int) -> None:
        super().__init__(numbers)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.binary()
    | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(), inner)
        | st.frozensets(st.text())
    ),
    max_leaves=12,
)


@given(VALUES)
def test_a_copy_has_the_same_key(value: object) -> None:
    assert key_of(pickle.loads(pickle.dumps(value))) == key_of(value)


@given(VALUES, VALUES)
def test_other_values_have_other_keys(one: object, other: object) -> None:
    same = repr(one).replace("[", "(") == repr(other).replace("[", "(") or one == other
    assert same or key_of(one) != key_of(other)


def test_order_counts_where_it_means_something() -> None:
    assert key_of({"a": 1, "b": 2}) == key_of(defaultdict(int, {"b": 2, "a": 1}))
    assert key_of({"a", "b"}) == key_of({"b", "a"})
    assert key_of(["a", "b"]) != key_of(["b", "a"])
    assert key_of(["a", "b"]) != key_of(["a,b"])


def test_shared_objects_are_like_equal_ones() -> None:
    shared = ["x"]
    assert key_of([shared, shared]) == key_of([["x"], ["x"]])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Slotted("a"), Slotted("b")),
        (Slotted("a", Slotted("x")), Slotted("a", Slotted("y"))),
        (Ring("a"), Ring("b")),
        (Path("a"), Path("b")),
        (Path("a"), "a"),
        (Colour.RED, 1),
        (re.compile("a"), re.compile("b")),
        (len, max),
        (int, str),
        (ONE, TWO),
        (Heap(1), Heap(2)),
        (defaultdict(int, a=1), defaultdict(int, a=2)),
    ],
)
def test_objects_are_known_by_what_they_hold(one: object, other: object) -> None:
    assert key_of(one) == key_of(pickle.loads(pickle.dumps(one)))
    assert key_of(one) != key_of(other)


def test_what_cannot_be_known_is_like_nothing_else() -> None:
    lock = Lock()
    assert key_of(lock) != key_of(lock)


def title(text: str, **attributes: Any) -> nodes.title:
    node = nodes.title("", "", nodes.literal("", text), **attributes)
    node.source, node.line = "a.md", 3
    return node


def test_nodes_are_known_by_what_they_show() -> None:
    moved = title("a")
    moved.line = 30
    nodes.section("", moved)
    assert key_of(title("a")) == key_of(moved)
    assert key_of(title("a")) != key_of(title("b"))
    assert key_of(title("a")) != key_of(title("a", classes=["x"]))
    assert key_of(title("a")) != key_of(nodes.rubric("", "", nodes.literal("", "a")))


def test_processes_agree() -> None:
    code = (
        "from allocdoc.sphinxext.canonical import key_of\n"
        "print(key_of([set(map(str, range(99))), {'a': print}]))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
