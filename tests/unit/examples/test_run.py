from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from allocdoc.examples import Limits, Result, find_listings, run_all, session_text

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the accidents are those of POSIX")
SMALL = Limits(file_size=1000)
QUICK = Limits(seconds=1)


def whats(result: Result) -> list[str]:
    assert not result.passed
    return [f"{failure.place}: {failure.what}" for failure in result.failures]


def test_a_pass_has_its_steps(run: Any) -> None:
    result = run(">>> x\n4\n>>> print('a')\na")
    assert result.passed
    assert result.failures == ()
    assert [(step.line, step.got) for step in result.steps] == [(3, "4\n"), (5, "a\n")]


def test_every_failing_step_is_reported(run: Any) -> None:
    result = run(">>> x\n5\n>>> x\n4\n>>> print(1); print(2)\n>>> 1 / 0\n1")
    assert whats(result) == [
        "examples/one.py:3: wrong output (got 4, want 5): x",
        "examples/one.py:7: wrong output (got 1\\n2, want nothing): print(1); print(2)",
        "examples/one.py:8: raised ZeroDivisionError: division by zero (want 1): 1 / 0",
    ]
    assert [step.passed for step in result.steps] == [False, True, False, False]


def test_what_a_step_printed_before_it_raised_is_kept(run: Any) -> None:
    result = run(">>> f()", "def f():\n    print('here')\n    raise ValueError('no')")
    assert result.steps[0].got == (
        "here\nTraceback (most recent call last):\n    ...\nValueError: no\n"
    )


def test_expected_errors_pass_and_show_shortly(run: Any) -> None:
    traceback = "Traceback (most recent call last):"
    result = run(f">>> 1 / 0\n{traceback}\n  File x\nZeroDivisionError: division by zero")
    assert result.passed
    assert result.steps[0].raised == "ZeroDivisionError: division by zero\n"
    assert session_text(result).endswith(f"{traceback}\n    ...\n{result.steps[0].raised}")


def test_another_error_and_no_error(run: Any) -> None:
    traceback = "Traceback (most recent call last):\n    ..."
    session = f">>> 1 / 0\n{traceback}\nValueError: no\n>>> x\n{traceback}\nValueError: no"
    assert whats(run(session)) == [
        "examples/one.py:3: wrong output (got ZeroDivisionError: division by zero, "
        "want ValueError: no): 1 / 0",
        "examples/one.py:7: wrong output (got 4, want ValueError: no): x",
    ]


def test_a_syntax_error_in_a_step(run: Any) -> None:
    assert "raised SyntaxError: " in whats(run(">>> x = = 1"))[0]


def test_options_of_a_step_hold(run: Any) -> None:
    result = run(">>> 'abc'  # doctest: +ELLIPSIS\n'a...'\n>>> 5  # doctest: +SKIP\n6")
    assert result.passed
    assert len(result.steps) == 1


def test_nothing_run_is_no_pass(run: Any) -> None:
    result = run(">>> x  # doctest: +SKIP\n5")
    assert whats(result) == ["examples/one.py:1: no doctest was run (got 0, want at least 1)"]


def test_doctests_of_functions_run_and_are_not_shown(run: Any) -> None:
    code = 'def f():\n    """Four.\n\n    >>> f()\n    5\n    """\n    return 4'
    result = run(">>> f()\n4", code)
    assert whats(result) == ["examples/one.py:10: wrong output (got 4, want 5): f()"]
    assert session_text(result) == ">>> f()\n4\n"


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ("import os; os._exit(0)", "ended before its last check (exit status 0)"),
        ("import os; os.kill(os.getpid(), 9)", "was killed (SIGKILL)"),
        ("import os; os.abort()", "crashed (SIGABRT)"),
        ("import ctypes; ctypes.string_at(0)", "crashed (SIGSEGV)"),
        ("while True: pass", "timed out after 1 s"),
        ("import time; time.sleep(60)", "timed out after 1 s"),
        ("import os; os.system('sleep 60')", "timed out after 1 s"),
        ("import os; os.system('yes')", "wrote without end (got more than 1048576 bytes)"),
        ("raise KeyboardInterrupt", "ended before its last check (exit status"),
    ],
)
def test_an_early_end_is_no_pass(run: Any, step: str, what: str) -> None:
    # Where a part of the step is ended first, it comes back and fails as well.
    found = whats(run(f">>> x\n4\n>>> {step}", limits=QUICK))[-1]
    assert found.startswith(f"examples/one.py:5: {what}") or (
        # Ctrl-C from inside ends Python by that signal.
        "Keyboard" in step and found == "examples/one.py:5: crashed (SIGINT)"
    )


def test_processor_time_is_limited_apart_from_time(run: Any) -> None:
    session = ">>> import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 9))\n>>> while 1: 1"
    limits = Limits(seconds=8)
    (what,) = whats(run(session.replace("while 1: 1", "while 1: pass"), limits=limits))
    assert what == "examples/one.py:4: used up its processor time of 8 s"


def test_an_early_end_hides_no_failed_step(run: Any) -> None:
    assert len(whats(run(">>> x\n5\n>>> import os; os._exit(0)"))) == 2


def test_leaving_is_no_pass_even_after_the_last_check(run: Any) -> None:
    code = "import atexit, os\nx = 4\natexit.register(os._exit, 3)"
    assert whats(run(">>> x\n4", code)) == [
        "examples/one.py:3: ended after its last check (exit status 3)"
    ]


def test_what_looks_like_a_report_is_none(run: Any) -> None:
    code = 'import os\nx = 4\nos.write(1, b\'{"nonce": "x"}\\n\')\nos._exit(0)'
    assert whats(run(">>> x\n4", code)) == [
        "examples/one.py:7: ended before its last check (exit status 0)"
    ]


def test_a_report_with_foreign_lines_is_none(run: Any) -> None:
    steps = "\n".join(
        [
            ">>> import pathlib",
            ">>> report = pathlib.Path.cwd().parent / 'report'",
            ">>> _ = report.write_text('[1]')",
        ]
    )
    assert not run(steps).passed


def test_closed_files_do_no_harm(run: Any) -> None:
    assert run(">>> import os; os.closerange(3, 64)\n>>> x\n4").passed


def test_a_forked_process_reports_nothing(run: Any) -> None:
    result = run(">>> import os\n>>> pid = os.fork()\n>>> x\n4\n>>> _ = pid and os.wait()")
    assert result.passed
    assert len(result.steps) == 4


def test_memory_is_limited(run: Any) -> None:
    result = run(">>> b = bytearray(1 << 40)", limits=Limits(memory=256 << 20))
    assert whats(result) == [
        "examples/one.py:3: raised MemoryError (want nothing): b = bytearray(1 << 40)"
    ]


def test_a_large_file_is_refused(run: Any) -> None:
    result = run(">>> n = Path('f').write_bytes(b'0' * 2000)", "from pathlib import Path", SMALL)
    assert "raised OSError: [Errno 27] File too large" in whats(result)[0]


def test_too_long_an_output_is_cut(run: Any) -> None:
    result = run(">>> print('a' * 200_000)\na")
    assert whats(result) == ["examples/one.py:3: printed too much: print('a' * 200_000)"]
    assert len(result.steps[0].got) == 100_000


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import nothing_of_that_name", "7: raised ModuleNotFoundError: No module named"),
        ("def f():\n    1 / 0\n\n\nf()", "8: raised ZeroDivisionError: division by zero"),
        ("raise SystemExit(0)", "7: raised SystemExit: 0"),
    ],
)
def test_code_that_cannot_be_imported(run: Any, code: str, what: str) -> None:
    (found,) = whats(run(">>> 1\n1", code))
    assert found.startswith(f"examples/one.py:{what}")


def test_an_error_outside_the_file_names_its_first_line(write: Any, folder: Path) -> None:
    path = write(">>> x\n4")
    listings = find_listings(folder)
    path.write_text("x = = 1\n", encoding="utf-8")
    (failure,) = run_all(listings, None, Limits())["one"].failures
    assert failure.place == "examples/one.py:1"
    assert failure.what.startswith("raised SyntaxError: invalid syntax")


def test_what_a_crash_wrote_is_shown(run: Any) -> None:
    result = run(">>> import ctypes; ctypes.string_at(0)")
    assert "Fatal Python error: Segmentation fault" in str(result.failures[0])


def test_the_environment_is_the_same_everywhere(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "1")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    session = """>>> sorted({'b', 'a', 'c'}, key=hash) == sorted({'a', 'b', 'c'}, key=hash)
True
>>> os.environ.get('SECRET'), os.environ.get('PYTHONPATH'), os.environ['LC_ALL']
(None, None, 'C.UTF-8')
>>> os.listdir()
[]
>>> os.environ['PYTHONHASHSEED'], sys.flags.hash_randomization
('0', 0)
>>> sys.stdin.read()
''
>>> os.getsid(0) == os.getpid()
True
>>> '/nowhere' in sys.path
False
>>> __name__, sys.argv == [__file__]
('one', True)"""
    result = run(session, "import os\nimport sys")
    assert result.failures == ()


def test_a_sibling_can_be_imported(write: Any, folder: Path) -> None:
    write(">>> x\n4", stem="first")
    write(">>> first.x\n4", "import first", stem="second")
    write(">>> Thing\n<class 'third.Thing'>", "class Thing:\n    pass", stem="third")
    results = run_all(find_listings(folder), None, Limits(), jobs=3)
    assert [(stem, result.passed) for stem, result in results.items()] == [
        ("first", True),
        ("second", True),
        ("third", True),
    ]
    assert not list(folder.glob("__pycache__"))


def test_progress_is_told_in_this_thread(write: Any, folder: Path) -> None:
    write(">>> x\n4", stem="first")
    write(">>> x\n5", stem="second")
    (folder / "third.rs").write_text("//@ run-pass\nfn main() {}\n", encoding="utf-8")
    told: dict[str, bool] = {}
    results = run_all(
        find_listings(folder),
        None,
        Limits(),
        on_done=lambda stem, result: told.update({stem: result.passed}),
    )
    assert told == {"first": True, "second": False}
    assert list(results) == ["first", "second"]


def test_without_examples_nothing_is_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: pytest.fail("a process"))
    assert run_all(find_listings(folder), None, Limits()) == {}


def test_an_interrupt_ends_what_still_runs(write: Any, folder: Path) -> None:
    write(">>> x\n4", stem="first")
    write(f">>> import time; time.sleep({10 * 60})", stem="second")

    def interrupt(stem: str, result: Result) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_all(find_listings(folder), None, Limits(seconds=600), jobs=2, on_done=interrupt)


def test_the_interpreter_is_this_one(run: Any) -> None:
    assert run(f">>> sys.executable == {sys.executable!r}\nTrue", "import sys").passed
