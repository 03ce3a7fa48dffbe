"""Prepared pages are kept while their sources stay, and never a moment longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc.site import search_kept, search_pages
from allocdoc.site.search_kept import MARK, keys

PAGES = {"a.html": b'<main role="main">one</main>', "b/c.html": b'<main role="main">two</main>'}


def prepare(folder: Path, pages: dict[str, bytes]) -> None:
    search_kept.prepare(folder, pages, keys(pages))


def text(page: bytes) -> str:
    return search_pages.prepare(page.decode())


def read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.html")
    }


@pytest.mark.parametrize("mark", [None, "", "[", "[1]", "null"])
def test_what_is_kept_is_what_would_be_made(tmp_path: Path, mark: str | None) -> None:
    prepare(tmp_path, PAGES)
    assert read(tmp_path) == {name: text(page) for name, page in PAGES.items()}
    (tmp_path / "a.html").unlink()
    if mark is not None:
        (tmp_path / MARK).write_text(mark, encoding="utf-8")
    later = {"a.html": PAGES["a.html"], "d.html": b'<main role="main">three</main>'}
    prepare(tmp_path, later)
    assert read(tmp_path) == {name: text(page) for name, page in later.items()}


def test_what_stays_the_same_is_not_made_again(tmp_path: Path) -> None:
    prepare(tmp_path, PAGES)
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*.html")}
    prepare(tmp_path, PAGES | {"a.html": b'<main role="main">changed</main>'})
    after = {path: path.stat().st_ino for path in tmp_path.rglob("*.html")}
    assert {path.name for path in before if before[path] != after[path]} == {"a.html"}


def test_a_stop_on_the_way_leaves_nothing_that_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(tmp_path, PAGES)
    real = search_pages.prepare

    def stop(html: str) -> str:
        if "two" in html:
            raise KeyboardInterrupt
        return real(html)

    monkeypatch.setattr(search_pages, "prepare", stop)
    with pytest.raises(KeyboardInterrupt):
        prepare(tmp_path, {name: page + b"</main> more" for name, page in PAGES.items()})
    monkeypatch.undo()
    prepare(tmp_path, PAGES)
    assert read(tmp_path) == {name: text(page) for name, page in PAGES.items()}


def test_another_program_makes_other_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keys(PAGES)
    assert before.keys() == PAGES.keys()
    (tmp_path / "search_pages.py").write_text("# another\n", encoding="utf-8")
    monkeypatch.setattr(search_pages, "__file__", str(tmp_path / "search_pages.py"))
    assert set(before.values()).isdisjoint(keys(PAGES).values())
