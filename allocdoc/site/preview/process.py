"""The server's end of a language's process: start it, hear it, let it build, end it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from allocdoc.site.plan import Job
from allocdoc.site.preview.report import Go, Report, parse
from allocdoc.site.processes import METHOD, send

FORKS = METHOD == "fork"
"""Whether a process forks one for each build."""
_GRACE = 3.0
"""Seconds that a process gets to end by itself before it is killed."""
_LONGEST = 2**26
"""Bytes of the longest line that is read; a report names each file that pages include."""


class Process:
    """A process of one language that builds when it is told to."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    @asynccontextmanager
    async def of(cls, job: Job) -> AsyncIterator[Process]:
        """Have a process for the builds of a job while the block runs."""
        process = await cls._start(job)
        try:
            yield process
        finally:
            await process._end()

    @classmethod
    async def _start(cls, job: Job) -> Process:
        job.log.parent.mkdir(parents=True, exist_ok=True)
        with job.log.open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "allocdoc.site.preview.worker", json.dumps(order_of(job))),
                cwd=job.root,
                env=os.environ | {"PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                limit=_LONGEST,
                # A group of its own: Ctrl-C reaches the server alone, which ends all that is in it.
                start_new_session=True,
            )
        return cls(process)

    async def hear(self) -> Report | None:
        """Return its next report, or nothing when it has ended."""
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        line = await self._process.stdout.readline()
        return parse(line) if line.endswith(b"\n") else None

    def build(self, go: Go) -> None:
        """Let a process that is ready go on."""
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        self._process.stdin.write(go.line())

    async def _end(self) -> None:
        # Its end of the line is open for as long as anything that it forked is there.
        ended = asyncio.ensure_future(self._process.communicate())
        send(self._process, signal.SIGTERM)
        try:
            await asyncio.wait_for(asyncio.shield(ended), _GRACE)
        except TimeoutError:
            send(self._process, getattr(signal, "SIGKILL", signal.SIGTERM))
            await ended


def order_of(job: Job) -> dict[str, Any]:
    """Return what the process has to know of a job."""
    return {
        "root": str(job.root),
        "source": str(job.source),
        "output": str(job.output),
        "doctrees": str(job.doctrees),
        "language": job.language.code,
        "values": job.values,
        "forks": FORKS,
    }


def remove(job: Job, pages: tuple[str, ...]) -> None:
    """Remove pages whose sources are gone."""
    for page in pages:
        Path(job.output, page).unlink(missing_ok=True)
