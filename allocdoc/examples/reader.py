"""Run a listing where a reader is: in a browser, from the text of the page, as often as they like.

The steps of the session are run by the same doctest runner as in a build (`child`), and each result
is compared with what the build got. What happens is told at once, a piece at a time: a listing may
never end, and then the page stops the whole interpreter.

Invariant: a run leaves no module behind, neither the listing nor what it imported of ours, so that
the next run does not see what the one before did to them. Standard modules stay.
"""

# ruff: noqa: ARG002 - doctest fixes the signatures

from __future__ import annotations

import contextlib
import doctest
import linecache
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from allocdoc.examples.child import TRACEBACK, Output, Report, Runner

Tell = Callable[[str, str], None]
"""Called with a kind and a text.

``text``: what belongs in the reader's output. ``differs``: the last step's result is not that of
the build, which is the text. ``failed``: the code itself raised, with this traceback. ``cut``: more
output than the limit. ``done``: all steps ran, so many of so many as in the build (``3/4``).
"""

Step = Mapping[str, Any]
"""One step of the build: ``source``, ``want``, ``got`` where it is another, and ``gap``."""

_AT_ONCE = 4096
_INTERVAL = 0.05
"""Output is told in pieces of so many characters or seconds."""


class TooMuchOutput(KeyboardInterrupt):
    """The listing printed more than a reader could read. doctest lets nothing else out."""


class Told(Output):
    """Stands for stdout while a listing runs, and tells what it gets."""

    def __init__(self, tell: Tell, limit: int) -> None:
        super().__init__()
        self._tell = tell
        self._room = limit
        self._waiting: list[str] = []
        self._last = time.monotonic()
        self.begins_line = True

    def write(self, text: str, /) -> int:
        """Keep a text for the comparison, and tell it soon."""
        self._room -= len(text)
        if self._room < 0:
            raise TooMuchOutput
        self.add(text)
        return super().write(text)

    def add(self, text: str) -> None:
        """Tell a text that is no output of the listing, in its turn."""
        self._waiting.append(text)
        self.begins_line = text.endswith("\n") if text else self.begins_line
        now = time.monotonic()
        if now - self._last > _INTERVAL or sum(map(len, self._waiting)) > _AT_ONCE:
            self.flush()

    def say(self, kind: str, text: str) -> None:
        """Tell something else, after all that was told before."""
        self.flush()
        self._tell(kind, text)

    def flush(self) -> None:
        """Tell what waits."""
        if self._waiting:
            self._tell("text", "".join(self._waiting))
        self._waiting.clear()
        self._last = time.monotonic()


class Aside(Told):
    """Stands for stderr: told like output, and no part of a result."""

    def __init__(self, beside: Told) -> None:
        super().__init__(beside._tell, beside._room)
        self._beside = beside

    def write(self, text: str, /) -> int:
        """Tell a text in the order in which it came."""
        self._beside.add(text)
        return len(text)


class Nothing(Report):
    """Takes the reports that a build would read."""

    def __init__(self) -> None:
        super().__init__(Path())

    def write(self, **record: object) -> None:
        """Forget them."""


class Session(Runner):
    """Runs the steps, tells each with its result, and counts those that are as in the build."""

    def __init__(self, steps: Sequence[Step], output: Told, name: str) -> None:
        super().__init__(Nothing(), in_session=True)
        self._fakeout = output
        self._told = output
        self._steps = steps
        self._name = name
        self._number = 0
        self._raised: BaseException | None = None
        self.same = 0

    def report_start(self, out: object, test: doctest.DocTest, example: doctest.Example) -> None:
        """Tell the source of a step."""
        super().report_start(out, test, example)
        step = self._steps[self._number]
        gap = "\n" if step.get("gap") and self._number else ""
        self._told.add(gap + _prompted(step["source"]))

    def report_unexpected_exception(
        self, out: object, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        """Remember the error, whose lines the reader wants to see."""
        self._raised = exc_info[1]
        super().report_unexpected_exception(out, test, example, exc_info)

    def _write(
        self, test: doctest.DocTest, example: doctest.Example, raised: str, *, passed: bool
    ) -> None:
        step = self._steps[self._number]
        printed = self._told.printed
        built = step.get("got", step["want"])
        is_same = passed or printed + (TRACEBACK + raised if raised else "") == built
        if not self._told.begins_line:
            self._told.add("\n")
        if raised:
            shown = reader_traceback(self._raised, self._name) if self._raised else ""
            self._told.add(shown or TRACEBACK + raised)
        if not is_same:
            self._told.say("differs", built)
        self.same += is_same
        self._number += 1
        self._raised = None


def run(
    stem: str, code: str, steps: Sequence[Step], root: Path, tell: Tell, limit: int = 100_000
) -> None:
    """Run a listing's code, then the steps of its session.

    Args:
        stem: The listing's name; its module's, too.
        code: The whole code, as it is now.
        steps: What the build ran.
        root: The folder of the library and of the listings: what is imported from there is ours.
        tell: Called with all that happens; see `Tell`.
        limit: So many characters of output are told.
    """
    name = f"{stem}.py"
    # Without a time of change the entry is never looked for on the disk.
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    before = set(sys.modules)
    output = Told(tell, limit)
    session = Session(steps, output, name)
    try:
        with contextlib.redirect_stderr(Aside(output)):
            module = _load(stem, code, name, output)
            session.run(_doctest(module, steps, name), out=lambda _: None)
        output.say("done", f"{session.same}/{len(steps)}")
    except TooMuchOutput:
        output.say("cut", str(limit))
    except BaseException as error:  # whatever the reader wrote
        output.say("failed", reader_traceback(error, name))
    finally:
        for new in set(sys.modules) - before:
            file = getattr(sys.modules[new], "__file__", None) or ""
            if file == name or Path(file).is_relative_to(root):
                del sys.modules[new]


def _load(stem: str, code: str, name: str, output: Told) -> ModuleType:
    module = ModuleType(stem)
    module.__file__ = name
    sys.modules[stem] = module
    with contextlib.redirect_stdout(output):
        # This module's own future imports are none of the reader's.
        exec(compile(code, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    output.truncate(0)
    return module


def _doctest(module: ModuleType, steps: Sequence[Step], name: str) -> doctest.DocTest:
    text = "".join(_prompted(step["source"]) + step["want"] for step in steps)
    return doctest.DocTestParser().get_doctest(
        text, module.__dict__, module.__name__, name, lineno=0
    )


def _prompted(source: str) -> str:
    first, *rest = source.rstrip("\n").split("\n")
    return "\n".join([f">>> {first}", *(f"... {line}".rstrip() for line in rest)]) + "\n"


def reader_traceback(error: BaseException, name: str) -> str:
    """Return a traceback with the lines of the listing and of the session, and no others.

    ``name`` is the file name that the listing was compiled with.
    """
    report = traceback.TracebackException.from_exception(error)
    _keep_readers(report, name)
    return "".join(report.format())


def _keep_readers(report: traceback.TracebackException, name: str) -> None:
    report.stack = traceback.StackSummary.from_list(
        [
            traceback.FrameSummary(shown, frame.lineno, frame.name, line=frame.line)
            for frame in report.stack
            if (shown := _shown(frame.filename, name))
        ]
    )
    for other in (report.__cause__, report.__context__):
        if other is not None:
            _keep_readers(other, name)


def _shown(file: str, name: str) -> str:
    """Return what the reader knows a file as, or nothing."""
    if file.startswith("<doctest "):
        return "session"
    return name if file == name else ""
