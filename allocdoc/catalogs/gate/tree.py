"""Check everything that stands under ``locale/``: catalogs, and what does not belong there.

Invariant: each path below the folder is either checked as a catalog, known to be harmless, or
named in a finding. No link is followed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from allocdoc.catalogs.gate.checking import FOLDER, check_files, check_interface
from allocdoc.catalogs.gate.outcome import Checked, Findings
from allocdoc.catalogs.gate.project import Project
from allocdoc.catalogs.gate.reading import Candidate, kind_of, not_a_file
from allocdoc.catalogs.gate.registry import Check, Problem, check

_HARMLESS = (".gitignore", ".gitattributes", ".gitkeep", ".keep", "babel.cfg")
_NOTES = ("README", "CONTRIBUTING", "LICENSE", "TRANSLATORS")
_TEMPLATES = ("pot", "templates")


@dataclass(frozen=True, slots=True)
class Stray:
    """A path that is no catalog of the project; ``parts`` are its names below ``locale``."""

    parts: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def is_foreign(self) -> bool:
        """Whether it stands in the folder of a language that the project does not have."""
        return len(self.parts) > 1 and self.parts[0] not in (*self.languages, *_TEMPLATES)


@check("po.mo")
def compiled(stray: Stray) -> Iterator[Problem]:
    """A compiled catalog stands in the tree.

    Nobody can read what is in it, and Sphinx takes it for newer than the text beside it. A build
    makes its own. Delete the file.

    Bad:
        locale/ru/LC_MESSAGES/intro.mo
    Good:
        locale/ru/LC_MESSAGES/intro.po alone
    """
    if stray.parts[-1].lower().endswith((".mo", ".gmo")):
        yield Problem("a compiled catalog, never read here", stray.parts[-1], "none")


@check("po.unknown-language")
def unknown_language(stray: Stray) -> Iterator[Problem]:
    """A catalog stands in the folder of a language that the project does not have.

    Bad:
        locale/rus/LC_MESSAGES/intro.po
    Good:
        locale/ru/LC_MESSAGES/intro.po, where ru is one of the project's languages
    """
    if stray.is_foreign and not _is_compiled(stray):
        want = ", ".join(stray.languages)
        yield Problem("not a language of the project", stray.parts[0], want)


@check("po.unexpected")
def unexpected(stray: Stray) -> Iterator[Problem]:
    """A file does not belong among the catalogs.

    Catalogs stand at ``<language>/LC_MESSAGES/<page>.po``. Templates (``.pot``) and a README are
    let be.

    Bad:
        locale/ru/intro.po, locale/ru/LC_MESSAGES/run.sh
    Good:
        locale/ru/LC_MESSAGES/intro.po
    """
    if not stray.is_foreign and not _is_compiled(stray):
        yield Problem(
            "not a place of a catalog", "/".join(stray.parts), "LANGUAGE/LC_MESSAGES/*.po"
        )


def _is_compiled(stray: Stray) -> bool:
    return any(True for _ in compiled.run(stray))


TREE_CHECKS: tuple[Check[Stray], ...] = (compiled, unknown_language, unexpected)


def check_tree(project: Project) -> list[Checked]:
    """Check all that stands under the project's locale folder; sorted by path.

    Paths that are no catalogs come as refused, with an empty domain. A folder that is not there
    holds nothing.
    """
    return _check_tree(project, partial(check_files, project=project))


def check_interfaces(project: Project, folder: Path) -> list[Checked]:
    """Check a folder of catalogs of an interface as `check_tree` does those of pages.

    Args:
        project: Whose languages the catalogs may have.
        folder: Where they are, laid out as ``locale`` is.
    """

    def check_all(paths: Iterable[Path], language: str) -> list[Checked]:
        return [check_interface(path, language, project.root, project.limits) for path in paths]

    return _check_tree(replace(project, locale=folder), check_all)


def _check_tree(
    project: Project, check_all: Callable[[list[Path], str], list[Checked]]
) -> list[Checked]:
    catalogs: dict[str, list[Path]] = {}
    checked: list[Checked] = []
    for path in _walk(project.locale):
        parts = path.relative_to(project.locale).parts
        if _is_place(parts, project.languages) and kind_of(path) != "a symbolic link":
            catalogs.setdefault(parts[0], []).append(path)
        elif not _is_harmless(path, parts):
            checked.append(_stray(path, parts, project))
    for language, paths in catalogs.items():
        checked += check_all(paths, language)
    return sorted(checked, key=lambda item: item.path)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield every path below that is no folder, and every folder that is named like a catalog."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False) or entry.name.endswith((".po", ".mo")):
            yield Path(entry.path)
        elif entry.name != ".git":
            yield from _walk(Path(entry.path))


def _is_place(parts: tuple[str, ...], languages: tuple[str, ...]) -> bool:
    in_folder = len(parts) > 2 and parts[0] in languages and parts[1] == FOLDER
    return in_folder and parts[-1].endswith(".po")


def _is_harmless(path: Path, parts: tuple[str, ...]) -> bool:
    if kind_of(path):
        return False
    name = parts[-1]
    return name in _HARMLESS or name.endswith(".pot") or name.partition(".")[0] in _NOTES


def _stray(path: Path, parts: tuple[str, ...], project: Project) -> Checked:
    kind = kind_of(path)
    findings = Findings(project.shown(path))
    if kind:
        findings.run((not_a_file,), Candidate(kind, 0, 0, b""))
    else:
        findings.run(TREE_CHECKS, Stray(parts, project.languages))
    language = parts[0] if parts[0] in project.languages else ""
    return Checked(path, language, "", tuple(findings.found), refused=True)
