"""Small listings in a temporary project, so that nothing here depends on the real examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from allocdoc.examples import Limits, Result, find_listings, run_all
from allocdoc.examples.python_source import TRAILER

Write = Callable[..., Path]
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "examples"
    path.mkdir()
    return path


@pytest.fixture
def write(folder: Path) -> Write:
    """Write an example from its session and its code; return the file."""

    def write(session: str, code: str = "x = 4", stem: str = "one", quotes: str = '"""') -> Path:
        path = folder / f"{stem}.py"
        text = f"{quotes}Sum.\n\n{session}\n{quotes}\n\n{code}\n\n\n{TRAILER}\n"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def run(write: Write, folder: Path) -> Run:
    """Write an example and run it."""

    def run(session: str, code: str = "x = 4", limits: Limits | None = None) -> Result:
        write(session, code)
        return run_all(find_listings(folder), None, limits or Limits())["one"]

    return run
