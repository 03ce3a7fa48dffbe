"""Run a process that may do anything by accident: hang, crash, fork, print without end.

Invariant: when a call returns, the process and its whole group have ended and its folder is gone.
What it guards against is a mistake in an example, not an attacker: examples are source that a
reviewer has read. A process that leaves its group (a daemon) escapes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from allocdoc.alloc.jemalloc import ENVIRONMENT

_CHILD = Path(__file__).with_name("child.py")
_INHERITED = ("SYSTEMROOT",)
"""What Windows needs to start a process at all."""


class End(Enum):
    """How a process came to its end."""

    EXITED = "exited"
    TIMED_OUT = "timed out"
    TOO_MUCH_OUTPUT = "too much output"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one example may use.

    Attributes:
        seconds: Wall-clock time; a second more of processor time.
        memory: Bytes of address space.
        file_size: Bytes of the largest file.
        processes: Processes and threads beside those that the machine has already.
        output: Bytes that the process may write past its own doctests.
    """

    seconds: float = 20
    memory: int = 1 << 30
    file_size: int = 64 << 20
    processes: int = 256
    output: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """A process that has ended.

    Attributes:
        end: How.
        status: Its exit status; negative for a signal, as in `subprocess`.
        stdout: What it wrote there, up to the limit.
        stderr: The same.
        records: The lines that `child` reported.
    """

    end: End
    status: int
    stdout: str
    stderr: str
    records: tuple[dict[str, Any], ...] = ()


def run_order(
    order: Mapping[str, object], limits: Limits, stop: threading.Event | None = None
) -> Outcome:
    """Let a new Python process do what an order says; `child` lists the orders.

    Args:
        order: The order without its limits.
        limits: What the process may use.
        stop: When set by another thread, the process is killed.
    """
    with tempfile.TemporaryDirectory(prefix="allocdoc-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        work = folder / "work"
        work.mkdir()
        text = json.dumps({**order, "limits": asdict(limits)})
        (folder / "order.json").write_text(text, encoding="utf-8")
        # Not -I: it ignores PYTHONHASHSEED. What -I keeps out is not in this environment.
        command = [sys.executable, "-P", "-s", "-B", str(_CHILD), str(folder)]
        outcome = run_process(command, work, _environment(work), limits, stop, folder)
        return Outcome(
            outcome.end, outcome.status, outcome.stdout, outcome.stderr, _records(folder / "report")
        )


def run_process(
    command: Sequence[str],
    cwd: Path,
    environment: Mapping[str, str],
    limits: Limits,
    stop: threading.Event | None = None,
    logs: Path | None = None,
) -> Outcome:
    """Run a command as the head of its own process group, and end the group with it.

    Only the limits of time and output hold for a command that does not set the others itself.
    ``logs`` is a folder for what it writes, ``cwd`` where there is no other.
    """
    out, err = ((logs or cwd) / name for name in ("stdout", "stderr"))
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(  # noqa: S603 - without a shell, and the command is ours
            command,
            cwd=cwd,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        try:
            end = _watch(process, (out, err), limits, stop)
        finally:
            _kill_group(process)
            status = process.wait()
    return Outcome(end, status, _head(out, limits.output), _head(err, limits.output))


def died_of(outcome: Outcome, limits: Limits) -> str | None:
    """Say in words why a process came to a violent end; ``None`` where it exited by itself."""
    if outcome.end is End.TIMED_OUT:
        return f"timed out after {limits.seconds:g} s"
    if outcome.end is End.TOO_MUCH_OUTPUT:
        return f"wrote without end (got more than {limits.output} bytes)"
    if outcome.end is End.STOPPED:
        return "stopped before its end"
    if outcome.status >= 0:
        return None
    name = _signal_name(-outcome.status)
    if name == "SIGXCPU":
        return f"used up its processor time of {limits.seconds:g} s"
    return f"was killed ({name})" if name == "SIGKILL" else f"crashed ({name})"


def _watch(
    process: subprocess.Popen[bytes],
    logs: Sequence[Path],
    limits: Limits,
    stop: threading.Event | None,
) -> End:
    deadline = time.monotonic() + limits.seconds
    while True:
        try:
            process.wait(min(0.1, max(0.0, deadline - time.monotonic())))
            ended = True
        except subprocess.TimeoutExpired:
            ended = False
        # Asked after the end, too: else it would be luck whether it is noticed.
        if sum(log.stat().st_size for log in logs) > limits.output:
            return End.TOO_MUCH_OUTPUT
        if ended:
            return End.EXITED
        if stop is not None and stop.is_set():
            return End.STOPPED
        if time.monotonic() >= deadline:
            return End.TIMED_OUT


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        # Where the group is empty there is nothing left to end; macOS answers EPERM for that.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _environment(home: Path) -> dict[str, str]:
    """Return the environment of an example: nothing of the user's."""
    return {
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PATH": os.defpath,
        **ENVIRONMENT,
        **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(home)),
        **{name: os.environ[name] for name in _INHERITED if name in os.environ},
    }


def _records(path: Path) -> tuple[dict[str, Any], ...]:
    """Return the report's lines, up to the first that is no JSON object."""
    records: list[dict[str, Any]] = []
    try:
        for line in path.read_bytes().splitlines():
            record = json.loads(line)
            if not isinstance(record, dict):
                break
            records.append(record)
    except (OSError, ValueError):
        pass  # no report, or the process died while it wrote this line
    return tuple(records)


def _head(path: Path, size: int) -> str:
    with path.open("rb") as file:
        return file.read(size).decode("utf-8", "backslashreplace").replace("\r\n", "\n")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
