"""Extract the templates from the pages, and merge them into every language's catalogs.

The gate looks at the catalogs first. What it refuses is named and not touched; all others are
merged. What a page has is what the templates say, as Sphinx itself has just written them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from allocdoc.catalogs import Merged, merge, relative_locations
from allocdoc.catalogs.gate import Checked, Project, Syntax, check_files, check_tree
from allocdoc.catalogs.memory import remember
from allocdoc.catalogs.update import new_catalog
from allocdoc.errors import CatalogError, place
from allocdoc.files import write_if_changed
from allocdoc.settings import Language, Settings
from allocdoc.site.build import Outcome, build
from allocdoc.site.check import is_error
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Request
from allocdoc.site.tree import tree_of

_INTERFACE = "sphinx"
"""The domain of Sphinx's own words, which has a template where a project has HTML templates."""
_NO_PAGE = "po.domain"


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of one language's catalogs.

    ``findings`` name refused catalogs and dropped messages; ``orphans`` name the catalogs whose
    pages are gone.
    """

    language: Language
    catalogs: tuple[Merged, ...]
    findings: tuple[str, ...] = ()
    orphans: tuple[str, ...] = ()


def extract(settings: Settings, processes: int, progress: Callable[[str], None]) -> Outcome:
    """Write the templates, one a page, into ``build/gettext``."""
    out = settings.build / "gettext"
    languages = (settings.source_language,)
    [outcome] = build(settings, Request(FORMATS["gettext"], languages, out, processes), progress)
    return outcome


def update(settings: Settings, templates: Path, languages: Sequence[Language]) -> Iterator[Updated]:
    """Check the catalogs, and merge the templates into them, one language after the other.

    Args:
        settings: Where the catalogs are.
        templates: The folder that `extract` filled.
        languages: The languages to update; the source language has no catalogs.

    Raises:
        CatalogError: A language is unknown.
        MissingProgramError: GNU gettext is not installed.
        SettingsError: ``conf.py`` does not say plainly how its pages are written.
    """
    ready = _prepared(settings, templates)
    project = _project(settings, ready, languages)
    checked = check_tree(project)
    for language in languages:
        own = [one for one in checked if one.language == language.code]
        yield _updated(language, own, ready, project)


def _prepared(settings: Settings, templates: Path) -> dict[str, Path]:
    """Return the templates by domain, with paths that are the same on every machine."""
    folder = settings.build / "templates"
    ready: dict[str, Path] = {}
    for template in sorted(templates.rglob("*.pot")):
        name = template.relative_to(templates)
        domain = name.as_posix().removesuffix(".pot")
        if domain == _INTERFACE:
            continue
        text = template.read_text(encoding="utf-8")
        ready[domain] = folder / name
        relative = relative_locations(text, template.parent, settings.root)
        write_if_changed(ready[domain], relative.encode())
    for stale in set(folder.rglob("*.pot")) - set(ready.values()):
        stale.unlink()
    return ready


def _project(
    settings: Settings, templates: Iterable[str], languages: Sequence[Language]
) -> Project:
    """Return what the gate has to know; the templates say which domains there are."""
    tree = tree_of(settings)
    codes = tuple(language.code for language in languages)
    return replace(_with_domains(tree, templates, tree.pages), languages=codes)


def _with_domains(project: Project, domains: Iterable[str], known: Mapping[str, Syntax]) -> Project:
    """Return the project with these domains, written as the known ones are."""
    syntaxes = set(known.values())
    usual = syntaxes.pop() if len(syntaxes) == 1 else "mixed"
    comments = frozenset().union(*project.comments.values())
    pages = {domain: known.get(domain, usual) for domain in domains}
    return replace(project, pages=pages, comments=dict.fromkeys(pages, comments))


def _updated(
    language: Language, checked: Sequence[Checked], templates: Mapping[str, Path], project: Project
) -> Updated:
    orphans = [one for one in checked if {f.code for f in one.findings} == {_NO_PAGE}]
    sound = [one for one in checked if not one.refused]
    refused = [one for one in checked if one.refused and one not in orphans]
    past, known = _past(orphans, language.code, project)
    memory = remember([*sound, *past], language.code, known)
    begun = {} if checked else _begun(templates, language.code)
    findings = list(_findings([*sound, *refused]))
    catalogs: list[Merged] = []
    for domain, template in templates.items():
        path = project.locale / language.code / "LC_MESSAGES" / f"{domain}.po"
        if _is_refused(path, refused):
            continue
        try:
            catalogs.append(merge(template, path, language.code, memory, begun.get(domain, "")))
        except CatalogError as error:
            if not path.is_file():
                raise
            findings.append(str(error).replace(place(path), project.shown(path), 1))
    return Updated(
        language,
        tuple(catalogs),
        tuple(findings),
        tuple(
            f"{project.shown(one.path)}:1: note: no page has this catalog (it is kept)"
            for one in orphans
        ),
    )


def _findings(checked: Sequence[Checked]) -> Iterator[str]:
    """Yield what keeps catalogs and messages from the pages; warnings do not."""
    for one in sorted(checked, key=lambda one: one.path):
        yield from (str(finding) for finding in one.findings if is_error(finding))


def _is_refused(path: Path, refused: Sequence[Checked]) -> bool:
    """Whether the gate refused a catalog, or a folder above it (a link to elsewhere, say)."""
    return bool({one.path for one in refused} & {path, *path.parents})


def _past(
    orphans: Sequence[Checked], language: str, project: Project
) -> tuple[list[Checked], Project]:
    """Check the catalogs of pages that are gone as if they were there."""
    domains = [*project.pages, *(one.domain for one in orphans)]
    known = _with_domains(project, domains, project.pages)
    return check_files([one.path for one in orphans], language, known), known


def _begun(templates: Mapping[str, Path], language: str) -> dict[str, str]:
    """Return the entries of a new language's catalogs, by domain, as sphinx-intl makes them.

    Without it there are none, and msgmerge alone comes to the same catalogs.

    Raises:
        CatalogError: The language is unknown, or sphinx-intl fails.
    """
    new_catalog(language, "")  # says so where a language is unknown; sphinx-intl has a traceback
    if find_spec("sphinx_intl") is None:
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for domain, template in templates.items():
            write_if_changed(folder / "pot" / f"{domain}.pot", template.read_bytes())
        _sphinx_intl(folder, language)
        made = {domain: folder / language / "LC_MESSAGES" / f"{domain}.po" for domain in templates}
        return {domain: _entries(path.read_text(encoding="utf-8")) for domain, path in made.items()}


def _sphinx_intl(folder: Path, language: str) -> None:
    options = ["-p", "pot", "-d", ".", "-l", language, "-j", "1"]
    done = subprocess.run(  # noqa: S603 - our own files, no shell
        [sys.executable, "-m", "sphinx_intl", "update", *options],
        cwd=folder,  # it would run a conf.py that stands in the current folder
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CatalogError(f"{language}: sphinx-intl made no catalogs ({reason})")


def _entries(catalog: str) -> str:
    """Return a catalog without its header, which names no language as gettext wants it."""
    return "".join(catalog.partition("\n\n")[1:])[1:]
