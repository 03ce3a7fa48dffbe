"""After any edits, building what changed leaves the tree of a build that starts with nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, note, settings
from hypothesis import strategies as st

from allocdoc.settings import load
from allocdoc.site import search
from allocdoc.site.build import Outcome, build
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Request

from . import book as books

HISTORIES = int(os.environ.get("ALLOCDOC_HISTORIES", "0"))
"""How many random histories to try, and to compare after each step; a thousand take hours."""

Edits = Sequence[tuple[str, int, int]]
EDIT = st.tuples(st.sampled_from(sorted(books.EDITS)), st.integers(0, 20), st.integers(0, 20))
STEPS = st.lists(st.lists(EDIT, min_size=1, max_size=3), min_size=1, max_size=4)


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the time, and make no search index: it has the pages alone to go by."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setattr(search, "bring", lambda *_, **__: None)


def made(root: Path) -> list[Outcome]:
    project = load(root)
    # The pages are those of a site with Pagefind's index: Sphinx's own wants all pages.
    tool = search.Tool(Path("not asked"), "0")
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
    """Return the tree of a build that starts with nothing, but for what the examples printed."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "project"
        books.content(root, fresh)
        shutil.copytree(root / "build/examples-cache", fresh / "build/examples-cache")
        made(fresh)
        return tree(fresh / "build/html")


def assert_same(root: Path) -> None:
    ours, new = tree(root / "build/html"), clean(root)
    assert sorted(ours) == sorted(new)
    assert [name for name in ours if ours[name] != new[name]] == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the first book with all that its build left, to be copied to `place`."""
    root = place(tmp_path_factory)
    books.write(books.first("furo"), root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        patch.setattr(search, "bring", lambda *_, **__: None)
        assert not any(outcome.failed for outcome in made(root))
    return root.rename(root.with_name("built"))


def place(factory: pytest.TempPathFactory) -> Path:
    """Return where histories happen: one folder, as what Sphinx keeps is bound to it."""
    root = factory.getbasetemp() / "histories" / "project"
    root.mkdir(parents=True)
    return root


def copied(built: Path) -> Path:
    """Return a copy where it was built."""
    root = built.with_name("project")
    shutil.rmtree(root, ignore_errors=True)
    return Path(shutil.copytree(built, root))


@settings(
    max_examples=max(1, HISTORIES),
    derandomize=not HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
@example(
    steps=[
        [("entry", 1, 0)],
        [("title", 1, 4), ("todo", 1, 1)],
        [("swap", 0, 0), ("break_example", 0, 0)],
        [("break_example", 0, 0), ("delete", 3, 0)],
        [("rename", 1, 2), ("language", 0, 0)],
        [("example", 0, 1), ("figure", 3, 2), ("other_file", 1, 3)],
    ]
)
def test_any_history(built: Path, steps: Sequence[Edits]) -> None:
    root, book = copied(built), books.first("furo")
    for step in steps:
        for name, at, number in step:
            books.EDITS[name](book, at, number)
        books.write(book, root)
        outcomes = made(root)
        note(f"{step}: {[outcome.findings for outcome in outcomes]}")
        if HISTORIES:
            assert_same(root)
    assert_same(root)


def times(folder: Path) -> dict[str, int]:
    pages = folder.rglob("*.html")
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in pages}


def test_an_entry_or_a_paragraph_writes_its_page_alone(built: Path) -> None:
    root, book = copied(built), books.first("furo")
    out = root / "build/html"

    def written(language: str, before: dict[str, int]) -> set[str]:
        now = times(out / language)
        always = {"genindex.html", "search.html"}
        return {name for name in now if now[name] != before[name]} - always

    before = {language: times(out / language) for language in books.LANGUAGES}
    books.translate(book, "ru", "part/two", "text", 3)
    books.write(book, root)
    assert not any(outcome.failed for outcome in made(root))
    # The status of all languages is on the page of words; Sphinx writes what lists a page, too.
    others = {"words.html", "index.html"}
    assert written("ru", before["ru"]) - others == {"part/two.html", "part/index.html"}
    assert written("ja", before["ja"]) <= others

    before = {language: times(out / language) for language in books.LANGUAGES}
    book.pages["part/two"].text = 9
    books.write(book, root)
    assert not any(outcome.failed for outcome in made(root))
    for language in books.LANGUAGES:
        assert "part/two.html" in written(language, before[language])
        assert "one.html" not in written(language, before[language])
    assert_same(root)


def test_an_output_that_is_not_whole_is_made_anew(built: Path) -> None:
    root = copied(built)
    out = root / "build/html"
    (out / "ru/_images/map.png").unlink()
    (out / "en/one.html").write_text("spoilt", encoding="utf-8")
    made(root)
    assert_same(root)
