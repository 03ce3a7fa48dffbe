"""One language kept as new as its files, with the processes that this takes."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Job, Request, plan
from allocdoc.site.preview import keeping, process
from allocdoc.site.preview.keeping import Keeper

PATIENCE = 60


def job(root: Path) -> Job:
    project = settings.load(root)
    folder = project.build / "preview"
    request = Request(FORMATS["html"], (project.source_language,), folder / "html", 1)
    return plan(replace(project, build=folder), request)[0]


async def _at_once(_: Keeper) -> None:
    """Let it use the machine."""


def kept(root: Path, steps: Callable[[Keeper], Awaitable[None]]) -> None:
    async def run() -> None:
        keeper = Keeper(job(root), _at_once, lambda: None)
        work = asyncio.create_task(keeper.run())
        try:
            await asyncio.wait_for(steps(keeper), PATIENCE)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    with ThreadPoolExecutor(1) as thread:  # a browser's loop may be running in this one
        thread.submit(asyncio.run, run()).result()


def save(root: Path, text: str) -> None:
    (root / "docs/second.md").write_text(f"# {text}\n", encoding="utf-8")


def page(root: Path) -> str:
    return (root / "build/preview/html/en/second.html").read_text(encoding="utf-8")


def test_where_processes_cannot_fork_each_build_has_its_own(
    site_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "FORKS", False)
    monkeypatch.setattr(keeping, "FORKS", False)

    async def steps(keeper: Keeper) -> None:
        keeper.visit("second.html")
        for text in ("One", "Two"):
            save(site_project, text)
            keeper.changed()
            await keeper.until(lambda: not keeper.is_stale)
            assert f">{text}<" in page(site_project)
        keeper.leave("second.html")
        assert not keeper.is_open

    kept(site_project, steps)


def test_what_is_saved_during_a_build_is_built_after_it_at_once(site_project: Path) -> None:
    async def steps(keeper: Keeper) -> None:
        keeper.visit("second.html")
        await keeper.until(lambda: not keeper.is_stale)
        before = keeper.number
        for number in range(10):
            save(site_project, f"Number {number}")
            keeper.changed()
            await asyncio.sleep(0.01)
        await keeper.until(lambda: not keeper.is_stale)
        assert ">Number 9<" in page(site_project)
        # Each of the builds wrote the open page, then the others.
        assert keeper.number - before <= 9

    kept(site_project, steps)


def test_a_project_that_is_moved_away_is_waited_for(site_project: Path, tmp_path: Path) -> None:
    async def steps(keeper: Keeper) -> None:
        away = tmp_path / "away"
        site_project.rename(away)
        (site_project / "build/preview/logs").mkdir(parents=True)
        shutil.rmtree(site_project)
        keeper.visit("second.html")
        await keeper.until(lambda: bool(keeper.failed))
        shutil.rmtree(site_project, ignore_errors=True)
        away.rename(site_project)
        keeper.changed()
        await keeper.until(lambda: not keeper.is_stale)
        assert keeper.failed == ()

    kept(site_project, steps)


def test_a_process_that_will_not_end_is_killed(
    site_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_GRACE", 0.5)
    started = site_project / "started"
    stubborn = "import pathlib, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    stubborn += f"pathlib.Path({str(started)!r}).touch()\ntime.sleep(60)\n"
    (site_project / "conf.py").write_text(stubborn, encoding="utf-8")

    async def steps(keeper: Keeper) -> None:
        keeper.visit("second.html")
        while not started.exists():
            await asyncio.sleep(0.02)

    began = time.monotonic()
    kept(site_project, steps)
    assert time.monotonic() - began < 30
