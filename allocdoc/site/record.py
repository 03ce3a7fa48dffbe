"""Leave a record of a build that went well, for `allocdoc.site.unchanged` to check.

Invariant: a record is left only where nothing was wrong, where the inputs are those from before the
build began, and where no file was touched so lately that it could change again and look the same:
clocks of file systems tick, and two changes within one tick give one time. (Git calls such files
"racily clean".)
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from allocdoc.errors import AllocdocError
from allocdoc.files import write_if_changed
from allocdoc.settings import Settings
from allocdoc.site import stamp, summary, unchanged, watched
from allocdoc.site.lock import alone
from allocdoc.site.plan import Job, Request
from allocdoc.site.watched import Built, Doubt, Watched

_TICK, _COARSE_TICK = 20_000_000, 2_000_000_000
"""Nanoseconds in which a file may change twice and keep its time. FAT's clock ticks every 2 s."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a build found when it began.

    Attributes:
        began: When that was, in nanoseconds since the epoch.
        asked: The command, see `unchanged.invocation`.
        inputs: What counts as an input.
        state: Its state.
    """

    began: int
    asked: list[str]
    inputs: Watched
    state: str


def before(
    settings: Settings, requests: Sequence[Request], arguments: list[str], began: int
) -> Before | None:
    """Return the state of the inputs, or nothing where there will be no record anyway.

    Args:
        settings: The project.
        requests: What will be built.
        arguments: The command line that says so.
        began: When the process had read nothing yet, in nanoseconds since the epoch.
    """
    if os.name != "posix" or any(one.fresh for one in requests):
        return None
    try:
        inputs = watched.inputs(settings, requests)
        return Before(began, unchanged.invocation(arguments), inputs, inputs.state()[0])
    except OSError:
        return None  # a file went away while it was looked at


def leave(
    earlier: Before,
    settings: Settings,
    built: Sequence[Built],
    notes: Iterable[str],
    shown: Callable[[Path], str],
) -> None:
    """Leave a record, or none if there is the least doubt.

    Args:
        earlier: The state from before the build.
        settings: The project.
        built: What was built.
        notes: What the command says on stderr, whether or not anything has changed.
        shown: Writes a path as the reader wants it.
    """
    outcomes = [outcome for one in built for outcome in one.outcomes]
    if not all(outcome.unchanged for outcome in outcomes):
        # The states in other commands' records are past.
        shutil.rmtree(settings.build / unchanged.FOLDER, ignore_errors=True)
    if any(outcome.failed for outcome in outcomes):
        return
    try:
        with alone(settings.build):
            everything, state = _settled(earlier, settings, built)
            if all(_holds(outcome.job) for outcome in outcomes):
                record = {
                    "asked": earlier.asked,
                    "watched": asdict(everything),
                    "state": state,
                    "out": _text(line for one in built for line in _lines(one, shown)),
                    "err": _text(notes),
                }
                path = unchanged.place(str(settings.build), earlier.asked)
                write_if_changed(Path(path), json.dumps(record).encode())
    except (OSError, AllocdocError, Doubt):
        return  # the build went well all the same


def _lines(built: Built, shown: Callable[[Path], str]) -> Iterator[str]:
    """Yield what the same build says when it finds that nothing has changed."""
    return summary.lines([replace(one, unchanged=True) for one in built.outcomes], shown)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _settled(earlier: Before, settings: Settings, built: Sequence[Built]) -> tuple[Watched, str]:
    """Return what counts and its state, once that can no longer change without being seen.

    Raises:
        Doubt: It can, or the inputs are others than before.
    """
    also = watched.read(settings, built)
    everything = watched.together(earlier.inputs, also, watched.written(settings, built))
    now = time.time_ns()
    state, touched = everything.state()
    if not _older(touched, now):
        time.sleep(_TICK / 1e9)  # the output has just been written
        now = time.time_ns()
        state, touched = everything.state()
    # In this order, so that what changes meanwhile is either seen here or not in the record.
    inputs, touched_inputs = earlier.inputs.state()
    if inputs != earlier.state or not _older(touched, now):
        raise Doubt
    if not _older([*touched_inputs, *also.state()[1]], earlier.began):
        raise Doubt
    return everything, state


def _older(touched: Iterable[int], moment: int) -> bool:
    """Tell whether all times are so far back that a change now would give another time."""
    return all(at + (_TICK if at % 1_000_000_000 else _COARSE_TICK) < moment for at in touched)


def _holds(job: Job) -> bool:
    """Tell whether the output is what the last build of a language left."""
    last = stamp.read(job.stamp)
    return last is not None and last.holds(last.fingerprint, job.output)
