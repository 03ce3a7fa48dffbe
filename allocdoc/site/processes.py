"""Run the jobs' processes, a few at a time; whatever happens, none of them outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import IO

from allocdoc.site.plan import Job

_POLL = 0.02
_GRACE = 5.0
"""Seconds that a process gets to end by itself before it is killed."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job and the command that does it."""

    job: Job
    command: Sequence[str]


@dataclass(frozen=True, slots=True)
class Finished:
    """A job whose process has ended, after so many seconds."""

    job: Job
    code: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Running:
    task: Task
    process: subprocess.Popen[bytes]
    log: IO[bytes]
    started: float

    def finished(self) -> Finished:
        self.log.close()
        seconds = time.monotonic() - self.started
        return Finished(self.task.job, self.process.returncode, seconds)


def run(tasks: Sequence[Task], at_once: int) -> Generator[Finished, None, None]:
    """Run every task and yield it when it has finished, in the order in which they do.

    Closing the iterator, or an exception in it (Ctrl-C), ends the processes that still run.
    """
    waiting = deque(tasks)
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                running.append(_start(waiting.popleft()))
            for one in [one for one in running if one.process.poll() is not None]:
                running.remove(one)
                yield one.finished()
            time.sleep(_POLL if running else 0)
    finally:
        _end(running)


def _start(task: Task) -> _Running:
    for folder in (task.job.log.parent, task.job.staging.parent):
        folder.mkdir(parents=True, exist_ok=True)
    task.job.warnings.unlink(missing_ok=True)
    log = task.job.log.open("wb")
    process = subprocess.Popen(  # noqa: S603 - the command is ours, without a shell
        task.command,
        cwd=task.job.root,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        # A group of its own, so that ending it also ends what it started.
        start_new_session=True,
    )
    return _Running(task, process, log, time.monotonic())


def _end(running: Sequence[_Running]) -> None:
    for one in running:
        _signal(one.process, signal.SIGTERM)
    deadline = time.monotonic() + _GRACE
    for one in running:
        try:
            one.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal(one.process, getattr(signal, "SIGKILL", signal.SIGTERM))
            one.process.wait()
        one.log.close()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        if os.name == "posix":
            os.killpg(process.pid, number)
        else:
            process.terminate()
    except ProcessLookupError:
        pass  # it ended by itself in the meantime
