"""A key over everything that a build reads: the same key, the same site.

Invariant: a change to any input changes the key. What cannot be known beforehand (a file outside
the project that ``conf.py`` or an include reads) comes from the list that the build itself left.
The rest errs on the side of building: any file of the project counts, read or not.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import allocdoc
from allocdoc.settings import Settings
from allocdoc.site.formats import FORMATS
from allocdoc.site.place import MARK
from allocdoc.site.plan import Job
from allocdoc.site.unchanged import NEVER

ENVIRONMENT = (
    *("LANG", "LC_ALL", "PYTHONPATH", "SOURCE_DATE_EPOCH", "TZ"),
    "SPHINX_AUTODOC_IGNORE_NATIVE_MODULE_TYPE_STUBS",
)
"""The environment variables that Sphinx, its extensions and Python let change the output."""

_ASKED = re.compile(r"""(?:environ(?:\.get)?|getenv)\s*[\[(]\s*["'](\w+)["']""")

INPUTS = "allocdoc-inputs.json"
"""In the doctree folder: a JSON list of what the build read, relative to the root.

A folder stands for all files in it."""

MARKS = ("pyvenv.cfg", MARK)
"""A folder with one of these files is no input: it is an environment, or a build made it."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Keys: when ``tools`` or ``programs`` change, pages that were read before are not trusted."""

    tools: str
    content: str
    recorded: str
    """Of the files that the last build says it read, wherever they are."""
    programs: str = ""
    """Of those that no page depends on by itself: modules and themes."""

    def trusts(self, last: Fingerprint) -> bool:
        """Tell whether what a build read is still what it would read of the same pages."""
        return (self.tools, self.programs) == (last.tools, last.programs)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs that all languages share, hashed once.

    Attributes:
        settings: The project.
        tools: The key of the programs: Python, the installed packages, allocdoc, all files of the
            project that are not content.
        content: The key of the pages and the examples, with their results, and of the fonts.
    """

    settings: Settings
    tools: str
    content: str

    @classmethod
    def read(
        cls,
        settings: Settings,
        results: Mapping[str, str],
        outputs: Iterable[Path],
        *,
        fonts: bool = False,
    ) -> Inputs:
        """Hash the shared inputs.

        Args:
            settings: The project.
            results: What running the examples gave: a key for each.
            outputs: Folders to leave out, as builds write them.
            fonts: Whether the fonts of the system are an input.
        """
        written = {settings.build, *outputs}
        locales = {settings.locale / language.code for language in settings.languages}
        content = {settings.source, settings.examples}
        tools = [
            *_hidden_left_out(settings.root, written | locales | content),
            *_files(Path(allocdoc.__file__).parent, set()),
            *_all_files(filter(None, (settings.interface, settings.glossary))),
        ]
        return cls(
            settings,
            tools=_key(_contents(tools), _installed(), _machine(variables(settings))),
            content=_key(
                _contents(path for folder in content for path in _files(folder, written | locales)),
                (f"{name}={key}" for name, key in sorted(results.items())),
                _fonts() if fonts else (),
            ),
        )

    def of(self, job: Job) -> Fingerprint:
        """Return the fingerprint of one language's build."""
        catalogs = _files(self.settings.locale / job.language.code, set())
        linked = _linked(job, self.settings)
        tools = _key([self.tools, *job.options])
        content = _key([self.content], _contents(catalogs), _contents(linked))
        return self.after(job, Fingerprint(tools, content, recorded=""))

    def after(self, job: Job, before: Fingerprint) -> Fingerprint:
        """Return a fingerprint as it was before a build, but for what this says it read."""
        read = list(recorded(job))
        return replace(
            before,
            recorded=_key(_contents([job.doctrees / INPUTS, *_all_files(read)])),
            programs=_key(_contents(_all_files(filter(self._is_program, read)))),
        )

    def _is_program(self, path: Path) -> bool:
        """Tell whether something that was read may change what is made of any page."""
        settings = self.settings
        content = (settings.source, settings.examples, settings.locale)
        # What was read is listed without links.
        is_content = any(path.resolve().is_relative_to(folder.resolve()) for folder in content)
        return not is_content and (path.suffix == ".py" or path.is_dir())


def _key(*parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for text in part:
            raw = text.encode("utf-8", "surrogateescape")
            # The length keeps "a", "bc" apart from "ab", "c".
            digest.update(b"%d:%b" % (len(raw), raw))
        digest.update(b";")
    return digest.hexdigest()


def _contents(paths: Iterable[Path]) -> Iterator[str]:
    """Yield a line for each file: its path and the hash of its bytes."""
    for path in sorted(set(paths)):
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            content = f"unreadable, {error.errno}"
        yield f"{path} {content}"


def _files(folder: Path, leave_out: set[Path]) -> Iterator[Path]:
    """Yield the regular files below a folder, through links, each folder once."""
    for inside, names in walk(folder, leave_out):
        yield from (
            path for name in names if not (path := inside / name).exists() or path.is_file()
        )


def walk(folder: Path, leave_out: set[Path]) -> Iterator[tuple[Path, list[str]]]:
    """Yield a folder and those below it, through links, each once, with the names of its files."""
    seen: set[str] = set()
    for here, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(here)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        inside = Path(here)
        folders[:] = [name for name in folders if not _skip(inside / name, leave_out)]
        yield inside, names


def _skip(folder: Path, leave_out: set[Path]) -> bool:
    if folder.name in NEVER or folder in leave_out:
        return True
    return any((folder / mark).is_file() for mark in MARKS)


def _hidden_left_out(folder: Path, leave_out: set[Path]) -> Iterator[Path]:
    """Yield the files below a project's root, but none whose path has a hidden part."""
    for path in _files(folder, leave_out | {folder / "node_modules", *folder.glob(".*")}):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _installed() -> Iterator[str]:
    """Yield the installed distributions: name and version, and the hashes of their files."""
    for entry in sys.path:
        folder = Path(entry)
        if not folder.is_dir():
            continue
        for info in sorted(folder.glob("*.dist-info")):
            record = info / "RECORD"
            yield info.name
            yield hashlib.sha256(record.read_bytes()).hexdigest() if record.is_file() else "none"


def _machine(names: Iterable[str]) -> Iterator[str]:
    yield from (sys.version, sys.executable, sys.platform)
    yield from (f"{name}={os.environ.get(name, '')}" for name in names)


def variables(settings: Settings) -> list[str]:
    """Return the environment variables that count; ``conf.py`` may ask for more of them by name."""
    try:
        conf = (settings.root / "conf.py").read_text(encoding="utf-8", errors="replace")
    except OSError:
        conf = ""
    return [*ENVIRONMENT, *sorted({*_ASKED.findall(conf)})]


def _linked(job: Job, settings: Settings) -> Iterator[Path]:
    """Yield the files of other formats that the pages of a site link to."""
    for kind in FORMATS.values():
        if job.format.rooted and kind.linked:
            yield from (settings.build / kind.name / job.language.folder).glob(f"*{kind.suffix}")


def _fonts() -> Iterator[str]:
    """Yield the font files that the compiler of books finds, with size and time of change.

    They are hundreds of megabytes: their contents are not read.
    """
    if importlib.util.find_spec("typst") is None:
        return
    import typst

    for path in sorted({font.path for font in typst.Fonts().fonts() if font.path}):
        state = Path(path).stat()
        yield f"{path} {state.st_size} {state.st_mtime_ns}"


def recorded(job: Job) -> Iterator[Path]:
    """Yield the files and folders that the last build of a language says it read."""
    try:
        names = json.loads((job.doctrees / INPUTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    yield from (job.root / name for name in names if isinstance(name, str))


def _all_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from _files(path, set()) if path.is_dir() else [path]
