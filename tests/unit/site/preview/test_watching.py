"""Which saved files wake whom, told to the classes and by a real file system."""

from __future__ import annotations

import asyncio
import os
import sysconfig
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from allocdoc import settings
from allocdoc.site.preview import watching
from allocdoc.site.preview.watching import Inputs, Saved, classify, watch

EVERYWHERE = Saved(everywhere=True)
TOOLS = Saved(tools=True)
NOTHING = Saved()


@pytest.mark.parametrize(
    ("path", "saved"),
    [
        ("docs/second.md", EVERYWHERE),
        ("docs/images/new.svg", EVERYWHERE),
        ("examples/adding.py", Saved(everywhere=True, examples=True)),
        ("locale/ru/LC_MESSAGES/second.po", Saved(languages=frozenset({"ru"}))),
        ("locale/pot/second.pot", NOTHING),
        ("conf.py", TOOLS),
        ("pyproject.toml", TOOLS),
        ("terms.toml", TOOLS),
        ("words/ru/LC_MESSAGES/app.po", TOOLS),
        ("theme/page.html", TOOLS),
        ("NOTES.md", EVERYWHERE),
        ("README.md", NOTHING),
        ("tests/test_it.py", NOTHING),
        ("build/html/en/second.html", NOTHING),
        ("docs/.second.md.swp", NOTHING),
        ("docs/second.md~", NOTHING),
        ("docs/4913", NOTHING),
        ("docs/#second.md#", NOTHING),
        ("docs/.git/index", NOTHING),
        ("examples/__pycache__/adding.cpython-311.pyc", NOTHING),
        (f"{sysconfig.get_path('purelib')}/furo-2026.1.dist-info", TOOLS),
        ("/elsewhere/file", NOTHING),
    ],
)
def test_what_a_file_is(site_project: Path, path: str, saved: Saved) -> None:
    text = (site_project / "pyproject.toml").read_text(encoding="utf-8")
    text = text.replace(
        "[tool.allocdoc]\n", '[tool.allocdoc]\ninterface = "words"\nglossary = "terms.toml"\n'
    )
    (site_project / "pyproject.toml").write_text(text, encoding="utf-8")
    inputs = Inputs(frozenset({site_project / "theme"}), frozenset({site_project / "NOTES.md"}))
    assert classify(settings.load(site_project), inputs, [site_project / path]) == saved
    both = classify(
        settings.load(site_project), inputs, [site_project / path, site_project / "docs/a.md"]
    )
    assert both.everywhere
    assert bool(saved) == (saved != NOTHING)


def saves(root: Path, *steps: Callable[[], object]) -> list[Saved]:
    """Take each step once the one before was noticed, and return what was."""

    async def follow() -> list[Saved]:
        found: list[Saved] = []
        watching = watch(settings.load(root), Inputs)
        for step in steps:
            asyncio.get_running_loop().call_later(0.3, step)
            found.append(await asyncio.wait_for(anext(watching), 10))
        await watching.aclose()
        return found

    with ThreadPoolExecutor(1) as thread:  # a browser's loop may be running in this one
        return thread.submit(asyncio.run, follow()).result()


def test_saves_of_editors_and_moved_folders_are_noticed(site_project: Path) -> None:
    page, moved = site_project / "docs/second.md", site_project / "pages"

    def rename_into_place() -> None:
        (site_project / "docs/.second.tmp").write_text("# New\n", encoding="utf-8")
        (site_project / "docs/.second.tmp").replace(page)

    def move() -> None:
        (site_project / "docs").rename(moved)

    def move_back() -> None:
        moved.rename(site_project / "docs")

    def save() -> None:
        page.write_text("# Newer\n", encoding="utf-8")

    away = Saved(everywhere=True, tools=True, examples=True)
    assert saves(site_project, rename_into_place, move, move_back, save) == [
        EVERYWHERE,
        away,
        away,
        EVERYWHERE,
    ]


def test_where_too_much_is_watched_it_looks_by_itself(
    site_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = watching.awatch

    def limited(*paths: Path, force_polling: bool, **options: Any) -> Any:
        if not force_polling:
            raise OSError(28, "No space left on device")
        return real(*paths, force_polling=True, poll_delay_ms=50, **options)

    monkeypatch.setattr(watching, "awatch", limited)
    page = site_project / "docs/second.md"

    def save() -> None:
        page.write_text("# New\n", encoding="utf-8")
        later = time.time() + 5  # what looks by itself knows only whole seconds
        os.utime(page, (later, later))

    assert saves(site_project, save) == [EVERYWHERE]
