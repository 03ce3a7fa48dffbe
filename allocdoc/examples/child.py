"""The script at the start of every process that runs an example. Of ours it imports nothing.

``python child.py FOLDER``: the folder holds ``order.json``, which says what to run and under what
limits, and gets ``report``, a line of JSON for each thing that happened. The last line carries the
order's nonce; only this script, at its regular end, writes that one. So a report without it is
that of a process that ended too early, whatever its exit status.
"""

# ruff: noqa: ARG001, ARG002 - doctest fixes the signatures of one half, the orders of the other

from __future__ import annotations

import contextlib
import ctypes
import doctest
import faulthandler
import io
import json
import os
import sys
import traceback
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

TRACEBACK = "Traceback (most recent call last):\n    ...\n"
KEPT = 100_000
"""So many characters of one output are kept."""

Order = dict[str, Any]


class Report:
    """The file that the parent reads. Each line is opened, written and closed by itself.

    An example may close files that it does not own; this one is not open for it to close.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process = os.getpid()

    def write(self, **record: object) -> None:
        """Add a line. A process that the example forked has nothing to say and ends."""
        if os.getpid() != self._process:
            os._exit(70)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")


class Output(io.StringIO):
    """Stands for stdout while a step runs; keeps what the last step printed."""

    printed = ""

    def getvalue(self) -> str:
        """Return what was printed, the last line ended, as doctest wants it."""
        text = super().getvalue()
        self.printed = text if not text or text.endswith("\n") else text + "\n"
        return self.printed

    def truncate(self, size: int | None = None, /) -> int:
        """Forget what was printed."""
        self.seek(size or 0)
        return super().truncate(size)


class Checker(doctest.OutputChecker):
    """Remembers the first text of a step that doctest compared."""

    compared: str | None = None

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """Compare as doctest does."""
        if self.compared is None:
            self.compared = got
        return super().check_output(want, got, optionflags)


class Runner(doctest.DocTestRunner):
    """Reports each step instead of printing about it."""

    def __init__(self, report: Report, *, in_session: bool) -> None:
        self._compared = Checker()
        super().__init__(checker=self._compared, verbose=False)
        # doctest's own stand-in for stdout, which shows nobody what a step that raised printed.
        self._fakeout: Output = Output()
        self._report = report
        self._in_session = in_session
        self._end = 0

    def report_start(self, out: object, test: doctest.DocTest, example: doctest.Example) -> None:
        """Say where the example is, in case it never comes back."""
        self._compared.compared = None
        self._report.write(at=_line(test, example))

    def report_success(
        self, out: object, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """Report a step that passed."""
        self._write(test, example, self._expected_error(example, got), passed=True)

    def report_failure(
        self, out: object, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """Report a step whose output, or whose error, is another."""
        self._write(test, example, self._expected_error(example, got), passed=False)

    def report_unexpected_exception(
        self, out: object, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        """Report a step that raised where output was wanted."""
        self._write(test, example, _last_lines(exc_info[1]), passed=False)

    def _expected_error(self, example: doctest.Example, got: str) -> str:
        """Return the error of a step that was to raise one, and did: doctest adds it to ``got``."""
        raised = example.exc_msg is not None and got != self._fakeout.printed
        return (self._compared.compared or "") if raised else ""

    def _write(
        self, test: doctest.DocTest, example: doctest.Example, raised: str, *, passed: bool
    ) -> None:
        got = self._fakeout.printed + (TRACEBACK + raised if raised else "")
        self._report.write(
            step={
                "line": _line(test, example),
                "source": example.source,
                "want": example.want,
                "got": _kept(got),
                "raised": _kept(raised),
                "passed": passed and len(got) <= KEPT,
                "in_session": self._in_session,
                "after_gap": example.lineno > self._end,
                "is_cut": len(got) > KEPT,
            }
        )
        self._end = example.lineno + example.source.count("\n") + example.want.count("\n")


def run_doctests(order: Order, report: Report) -> None:
    """Import the example, then run its docstrings, the module's first."""
    sys.path[:0] = [entry for entry in order["path"] if entry not in sys.path]
    module = _load(order, report)
    if module is None:
        return
    for number, docstring in enumerate(order["docstrings"]):
        test = doctest.DocTestParser().get_doctest(
            docstring["text"],
            module.__dict__,  # copied by DocTest
            docstring["name"],
            order["file"],
            docstring["line"] - 1,
        )
        runner = Runner(report, in_session=number == 0)
        runner.run(test, out=lambda _: None)
    report.write(nonce=order["nonce"])


def _load(order: Order, report: Report) -> ModuleType | None:
    """Import the example from its file, under its own name, as a sibling would."""
    module = ModuleType(order["stem"])
    loader = SourceFileLoader(order["stem"], order["file"])
    module.__spec__ = spec_from_file_location(order["stem"], order["file"], loader=loader)
    module.__file__ = order["file"]
    sys.modules[order["stem"]] = module
    try:
        loader.exec_module(module)
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == order["file"]]
        report.write(error=_kept(_last_lines(error)), line=lines[-1] if lines else 1)
        return None
    return module


def run_program(order: Order, report: Report) -> None:
    """Become another program. Its exit status says how it ended, so there is no nonce."""
    program = [str(part) for part in order["program"]]
    if os.name == "posix":
        os.execv(program[0], program)  # noqa: S606 - without a shell is what is wanted
    import subprocess

    raise SystemExit(subprocess.call(program))  # noqa: S603


def call_function(order: Order, report: Report) -> None:
    """Load a dynamic library and call one of its functions, without arguments."""
    function = ctypes.CDLL(order["library"])[order["function"]]
    function.restype = None
    function()
    report.write(nonce=order["nonce"])


def find_jemalloc(order: Order, report: Report) -> None:
    """Say which jemalloc an example would find."""
    sys.path[:0] = order["path"]
    from allocdoc.alloc import jemalloc

    if jemalloc.find() is None:
        report.write(jemalloc="none")
        return
    try:
        maps = Path("/proc/self/maps").read_text(encoding="utf-8").split("\n")
    except OSError:
        maps = []
    files = sorted({line.split(maxsplit=5)[-1] for line in maps if "jemalloc" in line})
    report.write(jemalloc=" ".join(files) or "found")


def set_limits(limits: dict[str, float]) -> None:
    """Lower the limits of this process, where the system has them and no lower ones yet."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": limits["memory"],
        "RLIMIT_CPU": int(limits["seconds"]) + 1,
        "RLIMIT_FSIZE": limits["file_size"],
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": limits["processes"] + _running_threads(),
    }
    for name, value in wanted.items():
        # Some systems know a limit and refuse to set it (macOS: RLIMIT_AS).
        with contextlib.suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            low = int(value) if hard == resource.RLIM_INFINITY else min(int(value), hard)
            resource.setrlimit(kind, (low, low))


def _running_threads() -> int:
    """Return how many threads there are: the kernel's limit counts all those of the user."""
    try:
        return int(Path("/proc/loadavg").read_text(encoding="ascii").split()[3].split("/")[1])
    except (OSError, ValueError, IndexError):
        return 100_000


def _line(test: doctest.DocTest, example: doctest.Example) -> int:
    return (test.lineno or 0) + example.lineno + 1


def _last_lines(error: BaseException) -> str:
    """Return the end of a traceback as doctest compares it."""
    lines = traceback.format_exception_only(type(error), error)
    return lines[-1] if isinstance(error, SyntaxError) else "".join(lines)


def _kept(text: str) -> str:
    """Return the text without what UTF-8 cannot hold, and not too long."""
    return text[:KEPT].encode("utf-8", "backslashreplace").decode()


def main(folder: Path) -> None:
    """Do what the order says."""
    order: Order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    (folder / "order.json").unlink()
    report = Report(folder / "report")
    sys.argv = [order.get("file", "")]
    faulthandler.enable()
    set_limits(order["limits"])
    orders = {
        "doctests": run_doctests,
        "program": run_program,
        "call": call_function,
        "jemalloc": find_jemalloc,
    }
    orders[order["do"]](order, report)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
