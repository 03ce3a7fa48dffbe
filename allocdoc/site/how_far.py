"""How far the builds of the languages are, from what Sphinx says in their logs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from allocdoc.site.plan import Job

_STEP = re.compile(rb"^(reading sources|writing output)\.\.\. \[ *(\d+)%\]", re.MULTILINE)
_WORDS = {b"reading sources": "reading", b"writing output": "writing"}
_TAIL = 4096
"""Bytes from the end of a log; the last step is among them."""


def line(jobs: Sequence[Job], running: Iterable[Job], done: Iterable[Job]) -> str:
    """Return one line about all jobs: ``en done   ru writing 40 %   ja waiting``."""
    now, before = set(running), set(done)
    states = (
        "done" if job in before else step(job.log) if job in now else "waiting" for job in jobs
    )
    return "   ".join(
        f"{job.language.code} {state}" for job, state in zip(jobs, states, strict=True)
    )


def step(log: Path) -> str:
    """Return the last step that a log tells of."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - _TAIL))
            found = list(_STEP.finditer(file.read()))
    except OSError:
        found = []
    return f"{_WORDS[found[-1][1]]} {int(found[-1][2])} %" if found else "starting"
