"""Run a command and say what it cost: seconds on the clock, seconds of CPU, memory at its peak."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost, with all processes that it waited for."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system."""
    peak: float
    """Megabytes of the largest process."""


def run(command: Sequence[str | Path], folder: Path) -> Cost:
    """Run a command in a folder and return its cost.

    Raises:
        SystemExit: The command failed; what it said is printed.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"{command}: ended with {process.returncode}\n{said}")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, kilobytes elsewhere
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def total(costs: Sequence[Cost]) -> Cost:
    """Return what commands cost that ran one after the other."""
    peak = max(one.peak for one in costs)
    return Cost(sum(one.wall for one in costs), sum(one.cpu for one in costs), peak)


def machine() -> str:
    """Return the date and the machine in a few words."""
    version = ".".join(map(str, sys.version_info[:2]))
    return f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, Python {version}"
