"""Which saved files matter, and to whom.

Editors write temporary files beside the real ones and rename them; tools keep folders of their own.
Invariant: what is no page, catalog or example, and is not among the inputs that the last builds
named, wakes nobody.
"""

from __future__ import annotations

import asyncio
import re
import sysconfig
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import awatch

from allocdoc.settings import FILE_NAME, Settings

_TEMPORARY = re.compile(
    r"^[.#]|^~|~$|^4913$|\.(?:sw[a-z]|tmp|temp|bak|orig|new|pyc|mo)$|___jb_\w+___$"
)
"""Names that editors, and we, give files for a moment; and what is compiled."""
_TOOLS = {"__pycache__", "node_modules", "venv", "env", "site-packages"}
_DEBOUNCE, _STEP = 60, 5
"""Milliseconds: how long a series of events may last, and how long without one ends it."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: content of some languages (or of all), or what makes the pages."""

    languages: frozenset[str] = frozenset()
    everywhere: bool = False
    tools: bool = False
    examples: bool = False

    def __or__(self, other: Saved) -> Saved:
        return Saved(
            self.languages | other.languages,
            self.everywhere or other.everywhere,
            self.tools or other.tools,
            self.examples or other.examples,
        )

    def __bool__(self) -> bool:
        return bool(self.languages) or self.everywhere or self.tools


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the builds named beside the usual: what makes pages, and what is shown on them."""

    tools: frozenset[Path] = field(default_factory=frozenset)
    shown: frozenset[Path] = field(default_factory=frozenset)


def classify(settings: Settings, inputs: Inputs, paths: Iterable[Path]) -> Saved:
    """Return what a number of saved files are."""
    saved = Saved()
    for path in paths:
        saved |= _classify(settings, inputs, path)
    return saved


def _classify(settings: Settings, inputs: Inputs, path: Path) -> Saved:
    if path.suffix == ".dist-info" and path.parent in _packages():
        return Saved(tools=True)
    if path.is_relative_to(settings.build) or _is_passing(settings.root, path):
        return Saved()
    if path in (settings.root / "conf.py", settings.root / FILE_NAME, settings.glossary):
        return Saved(tools=True)
    if any(path.is_relative_to(one) for one in inputs.tools):
        return Saved(tools=True)
    for language in settings.languages:
        if path.is_relative_to(settings.locale / language.code):
            return Saved(languages=frozenset({language.code}))
    if path.is_relative_to(settings.locale):
        return Saved()
    if path.is_relative_to(settings.examples):
        return Saved(everywhere=True, examples=True)
    if path in inputs.shown or path.is_relative_to(settings.source):
        return Saved(everywhere=True)
    interface = settings.interface
    return Saved(tools=interface is not None and path.is_relative_to(interface))


def _is_passing(root: Path, path: Path) -> bool:
    parts = path.relative_to(root).parts if path.is_relative_to(root) else path.parts[-1:]
    return any(part in _TOOLS for part in parts) or any(map(_TEMPORARY.search, parts))


def _packages() -> list[Path]:
    return [Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")]


async def watch(settings: Settings, inputs: Callable[[], Inputs]) -> AsyncGenerator[Saved, None]:
    """Yield what is saved, without end.

    The project's folders are watched with all that is in them, its root and the installed packages
    only themselves: a virtual environment has more folders than a system may be willing to watch.
    """
    came_or_went = False
    while True:
        folders = _folders(settings)
        flat = {settings.root, *(path for path in _packages() if path.is_dir())}
        changes: asyncio.Queue[set[Path]] = asyncio.Queue()
        tasks = [
            asyncio.create_task(_pass_on(folders, changes, deep=True)),
            asyncio.create_task(_pass_on(flat, changes, deep=False)),
        ]
        try:
            await asyncio.sleep(0)  # they begin
            if came_or_went:
                # What was saved until now is not known.
                yield Saved(everywhere=True, tools=True, examples=True)
            while True:
                paths = await changes.get()
                if came_or_went := _folders(settings) != folders:
                    break
                if saved := classify(settings, inputs(), paths):
                    yield saved
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _folders(settings: Settings) -> set[Path]:
    """Return the folders below the root that may matter."""
    usual = {settings.source, settings.examples, settings.locale}
    inside = {path for path in settings.root.iterdir() if path.is_dir()} | usual
    return {
        path
        for path in inside
        if path.is_dir()
        and not _is_passing(settings.root, path)
        and not settings.build.is_relative_to(path)
        and not (path / "pyvenv.cfg").is_file()
    }


async def _pass_on(folders: set[Path], into: asyncio.Queue[set[Path]], *, deep: bool) -> None:
    for poll in (False, True):
        try:
            async for found in awatch(
                *sorted(folders),
                watch_filter=None,
                debounce=_DEBOUNCE,
                step=_STEP,
                recursive=deep,
                force_polling=poll,
                ignore_permission_denied=True,
            ):
                into.put_nowait({Path(path) for _, path in found})
        except (OSError, RuntimeError):
            # Systems have limits to how much is watched; looking has none.
            continue
