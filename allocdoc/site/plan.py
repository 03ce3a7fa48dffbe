"""Which builds a request asks for, and where each of them keeps its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from allocdoc.errors import AllocdocError
from allocdoc.settings import Language, Settings
from allocdoc.site.formats import Format
from allocdoc.site.place import refuse_foreign, staging

if TYPE_CHECKING:
    from allocdoc.site.search import Tool


class PlanError(AllocdocError):
    """What was asked for cannot be built, such as an unknown language."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build: a format, in some languages, into a folder, with so many processes."""

    format: Format
    languages: tuple[Language, ...]
    out: Path
    processes: int
    fresh: bool = False
    search: Tool | None = None
    """Pagefind, for the readers' search; without it that is Sphinx's own."""
    runtime: Path | None = None
    """Pyodide's files, for pages whose listings a reader can run."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run of ``sphinx-build``: one format in one language. All paths are absolute."""

    format: Format
    language: Language
    root: Path
    source: Path
    output: Path
    doctrees: Path
    log: Path
    """All that the process says."""
    warnings: Path
    """Its warnings and errors alone."""
    stamp: Path
    values: tuple[str, ...] = ()
    """Settings of Sphinx's, as ``NAME=VALUE``."""

    @property
    def staging(self) -> Path:
        """The folder beside the output that is filled first."""
        return staging(self.output)

    @property
    def timings(self) -> Path:
        """The file that says how long each part of the process took."""
        return self.log.with_suffix(".timings")

    @property
    def options(self) -> tuple[str, ...]:
        """What of the command line decides the content of the output."""
        return (self.format.builder, self.language.code, str(self.output), *self.values)

    def arguments(self, *, fresh: bool, partly: bool = False) -> list[str]:
        """Return those of ``sphinx-build``.

        Args:
            fresh: Nothing that was read before is to be trusted.
            partly: The staging folder holds the last output, and only what has changed needs to
                be written.
        """
        return [
            *("-b", self.format.builder, "-c", str(self.root), "-d", str(self.doctrees)),
            *("-D", f"language={self.language.code}"),
            *(part for value in self.values for part in ("-D", value)),
            *("-D", "allocdoc_owns_output=1", "-D", f"allocdoc_timings={self.timings}"),
            *("-w", str(self.warnings), "--no-color"),
            *([] if partly else ["-a"]),
            *(["-E"] if fresh else []),
            *(str(self.source), str(self.staging)),
        ]


def choose(settings: Settings, kind: Format, wanted: Sequence[str]) -> tuple[Language, ...]:
    """Return the wanted languages in the settings' order, all of them when none is named.

    A language may be named by its code or by its tag (``zh_CN``, ``zh-CN``).

    Raises:
        PlanError: A language is unknown, or the format does not come in it.
    """
    known = settings.languages if kind.translated else (settings.source_language,)
    named = {code.replace("-", "_") for code in wanted}
    codes = [language.code for language in known]
    for code in wanted:
        if code.replace("-", "_") not in codes:
            raise PlanError(f"unknown language (got {code}, want {_one_of(codes)})")
    return tuple(language for language in known if not named or language.code in named)


def _one_of(codes: Sequence[str]) -> str:
    return codes[0] if len(codes) == 1 else f"one of {', '.join(codes)}"


def plan(settings: Settings, request: Request, values: Sequence[str] = ()) -> list[Job]:
    """Return one job a language; all get the same ``values``.

    Raises:
        PlanError: There is no ``conf.py``, or the output lies among what is read.
        PlaceError: A folder to write holds something else.
    """
    if not (settings.root / "conf.py").is_file():
        raise PlanError(f"{settings.root / 'conf.py'}: no such file (want Sphinx's settings)")
    if not settings.source.is_dir():
        raise PlanError(f"{settings.source}: no such folder (want the pages; see tool.allocdoc)")
    refuse_overlap(settings, request.out)
    jobs = [_job(settings, request, language, values) for language in request.languages]
    for job in jobs:
        refuse_foreign(job.output, settings.build)
    return jobs


def _job(settings: Settings, request: Request, language: Language, values: Sequence[str]) -> Job:
    kind, build = request.format, settings.build
    name = f"{kind.name}-{language.code}"
    return Job(
        format=kind,
        language=language,
        root=settings.root,
        source=settings.source,
        output=request.out / language.folder if kind.translated else request.out,
        doctrees=build / "doctrees" / kind.name / language.code,
        log=build / "logs" / f"{name}.log",
        warnings=build / "logs" / f"{name}.warnings",
        stamp=build / "stamps" / f"{name}.json",
        values=tuple(values),
    )


def refuse_overlap(settings: Settings, out: Path) -> None:
    """Make sure that the output neither holds the project nor lies among what is read.

    Raises:
        PlanError: It does.
    """
    for folder in (settings.root, settings.source, settings.examples, settings.locale):
        inside = out.is_relative_to(folder) and folder != settings.root
        if inside or folder.is_relative_to(out):
            raise PlanError(f"{out}: overlaps with {folder} (want another folder)")
