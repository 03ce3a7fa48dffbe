"""Run the jobs' processes, a few at a time; whatever happens, none of them outlives the run.

Each is forked from this one, which has imported what they all need; where forking is not safe
(everywhere but on Linux), each starts from nothing.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol, TextIO

from allocdoc.site.plan import Job

METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How processes begin."""

BROKEN = 2
"""How a process ends that could not go on; Sphinx says so, too."""

_POLL = 0.02
_GRACE = 5.0
"""Seconds that a process gets to end by itself before it is killed."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is done for a job, in a process of its own."""

    job: Job
    call: Callable[[], int | None]
    """Returns the code that the process ends with; nothing is a zero."""
    log: Path
    """Where all goes that the process says."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A job for which a process has ended, after so many seconds."""

    job: Job
    code: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Running:
    task: Task
    process: BaseProcess
    started: float

    def finished(self) -> Finished:
        seconds = time.monotonic() - self.started
        self.process.join()
        return Finished(self.task.job, self.process.exitcode or 0, seconds)


def run(
    tasks: list[Task], at_once: int, watch: Callable[[Sequence[Job]], None] = lambda _: None
) -> Generator[Finished, None, None]:
    """Run every task and yield it when it has finished, in the order in which they do.

    Those that run are taken out of the list. What is put into it meanwhile is run as well.

    Meanwhile, ``watch`` is told again and again which run. Closing the iterator, or an exception
    in it (Ctrl-C), ends the processes that still run.
    """
    running: list[_Running] = []

    def start() -> None:
        while tasks and len(running) < at_once:
            running.append(_start(tasks.pop(0)))

    # What is there now stays; no child has to look through it for garbage, or copy it for that.
    gc.freeze()
    try:
        start()
        while running:
            watch([one.task.job for one in running])
            wait([one.process.sentinel for one in running], _POLL)
            for one in [one for one in running if not one.process.is_alive()]:
                running.remove(one)
                start()
                yield one.finished()
            start()
    finally:
        gc.unfreeze()
        _end(running)


def _start(task: Task) -> _Running:
    for folder in (task.log.parent, task.job.staging.parent):
        folder.mkdir(parents=True, exist_ok=True)
    task.log.write_bytes(b"")
    context: Any = multiprocessing.get_context(METHOD)
    process = context.Process(target=_child, args=(task.call, task.log, task.job.root))
    process.start()
    return _Running(task, process, time.monotonic())


def _child(call: Callable[[], int | None], log: Path, folder: Path) -> None:
    """Do a task in a process of its own, and end that with its code."""
    if os.name == "posix":
        # A group of its own, so that ending it also ends what it started.
        os.setsid()
    gc.disable()  # see `allocdoc.sphinxext.garbage`
    # What this process does at a signal is for it to do; a child just ends.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _say_it_to(log)
    os.chdir(folder)
    try:
        code = call() or 0
    except Exception:
        traceback.print_exc()
        code = BROKEN
    sys.stdout.flush()
    sys.stderr.flush()
    sys.exit(code)


def _say_it_to(log: Path) -> None:
    """Let all that the process says go to a file; nothing is there for it to read."""
    with log.open("wb") as file, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    sys.stdout, sys.stderr = _stream(1), _stream(2)


def _stream(number: int) -> TextIO:
    return os.fdopen(number, "w", 1, "utf-8", "backslashreplace", closefd=False)


def _end(running: Sequence[_Running]) -> None:
    for one in running:
        send(one.process, signal.SIGTERM)
    deadline = time.monotonic() + _GRACE
    for one in running:
        one.process.join(max(0, deadline - time.monotonic()))
        if one.process.is_alive():
            send(one.process, getattr(signal, "SIGKILL", signal.SIGTERM))
            one.process.join()


class _Process(Protocol):
    """A process that leads a group of its own."""

    @property
    def pid(self) -> int | None: ...

    def terminate(self) -> None: ...


def send(process: _Process, number: int) -> None:
    """Send a signal to a process and to all that it started; where there are no groups, end it."""
    try:
        if os.name == "posix":
            os.killpg(process.pid or 0, number)
        else:
            process.terminate()
    except ProcessLookupError:
        pass  # it ended by itself in the meantime
