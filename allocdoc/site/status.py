"""The status of a project that is known by its settings alone: nothing of it is run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from allocdoc.catalogs.status import LanguageStatus, read_templates, survey
from allocdoc.errors import AllocdocError
from allocdoc.settings import Language, Settings
from allocdoc.site.tree import tree_of


class NoTranslationError(AllocdocError):
    """The status of nothing was asked for: there is no language but the source language."""


def status(
    settings: Settings, languages: Sequence[Language], templates: Path | None = None
) -> tuple[LanguageStatus, ...]:
    """Return the status of the languages; the source language is passed over.

    Args:
        settings: The project.
        languages: The wanted languages.
        templates: A folder of templates, such as ``build/gettext``; without it the catalogs alone
            say which messages there are.

    Raises:
        AllocdocError: There is nothing to count, or something cannot be read.
    """
    source = settings.source_language
    wanted = [language for language in languages if language != source]
    if not wanted:
        codes = ", ".join(one.code for one in settings.languages if one != source) or "none"
        raise NoTranslationError(
            f"no translation was asked for (got {source.code}, want one of: {codes})"
        )
    return survey(tree_of(settings), wanted, read_templates(templates) if templates else None)
