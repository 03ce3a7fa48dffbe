"""All languages of a project, kept as new as its files: what is saved goes to whom it concerns."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from allocdoc import settings as project
from allocdoc.errors import AllocdocError
from allocdoc.settings import Language, Settings
from allocdoc.site import root, search
from allocdoc.site.formats import FORMATS
from allocdoc.site.lock import BusyError, alone
from allocdoc.site.plan import Job, Request, plan
from allocdoc.site.preview.keeping import Keeper
from allocdoc.site.preview.report import Found
from allocdoc.site.preview.watching import Inputs, Saved, watch
from allocdoc.site.runtime import Bundle

FOLDER = "preview"
"""In the build folder; nothing else reads or writes there."""

_QUIET = 20.0
"""Seconds after a save in which languages that nobody looks at wait."""
_LOOK = 0.25
"""Seconds between two looks whether it is quiet."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What pages are made with beside Sphinx; see `allocdoc.site.plan.Request`."""

    search: search.Tool | None = None
    runtime: Path | None = None


class Preview:
    """The languages and the folder of their pages.

    Attributes:
        settings: The project, as it was when its settings could last be read.
        keepers: By language code, those of all languages.
    """

    def __init__(self, settings: Settings, tools: Tools) -> None:
        """Plan; nothing is built before `running`.

        Raises:
            AllocdocError: There is nothing to build, or no place for it.
        """
        self.settings = settings
        self.keepers: dict[str, Keeper] = {}
        self._tools = tools
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._indexing = asyncio.Lock()
        self._indexed: dict[str, int] = {}
        self._saved = -math.inf
        self._bundle = Bundle.make(settings, tools.runtime) if tools.runtime else None
        self._jobs = self._plan(settings)

    @property
    def folder(self) -> Path:
        """What the preview writes is in here."""
        return self.settings.build / FOLDER

    @property
    def out(self) -> Path:
        """The tree of the pages."""
        return self.folder / "html"

    @property
    def source(self) -> Keeper:
        """The keeper of the language that the project is written in."""
        return self.keepers[self.settings.source_language.code]

    def _plan(self, settings: Settings) -> dict[str, Job]:
        values = [search.VALUE] if self._tools.search else []
        values += [f"allocdoc_runtime={self._bundle.address}"] if self._bundle else []
        folder = settings.build / FOLDER
        request = Request(FORMATS["html"], settings.languages, folder / "html", processes=1)
        jobs = plan(replace(settings, build=folder), request, values)
        return {job.language.code: job for job in jobs}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Watch and build while the block runs; no process outlives it.

        Raises:
            BusyError: Another preview of the project is running.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(alone(self.folder))
            except BusyError:
                what = f"{self.folder}: another preview is running (want one)"
                raise BusyError(what) from None
            if self._bundle:
                await asyncio.to_thread(self._bundle.write, self.out)
            async with self._at_work():
                yield

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._watch())
        self._arrange()
        try:
            yield
        finally:
            tasks = [watching, *self._tasks.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _arrange(self) -> None:
        """Have one keeper at work for each job."""
        for code, keeper in list(self.keepers.items()):
            if self._jobs.get(code) != keeper.job:
                self._tasks.pop(code).cancel()
                del self.keepers[code]
        for code, job in self._jobs.items():
            if code not in self.keepers:
                self.keepers[code] = keeper = Keeper(job, self._turn, self._write_root)
                self._tasks[code] = asyncio.create_task(keeper.run())

    def _write_root(self) -> None:
        root.write(self.settings, self.out)

    async def _turn(self, keeper: Keeper) -> None:
        """Wait until nobody waits for a build, or somebody for one of this language."""
        while not keeper.is_open:
            quiet = time.monotonic() - self._saved > _QUIET
            if quiet and not any(one.is_busy for one in self.keepers.values()):
                return
            await asyncio.sleep(_LOOK)

    async def _watch(self) -> None:
        while True:
            settings = self.settings
            async with aclosing(watch(settings, self._inputs)) as saves:
                async for saved in saves:
                    self._on_save(saved)
                    if self.settings != settings:
                        break

    def _inputs(self) -> Inputs:
        keepers = self.keepers.values()
        return Inputs(
            frozenset(Path(path) for keeper in keepers for path in keeper.inputs),
            frozenset(Path(path) for keeper in keepers for path in keeper.included),
        )

    def _on_save(self, saved: Saved) -> None:
        self._saved = time.monotonic()
        if saved.tools:
            try:
                settings = project.load(self.settings.root)
                self._jobs = self._plan(settings)
            except AllocdocError as error:
                found = Found(str(error).replace(f"{self.settings.root}/", ""), is_error=True)
                for keeper in self.keepers.values():
                    keeper.refuse((found,))
                return
            self.settings = settings
            self._arrange()
        for code, keeper in self.keepers.items():
            if saved.tools or saved.everywhere or code in saved.languages:
                keeper.changed(tools=saved.tools, examples=saved.examples)

    async def index(self, language: Language) -> None:
        """Bring the readers' search up to date: one that looks for it cannot wait for less."""
        keeper = self.keepers[language.code]
        async with self._indexing:
            number = keeper.number
            if self._indexed.get(language.code) != number:
                work = self.folder / search.WORK
                await asyncio.to_thread(
                    search.write, self._tools.search, self.out, work, [language], lambda _: None
                )
                self._indexed[language.code] = number
