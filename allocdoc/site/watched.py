"""What counts when nothing shall have changed: all that a build looks at, and all that it writes.

Invariant: whatever a build looks at to find that nothing has changed is named here, or lies in a
folder that is. More may be: it costs a look at contents, never a wrong answer.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import allocdoc
from allocdoc.alloc.jemalloc import FILE_NAMES
from allocdoc.examples.cache import sources
from allocdoc.settings import FILE_NAME, Settings
from allocdoc.site import fingerprint, search, unchanged
from allocdoc.site.build import Outcome
from allocdoc.site.examples import listings_of
from allocdoc.site.fingerprint import MARKS, walk
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Request
from allocdoc.site.runtime.bundle import FOLDER as RUNTIME

_ENVIRONMENT = (
    "HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "PAGEFIND_BINARY_PATH",
)
"""The environment variables that say where programs and fonts are found."""

_LIBRARIES = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"),
    f"/usr/lib/{getattr(sys.implementation, '_multiarch', '')}",
)
"""Where Linux looks for libraries that it has no list of."""

_FONTS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "/Network/Library/Fonts", "~/Library/Fonts"),
)
_FONT_SETTINGS = ("/etc/fonts", "/etc/fonts/conf.d", "~/.config/fontconfig")
"""Where systems keep fonts, and where fontconfig is told of other places."""

_COLUMNS = ("folders", "ignored", "names", "files", "env")


@dataclass(frozen=True, slots=True)
class Watched:
    """What counts, see `unchanged.state`."""

    folders: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    env: tuple[str, ...] = ()

    def state(self) -> tuple[str, list[int]]:
        """Return the state of all of it, and when each file was last touched."""
        return unchanged.state(**{name: list(value) for name, value in asdict(self).items()})


@dataclass(frozen=True, slots=True)
class Built:
    """A part of a command: one format, and how the build of each language went."""

    request: Request
    outcomes: Sequence[Outcome]


class Doubt(Exception):  # noqa: N818 - it ends an attempt, not a command
    """Something that decides the answer cannot be watched."""


def together(*parts: Watched) -> Watched:
    """Return all that counts in any of the parts, once."""
    columns = ((text for part in parts for text in getattr(part, name)) for name in _COLUMNS)
    return Watched(*(tuple(dict.fromkeys(column)) for column in columns))


def inputs(settings: Settings, requests: Sequence[Request]) -> Watched:
    """Return all that is known to be read: whatever `fingerprint.Inputs` hashes, and more."""
    written = {settings.build, *(request.out for request in requests)}
    hidden = {settings.root / "node_modules", *settings.root.glob(".*")}
    places = {
        **dict.fromkeys((settings.source, settings.examples, settings.locale), written),
        settings.root: written | hidden,
        Path(allocdoc.__file__).parent: set[Path](),
    }
    if settings.interface:
        places[settings.interface] = set()
    walked = (str(one) for place, out in places.items() for one, _ in walk(place, out))
    folders = dict.fromkeys([*map(str, places), *walked])  # those that are not there may come
    formats = {request.format for request in requests}
    linked = (
        str(settings.build / kind.name / language.folder)
        for kind in set(FORMATS.values()) - formats
        for language in settings.languages
        if kind.linked and any(one.rooted for one in formats)
    )
    return Watched(
        folders=(*folders, *linked),
        ignored=tuple(map(str, written)),
        names=_module_path(),
        files=(*_marks(folders), *_settings(settings), *_records(), *_libraries()),
        env=(*fingerprint.variables(settings), *_ENVIRONMENT),
    )


def _marks(folders: Collection[str]) -> Iterator[str]:
    """Yield the files that keep folders from counting: each may come or go."""
    for folder in folders:
        for entry in unchanged.entries(folder):
            if entry.is_dir() and entry.name not in unchanged.NEVER and entry.path not in folders:
                yield from (f"{entry.path}/{mark}" for mark in MARKS)


def _settings(settings: Settings) -> Iterator[str]:
    """Yield where settings may stand: the nearest to the current folder counts."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        yield str(folder / FILE_NAME)
        if folder == settings.root:
            break
    if settings.glossary:
        yield str(settings.glossary)


def _module_path() -> tuple[str, ...]:
    return tuple(folder for folder in sys.path if Path(folder).is_dir())


def _records() -> Iterator[str]:
    """Yield the lists of files of the installed distributions."""
    for folder in _module_path():
        yield from (str(info / "RECORD") for info in sorted(Path(folder).glob("*.dist-info")))


def _libraries() -> Iterator[str]:
    """Yield where a jemalloc may turn up, which examples then find."""
    yield "/etc/ld.so.cache"
    for folder in _LIBRARIES:
        yield from (f"{folder}/{name}" for name in FILE_NAMES if not name.startswith("/"))
    yield from (name for name in FILE_NAMES if name.startswith("/"))


def read(settings: Settings, built: Sequence[Built]) -> Watched:
    """Return what the builds read from elsewhere, which nobody knew before.

    Raises:
        Doubt: That may be anything.
    """
    jobs = [outcome.job for one in built for outcome in one.outcomes]
    files = {path for job in jobs for path in fingerprint.recorded(job)}
    trees = {path for path in files if path.is_dir()}
    modules = set(_imported(settings))
    folders = {path.parent for path in modules if str(path.parent) not in sys.path}
    programs = {path for one in built for path in _programs(one.request)}
    elsewhere = Watched(
        folders=(*map(str, folders), *(str(one) for tree in trees for one, _ in walk(tree, set()))),
        files=tuple(str(path) for path in (files - trees | modules | programs)),
    )
    is_typeset = any(one.request.format.typeset for one in built)
    return together(elsewhere, _fonts()) if is_typeset else elsewhere


def _fonts() -> Watched:
    """Return the font files that the compiler of books finds, and where others may turn up."""
    if importlib.util.find_spec("typst") is None:
        return Watched()
    import typst

    files = sorted({str(font.path) for font in typst.Fonts().fonts() if font.path})
    places = {*(Path(name).expanduser() for name in _FONTS), *(Path(file).parent for file in files)}
    walked = {here for place in places for here, _, _ in os.walk(place, followlinks=True)}
    return Watched(
        folders=tuple(str(Path(name).expanduser()) for name in _FONT_SETTINGS),
        names=tuple(sorted({*map(str, places), *walked})),
        files=tuple(files),
    )


def _imported(settings: Settings) -> Iterator[Path]:
    """Yield the files that the project's examples import."""
    for listing in listings_of(settings).values():
        if listing.python:
            yield from sources(listing.python.path)


def _programs(request: Request) -> Iterator[Path]:
    """Yield what makes the readers' search.

    Raises:
        Doubt: Another one may be found next time; or Pyodide was not to be had, but then may be.
    """
    if not request.format.rooted:
        return
    is_installed = importlib.util.find_spec("pagefind") is not None
    program = request.search.program if request.search else None
    is_ours = program and any(program.is_relative_to(folder) for folder in sys.path)
    if request.runtime is None or (is_installed and not is_ours):
        raise Doubt
    if program:
        yield program


def written(settings: Settings, built: Sequence[Built]) -> Watched:
    """Return what builds wrote: the output, and what they keep to know of it."""
    trees, folders, files = {settings.build / "examples-cache"}, set[Path](), set[Path]()
    for one in built:
        for job in (outcome.job for outcome in one.outcomes):
            trees.add(job.output)
            files |= {job.stamp, job.doctrees / fingerprint.INPUTS}
        if one.request.format.rooted:
            out = one.request.out
            folders.add(out)
            trees |= {out / language.folder for language in settings.languages}
            trees |= {out / search.FOLDER, out / RUNTIME}
        if one.request.runtime:
            folders.add(one.request.runtime)  # its files are also links in the output
    walked = {Path(here) for tree in trees for here, _, _ in os.walk(tree)}
    return Watched(
        folders=tuple(map(str, sorted(folders | walked))), files=tuple(map(str, sorted(files)))
    )
