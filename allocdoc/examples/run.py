"""Run examples, each in a process of its own, several at a time, and judge what they report.

Invariant: a result that passed has at least one step, all of its steps passed, and its process
said so last, with the nonce of this very run, and then exited with status 0.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import allocdoc
from allocdoc.examples.cache import Cache, Fingerprint
from allocdoc.examples.cage import Limits, Outcome, died_of, run_order
from allocdoc.examples.listings import Listing
from allocdoc.examples.python_source import PythonSource
from allocdoc.examples.results import Failure, Result, Step, brief, step_failure

_TAIL = 20
"""So many of the last lines of stderr are shown with a crash."""


def run_all(
    listings: Mapping[str, Listing],
    cache: Cache | None,
    limits: Limits,
    jobs: int = 1,
    on_done: Callable[[str, Result], None] | None = None,
) -> dict[str, Result]:
    """Run the Python file of each listing that has one.

    Args:
        listings: What to run, by stem.
        cache: Where passes are kept; ``None`` to run everything.
        limits: What each process may use.
        jobs: How many run at a time.
        on_done: Called with stem and result in this thread, in the order in which they are done.

    Returns:
        A result for each stem that has a Python file, in the order of ``listings``.
    """
    sources = {stem: one.python for stem, one in listings.items() if one.python}
    if not sources:
        return {}
    fingerprint = Fingerprint.take(limits)
    stop = threading.Event()
    results: dict[str, Result] = {}
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        waiting = {
            pool.submit(_run_cached, source, cache, fingerprint, limits, stop): stem
            for stem, source in sources.items()
        }
        try:
            for future in as_completed(waiting):
                stem = waiting[future]
                results[stem] = future.result()
                if on_done is not None:
                    on_done(stem, results[stem])
        finally:
            # On Ctrl-C the processes do not get the signal: they have sessions of their own.
            stop.set()
            pool.shutdown(cancel_futures=True)
    return {stem: results[stem] for stem in sources}


def run_one(
    source: PythonSource, limits: Limits, key: str = "", stop: threading.Event | None = None
) -> Result:
    """Run one example now."""
    nonce = secrets.token_hex(16)
    # allocdoc first: it has to be the one that runs this, whatever else is installed.
    folders = [Path(allocdoc.__file__).parents[1], source.path.parent.resolve()]
    order = {
        "do": "doctests",
        "file": str(source.path.resolve()),
        "stem": source.path.stem,
        "path": [str(folder) for folder in folders],
        "docstrings": [asdict(docstring) for docstring in source.docstrings],
        "nonce": nonce,
    }
    return _judge(source, run_order(order, limits, stop), limits, nonce, key)


def _run_cached(
    source: PythonSource,
    cache: Cache | None,
    fingerprint: Fingerprint,
    limits: Limits,
    stop: threading.Event,
) -> Result:
    key = fingerprint.key(source.path)
    if not source.is_current:
        # Saved after it was read: what the old checks make of the new code belongs to no key.
        return run_one(source, limits, stop=stop)
    if cache is not None and (found := cache.get(key)) is not None:
        return found
    result = run_one(source, limits, key, stop)
    if fingerprint.key(source.path) != key:
        return replace(result, key="")
    if cache is not None and result.passed:
        cache.put(result)
    return result


def _judge(source: PythonSource, outcome: Outcome, limits: Limits, nonce: str, key: str) -> Result:
    steps = tuple(Step(**record["step"]) for record in outcome.records if "step" in record)
    failures = [step_failure(source.shown, step) for step in steps if not step.passed]
    failures += _early_end(source, outcome, limits, nonce)
    if not steps and not failures:
        failures = [Failure(f"{source.shown}:1", "no doctest was run (got 0, want at least 1)")]
    return Result(key, not failures, tuple(failures), steps)


def _early_end(
    source: PythonSource, outcome: Outcome, limits: Limits, nonce: str
) -> Iterator[Failure]:
    """Yield why the process ended otherwise than an example does that ran to its last check."""
    errors = [record for record in outcome.records if "error" in record]
    for record in errors:
        what = f"raised {brief(record['error'])}"
        yield Failure(f"{source.shown}:{record['line']}", what, detail=_tail(outcome.stderr))
    last = outcome.records[-1] if outcome.records else {}
    finished = last == {"nonce": nonce}
    violent = died_of(outcome, limits)
    if violent or (not errors and not (finished and outcome.status == 0)):
        when = "after its last check" if finished else "before its last check"
        what = violent or f"ended {when} (exit status {outcome.status})"
        place = f"{source.shown}:{_last_line(outcome.records, source.code_line)}"
        yield Failure(place, what, detail=_tail(outcome.stderr))


def _last_line(records: Iterable[dict[str, Any]], otherwise: int) -> int:
    """Return the line of the last step that was begun."""
    lines = [int(record["at"]) for record in records if "at" in record]
    return lines[-1] if lines else otherwise


def _tail(text: str) -> str:
    return "\n".join(text.rstrip("\n").split("\n")[-_TAIL:])
