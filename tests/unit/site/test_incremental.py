"""After any edits, building what changed leaves the tree of a build that starts with nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from allocdoc.settings import load
from allocdoc.site import search
from allocdoc.site.build import Outcome, build
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Request

from . import book as books

HISTORIES = int(os.environ.get("ALLOCDOC_HISTORIES", "3"))
"""How many random histories to try; many of them take long."""

Edits = Sequence[tuple[str, int, int]]
EDIT = st.tuples(st.sampled_from(sorted(books.EDITS)), st.integers(0, 20), st.integers(0, 20))
STEPS = st.lists(st.lists(EDIT, min_size=1, max_size=3), min_size=1, max_size=4)


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def made(root: Path, *, with_search: bool = True) -> list[Outcome]:
    project = load(root)
    tool = search.Tool(Path("not asked"), "0") if with_search else None
    out = project.build / "html"
    request = Request(FORMATS["html"], project.languages, out, 2, search=tool)
    return build(project, request, lambda _: None)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def clean(root: Path) -> dict[str, bytes]:
    """Return the tree of a build that starts with nothing."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "project"
        books.content(root, fresh)
        if (cache := root / "build" / "examples-cache").is_dir():
            shutil.copytree(cache, fresh / "build" / "examples-cache")
        made(fresh)
        return tree(fresh / "build" / "html")


def assert_same(root: Path) -> None:
    ours, new = tree(root / "build" / "html"), clean(root)
    assert sorted(ours) == sorted(new)
    assert [name for name in ours if ours[name] != new[name]] == []


@pytest.mark.parametrize("theme", ["furo"])
@settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_any_history(monkeypatch: pytest.MonkeyPatch, theme: str, steps: Sequence[Edits]) -> None:
    monkeypatch.setattr(search, "write", lambda *_: None)  # it has the pages alone to go by
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        book = books.first(theme)
        books.write(book, root)
        made(root)
        for step in steps:
            for name, at, number in step:
                books.EDITS[name](book, at, number)
            books.write(book, root)
            outcomes = made(root)
            note(f"{step}: {[outcome.findings for outcome in outcomes]}")
            assert_same(root)
