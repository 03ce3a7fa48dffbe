from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from allocdoc.examples.cage import End, Limits, Outcome, _records, died_of, run_order, run_process


def process(code: str, cwd: Path, limits: Limits, stop: threading.Event | None = None) -> Outcome:
    return run_process([sys.executable, "-c", code], cwd, {}, limits, stop)


def test_returns_what_was_written(tmp_path: Path) -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    outcome = process(code, tmp_path, Limits())
    assert (outcome.end, outcome.status) == (End.EXITED, 3)
    assert (outcome.stdout, outcome.stderr) == ("out\n", "err\n")


def test_output_is_cut(tmp_path: Path) -> None:
    limits = Limits(output=10)
    outcome = process("print('a' * 100)", tmp_path, limits)
    assert outcome.stdout == "a" * 10
    assert died_of(outcome, limits) == "wrote without end (got more than 10 bytes)"


def test_can_be_stopped(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    outcome = process("import time; time.sleep(60)", tmp_path, Limits(), stop)
    assert died_of(outcome, Limits()) == "stopped before its end"


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups")
def test_takes_the_whole_group_with_it(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time; "
        "subprocess.Popen([sys.executable, '-c', "
        "'import time, pathlib; time.sleep(1); pathlib.Path(\"late\").touch()'])"
    )
    assert process(code, tmp_path, Limits()).end is End.EXITED
    time.sleep(1.5)
    assert not (tmp_path / "late").exists()


def test_a_program_runs_under_limits() -> None:
    program = [sys.executable, "-c", "import resource; print(resource.getrlimit(4)[0])"]
    outcome = run_order({"do": "program", "program": program}, Limits())
    assert outcome.stdout == "0\n"
    assert outcome.records == ()


@pytest.mark.parametrize("end", [b"[1]\n", b"{'a'", b"\xff"])
def test_a_report_ends_at_the_first_line_that_is_no_record(tmp_path: Path, end: bytes) -> None:
    report = tmp_path / "report"
    assert _records(report) == ()
    report.write_bytes(b'{"a": 1}\n{"b": 2}\n')
    assert _records(report) == ({"a": 1}, {"b": 2})
    report.write_bytes(b'{"a": 1}\n' + end + b'\n{"b": 2}\n')
    assert _records(report) == ({"a": 1},)


def test_unknown_signals_have_numbers() -> None:
    assert died_of(Outcome(End.EXITED, -40, "", ""), Limits()) == "crashed (signal 40)"
    assert died_of(Outcome(End.EXITED, 1, "", ""), Limits()) is None


def test_where_there_are_no_groups_the_process_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allocdoc.examples.cage.os.name", "nt")
    outcome = process("import time; time.sleep(60)", tmp_path, Limits(seconds=0.2))
    assert died_of(outcome, Limits(seconds=0.2)) == "timed out after 0.2 s"
