"""Extract the templates from the pages, and merge them into every language's catalogs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from allocdoc.catalogs import Merged, merge, relative_locations
from allocdoc.catalogs.publish import write_if_changed
from allocdoc.settings import Language, Settings
from allocdoc.site.build import Outcome, build
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Request


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of one language's catalogs."""

    language: Language
    catalogs: tuple[Merged, ...]


def extract(settings: Settings, processes: int, progress: Callable[[str], None]) -> Outcome:
    """Write the templates, one a page, into ``build/gettext``."""
    out = settings.build / "gettext"
    languages = (settings.source_language,)
    [outcome] = build(settings, Request(FORMATS["gettext"], languages, out, processes), progress)
    return outcome


def update(settings: Settings, templates: Path, languages: Sequence[Language]) -> Iterator[Updated]:
    """Merge the templates into the catalogs, one language after the other.

    Args:
        settings: Where the catalogs are.
        templates: The folder that `extract` filled.
        languages: The languages to update; the source language has no catalogs.

    Raises:
        CatalogError: A catalog cannot be read; it is left as it is.
        MissingProgramError: GNU gettext is not installed.
    """
    found = sorted(templates.rglob("*.pot"))
    merged = settings.build / "templates"
    for template in found:
        text = relative_locations(
            template.read_text(encoding="utf-8"), template.parent, settings.root
        )
        write_if_changed(merged / template.relative_to(templates), text.encode())
    for language in languages:
        folder = settings.locale / language.code / "LC_MESSAGES"
        names = (template.relative_to(templates) for template in found)
        catalogs = (
            merge(merged / name, folder / name.with_suffix(".po"), language.code) for name in names
        )
        yield Updated(language, tuple(catalogs))
