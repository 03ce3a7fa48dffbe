"""Leave a record of all that decides what a build does, for `allocdoc.site.unchanged` to check.

Invariant: a record is left only where nothing was wrong, where the inputs are those from before the
build began, and where no file was touched so lately that it could change again and look the same:
clocks of file systems tick, and two changes within one tick give one time. (Git calls such files
"racily clean".) What may change a build's answer in other ways keeps it from leaving a record.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import allocdoc
from allocdoc.alloc.jemalloc import FILE_NAMES
from allocdoc.errors import AllocdocError
from allocdoc.examples.cache import sources
from allocdoc.files import write_if_changed
from allocdoc.settings import FILE_NAME, Settings
from allocdoc.site import fingerprint, search, stamp, summary, unchanged
from allocdoc.site.build import Outcome
from allocdoc.site.examples import listings_of
from allocdoc.site.fingerprint import MARKS, walk
from allocdoc.site.formats import FORMATS
from allocdoc.site.lock import alone
from allocdoc.site.plan import Job, Request
from allocdoc.site.runtime.bundle import FOLDER as RUNTIME

_TICK, _COARSE_TICK = 20_000_000, 2_000_000_000
"""Nanoseconds in which a file may change twice and keep its time. FAT's clock ticks every 2 s."""

_ENVIRONMENT = (
    *fingerprint.ENVIRONMENT,
    *("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "PAGEFIND_BINARY_PATH"),
)
"""The last ones say where programs and fonts are found."""

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


@dataclass(frozen=True, slots=True)
class Built:
    """A part of a command: one format, and how the build of each language went."""

    request: Request
    outcomes: Sequence[Outcome]


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
        inputs = _inputs(settings, requests)
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
            watched, state = _settled(earlier, settings, built)
            if all(_holds(outcome.job) for outcome in outcomes):
                record = {
                    "asked": earlier.asked,
                    "watched": asdict(watched),
                    "state": state,
                    "out": _text(line for one in built for line in _lines(one, shown)),
                    "err": _text(notes),
                }
                path = unchanged.place(str(settings.build), earlier.asked)
                write_if_changed(Path(path), json.dumps(record).encode())
    except (OSError, AllocdocError, _Doubt):
        return  # the build went well all the same


def _lines(built: Built, shown: Callable[[Path], str]) -> Iterator[str]:
    """Yield what the same build says when it finds that nothing has changed."""
    return summary.lines([replace(one, unchanged=True) for one in built.outcomes], shown)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


class _Doubt(Exception):  # noqa: N818 - it ends an attempt, not a command
    """Why there is no record."""


def _settled(earlier: Before, settings: Settings, built: Sequence[Built]) -> tuple[Watched, str]:
    """Return what counts and its state, once that can no longer change without being seen.

    Raises:
        _Doubt: It can, or the inputs are others than before.
    """
    also = _read(settings, built)
    watched = _together(earlier.inputs, also, _written(settings, built))
    now = time.time_ns()
    state, touched = watched.state()
    if not _older(touched, now):
        time.sleep(_TICK / 1e9)  # the output has just been written
        now = time.time_ns()
        state, touched = watched.state()
    # In this order, so that what changes meanwhile is either seen here or not in the record.
    inputs, touched_inputs = earlier.inputs.state()
    if inputs != earlier.state or not _older(touched, now):
        raise _Doubt
    if not _older([*touched_inputs, *also.state()[1]], earlier.began):
        raise _Doubt
    return watched, state


def _older(touched: Iterable[int], moment: int) -> bool:
    """Tell whether all times are so far back that a change now would give another time."""
    return all(at + (_TICK if at % 1_000_000_000 else _COARSE_TICK) < moment for at in touched)


def _holds(job: Job) -> bool:
    """Tell whether the output is what the last build of a language left."""
    last = stamp.read(job.stamp)
    return last is not None and last.holds(last.fingerprint, job.output)


def _together(*parts: Watched) -> Watched:
    columns = ((text for part in parts for text in getattr(part, name)) for name in _COLUMNS)
    return Watched(*(tuple(dict.fromkeys(column)) for column in columns))


def _inputs(settings: Settings, requests: Sequence[Request]) -> Watched:
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
    folders = {str(one): None for place, out in places.items() for one, _ in walk(place, out)}
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
        env=_ENVIRONMENT,
    )


def _marks(folders: Collection[str]) -> Iterator[str]:
    """Yield the files that keep folders from counting: each may come or go."""
    for folder in folders:
        for entry in unchanged.entries(folder):
            if entry.is_dir() and entry.name not in unchanged.NEVER and entry.path not in folders:
                yield from (f"{entry.path}/{mark}" for mark in MARKS)


def _settings(settings: Settings) -> Iterator[str]:
    """Yield where settings may stand: the nearest to the current folder count."""
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


def _read(settings: Settings, built: Sequence[Built]) -> Watched:
    """Return what the builds read from elsewhere, which nobody knew before.

    Raises:
        _Doubt: That may be anything.
    """
    jobs = [outcome.job for one in built for outcome in one.outcomes]
    files = {path for job in jobs for path in fingerprint.recorded(job)}
    trees = {path for path in files if path.is_dir()}
    modules = set(_imported(settings))
    folders = {path.parent for path in modules if str(path.parent) not in sys.path}
    programs = {_program(one.request) for one in built if one.request.format.rooted}
    read = Watched(
        folders=(*map(str, folders), *(str(one) for tree in trees for one, _ in walk(tree, set()))),
        files=tuple(str(path) for path in (files - trees | modules | programs)),
    )
    is_typeset = any(one.request.format.typeset for one in built)
    return _together(read, _fonts()) if is_typeset else read


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


def _program(request: Request) -> Path:
    """Return the program that makes the search.

    Raises:
        _Doubt: Another one may be found next time; or Pyodide was not to be had, but then may be.
    """
    if request.runtime is None:
        raise _Doubt
    if request.search is None:
        if importlib.util.find_spec("pagefind"):
            raise _Doubt
        return Path(search.__file__)  # the installed distributions say so
    program = request.search.program
    if not any(program.is_relative_to(folder) for folder in sys.path):
        raise _Doubt
    return program


def _written(settings: Settings, built: Sequence[Built]) -> Watched:
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
