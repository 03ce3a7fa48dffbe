"""Keep the pages of one language as new as its files are.

A save makes them stale; who builds is told at once if a page of the language is open somewhere,
and when nothing else is to be done if none is. What is saved during a build is built after it, all
of it at once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from allocdoc.site.plan import Job
from allocdoc.site.preview.process import FORKS, Process, remove
from allocdoc.site.preview.report import Found, Go, Report, merge

_TRIES = 2
"""How often in a row a process may end without a word before the next waits for a change."""


class Keeper:
    """One language: what is wrong with it, how new its pages are, and who looks at them.

    Attributes:
        job: Where its files are.
        number: How many times pages were written; a page with an older number is out of date.
        style: Changes when the files that all pages share may have.
        found: What is wrong now.
        failed: Why there were no new pages the last time; empty if there were.
        inputs: Files and folders outside of the usual ones that it depends on, see `Report`.
        included: Files that its pages show, see `Report`.
    """

    def __init__(
        self, job: Job, turn: Callable[[Keeper], Awaitable[None]], written: Callable[[], None]
    ) -> None:
        """Set up.

        Args:
            job: Where its files are.
            turn: Returns when a language that nobody looks at may use the machine.
            written: Called when pages were written.
        """
        self.job = job
        self.number = self.style = 0
        self.found: tuple[Found, ...] = ()
        self.failed: tuple[Found, ...] = ()
        self.inputs: tuple[str, ...] = ()
        self.included: tuple[str, ...] = ()
        self._turn, self._written = turn, written
        self._open: Counter[str] = Counter()
        self._tools = self._content = 1
        self._examples = self._ran = 0
        self._attempt = (0, 0)
        self._failed: tuple[int, int] | None = None
        self._built = 0
        self._silent = 0
        self._news = asyncio.Event()

    @property
    def is_open(self) -> bool:
        """Whether somebody looks at a page."""
        return self._open.total() > 0

    @property
    def is_stale(self) -> bool:
        """Whether files were saved after the last build began."""
        return self._built != self._content

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for a build of this language."""
        return self.is_open and self.is_stale and self._failed != self._state

    @property
    def _state(self) -> tuple[int, int]:
        return self._tools, self._content

    @property
    def is_complete(self) -> bool:
        """Whether all pages that there are can be had."""
        return self.number > 0 and (self.job.output / "index.html").is_file()

    def want(self) -> None:
        """Note that somebody asked for a page that is not there."""
        if self.number and not self.is_complete and not self.is_stale:
            self.changed(tools=True)  # somebody removed the folder

    def visit(self, page: str) -> None:
        """Note that a page was opened; ``page`` is its path below the language's folder."""
        self._open[page] += 1
        self._tell()

    def leave(self, page: str) -> None:
        """Note that a page was closed."""
        self._open[page] -= 1
        self._open += Counter()  # forget those that nobody looks at
        self._tell()

    def changed(self, *, tools: bool = False, examples: bool = False) -> None:
        """Note a save: of what decides how pages are made, of an example, or of anything else."""
        self._content += 1
        self._tools += tools
        self._examples += examples
        self._tell()

    def refuse(self, found: tuple[Found, ...]) -> None:
        """Say what is wrong with the project; the pages are what they were."""
        self.failed = found
        self._tell()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds of this language."""
        while not holds():
            await self._news.wait()

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def run(self) -> None:
        """Build whenever it has to be, until cancelled."""
        while True:
            await self.until(self._has_to_start)
            if not self.is_open:
                await self._turn(self)
            self._attempt, self._ran = self._state, self._examples
            try:
                async with Process.of(self.job) as process:
                    await self._use(process)
            except Exception as error:  # whatever it is, the next save may mend it
                self._fail((Found(str(error) or type(error).__name__, is_error=True),))
            self._tell()

    def _has_to_start(self) -> bool:
        return (self.is_open or self.is_stale) and self._failed != self._state

    async def _use(self, process: Process) -> None:
        """Let a process build until it ends or another one is wanted."""
        while report := await process.hear():
            self._silent = 0
            if report.kind == "ready":
                if not await self._go_on(report):
                    return
                process.build(Go(frozenset(self._open), self._examples != self._ran))
                self._ran = self._examples
            elif report.kind == "written":
                self._note_pages()
            elif report.kind == "done":
                self._done(report)
                if not FORKS:
                    return
            else:
                self._fail(report.found)
                return
            self._tell()
        self._silent += 1
        if self._silent >= _TRIES:
            log = self.job.log.relative_to(self.job.root).as_posix()
            what = f"{log}: the build ended without a word (want its last lines)"
            self._fail((Found(what, is_error=True),))

    async def _go_on(self, report: Report) -> bool:
        """Wait for a reason to build, and return whether there is one for this process."""
        self.inputs, self.included = report.inputs, report.included
        tools = self._attempt[0]
        await self.until(lambda: self.is_stale or tools != self._tools or not self.is_open)
        if tools != self._tools or not self.is_stale:
            return False
        self._attempt = self._state
        return True

    def _done(self, report: Report) -> None:
        remove(self.job, report.removed)
        self.found, self.failed = merge(self.found, report), ()
        self.included = report.included
        self._built, self._failed = self._attempt[1], None
        self._note_pages()

    def _note_pages(self) -> None:
        self.number += 1
        self.style = self._attempt[0]
        self._written()

    def _fail(self, found: tuple[Found, ...]) -> None:
        self.failed = found
        self._failed, self._silent = self._attempt, 0
