from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allocdoc.examples import main


def test_says_how_many_checks_passed(
    write: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(">>> x\n4\n>>> x\n4")
    monkeypatch.chdir(path.parent)
    assert main("one.py") == 0
    assert capsys.readouterr() == ("one: 2 checks passed\n", "")


def test_one_check_is_singular(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(str(write(">>> x\n4"))) == 0
    assert capsys.readouterr().out == "one: 1 check passed\n"


def test_failures_go_to_stderr(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(str(write(">>> x\n5"))) == 1
    out, err = capsys.readouterr()
    assert out == "one: failed, 0 of 1 checks passed\n"
    assert err.startswith("examples/one.py:3: wrong output (got 4, want 5): x\n")


def test_what_is_no_example_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "one.py").write_text("x = 1\n", encoding="utf-8")
    assert main(str(folder / "one.py")) == 2
    assert capsys.readouterr().err.startswith("examples/one.py:1: no docstring")


def test_the_file_runs_itself_from_anywhere(write: Any, tmp_path: Path) -> None:
    path = write(">>> x\n4")
    ran = subprocess.run(
        [sys.executable, path], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "one: 1 check passed\n"
