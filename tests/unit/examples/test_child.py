"""The parts of the child that a pass or a failure of an example does not show."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from allocdoc.examples import child
from allocdoc.examples.results import TRACEBACK

SESSION = """>>> x
4
>>> x
5
>>> print('seen'); boom()
>>> 1 / 0
Traceback (most recent call last):
ZeroDivisionError: division by zero
>>> x
Traceback (most recent call last):
ZeroDivisionError: division by zero

>>> 'a' * 200_000  # doctest: +ELLIPSIS
'a...'
>>> x = = 1
"""
LIMITS = {"seconds": 2.5, "memory": 100, "file_size": 10, "processes": 5}


@pytest.fixture
def obey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """Let the script do an order in this process; return what it reports."""

    def obey(code: str, session: str) -> list[dict[str, Any]]:
        file = tmp_path / "one_example.py"
        file.write_text(code, encoding="utf-8")
        docstring = {"text": session, "name": "one_example", "line": 1}
        order = {
            "do": "doctests",
            "file": str(file),
            "stem": "one_example",
            "path": [str(tmp_path)],
            "docstrings": [docstring, docstring],
            "nonce": "n",
            "limits": LIMITS,
        }
        (tmp_path / "order.json").write_text(json.dumps(order), encoding="utf-8")
        for name in ("path", "argv"):
            monkeypatch.setattr(sys, name, list(getattr(sys, name)))
        monkeypatch.setattr("faulthandler.enable", lambda: None)
        monkeypatch.setattr(child, "set_limits", lambda _: None)
        child.main(tmp_path)
        monkeypatch.delitem(sys.modules, "one_example")
        report = (tmp_path / "report").read_text(encoding="utf-8")
        return [json.loads(line) for line in report.splitlines()]

    return obey


def test_each_step_is_reported_when_it_begins_and_when_it_ends(obey: Any) -> None:
    records = obey("x = 4\ndef boom():\n    raise ValueError('a\\nb')\n", SESSION)
    assert records[-1] == {"nonce": "n"}
    assert [record["at"] for record in records[:-1:2]] == [1, 3, 5, 6, 9, 13, 15] * 2
    steps = [record["step"] for record in records[1:-1:2]]
    assert [step["in_session"] for step in steps] == [True] * 7 + [False] * 7
    assert [step["passed"] for step in steps[:7]] == [True, False, False, True, False, False, False]
    assert [step["after_gap"] for step in steps[:7]] == [False] * 5 + [True, False]
    assert [step["is_cut"] for step in steps[:7]] == [False] * 5 + [True, False]
    assert [step["raised"] for step in steps[2:5]] == [
        "ValueError: a\nb\n",
        "ZeroDivisionError: division by zero\n",
        "",
    ]
    assert steps[2]["got"] == f"seen\n{TRACEBACK}ValueError: a\nb\n"
    assert steps[6]["raised"] == "SyntaxError: invalid syntax\n"


def test_the_whole_error_is_kept_where_its_detail_does_not_matter(obey: Any) -> None:
    source = "1 / 0  # doctest: +IGNORE_EXCEPTION_DETAIL"
    session = f">>> {source}\nTraceback (most recent call last):\nZeroDivisionError: other\n"
    step = obey("", session)[1]["step"]
    assert (step["passed"], step["raised"]) == (True, "ZeroDivisionError: division by zero\n")


@pytest.mark.parametrize(
    ("code", "want"),
    [
        ("x = 4\n1 / 0\n", {"error": "ZeroDivisionError: division by zero\n", "line": 2}),
        ("x = = 4\n", {"error": "SyntaxError: invalid syntax\n", "line": 1}),
    ],
)
def test_what_importing_raises_is_all_there_is(obey: Any, code: str, want: object) -> None:
    assert obey(code, SESSION) == [want]


def test_what_utf8_cannot_hold_is_written_out() -> None:
    assert child._kept("a\ud800") == "a\\ud800"


def test_both_sides_write_a_traceback_alike() -> None:
    assert child.TRACEBACK == TRACEBACK


def test_limits_are_lowered_and_never_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    lowered: dict[object, tuple[int, int]] = {}

    def refuse_memory(kind: str, limits: tuple[int, int]) -> None:
        if kind == "as":
            raise ValueError("current limit exceeds maximum limit")
        lowered[kind] = limits

    names = {"RLIMIT_AS": "as", "RLIMIT_CPU": "cpu", "RLIMIT_FSIZE": "file", "RLIMIT_CORE": "core"}
    system = SimpleNamespace(
        **names,
        RLIM_INFINITY=-1,
        getrlimit=lambda kind: (0, 4 if kind == "file" else -1),
        setrlimit=refuse_memory,
    )
    monkeypatch.setitem(sys.modules, "resource", system)
    child.set_limits(LIMITS)
    assert lowered == {"cpu": (3, 3), "file": (4, 4), "core": (0, 0)}


def test_a_system_without_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    child.set_limits(LIMITS)


def test_running_threads_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "0.1 0.2 0.3 2/345 999\n")
    assert child._running_threads() == 345
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "")
    assert child._running_threads() == 100_000


def test_a_forked_process_may_not_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = child.Report(tmp_path / "report")
    report.write(at=1)

    def leave(status: int) -> None:
        raise SystemExit(status)

    monkeypatch.setattr("os.getpid", lambda: -1)
    monkeypatch.setattr("os._exit", leave)
    with pytest.raises(SystemExit):
        report.write(at=2)
    assert (tmp_path / "report").read_text(encoding="utf-8") == '{"at": 1}\n'


def test_a_program_takes_the_place_of_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[object] = []
    monkeypatch.setattr("os.execv", lambda *command: called.append(command))
    report = child.Report(tmp_path / "report")
    command = [sys.executable, "-c", "raise SystemExit(7)"]
    for system in ("posix", "nt"):
        monkeypatch.setattr("os.name", system)
        with pytest.raises(SystemExit) as ended:
            child.run_program({"program": command}, report)
        # Here execv came back, as it never does; so the second way is gone each time.
        assert ended.value.code == 7
    assert called == [(sys.executable, command)]


def test_a_function_of_a_library_is_called(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("names a library of Linux")
    report = child.Report(tmp_path / "report")
    child.call_function({"library": "libc.so.6", "function": "getpid", "nonce": "n"}, report)
    assert json.loads((tmp_path / "report").read_text(encoding="utf-8")) == {"nonce": "n"}


@pytest.mark.parametrize(
    ("found", "maps", "want"),
    [
        (None, "", "none"),
        (object(), None, "found"),
        (object(), "1 r 0 08:01 2  /lib/libjemalloc.so.2\n1 r 0 08:01 2  /lib/libc.so\n", "/lib/l"),
    ],
)
def test_says_which_jemalloc_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: object, maps: str | None, want: str
) -> None:
    def read_text(*_: object, **__: object) -> str:
        if maps is None:
            raise FileNotFoundError
        return maps

    monkeypatch.setattr("allocdoc.alloc.jemalloc.find", lambda: found)
    monkeypatch.setattr(sys, "path", list(sys.path))
    report = child.Report(tmp_path / "report")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", read_text)
        child.find_jemalloc({"path": []}, report)
    said = json.loads((tmp_path / "report").read_text(encoding="utf-8"))["jemalloc"]
    assert said.startswith(want)
    assert "libc" not in said
