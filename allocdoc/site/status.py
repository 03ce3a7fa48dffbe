"""The status of a project that is known by its settings or folders alone: nothing of it is run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from babel.core import Locale, UnknownLocaleError

from allocdoc.catalogs.gate import Project
from allocdoc.catalogs.status import LanguageStatus, read_templates, survey
from allocdoc.errors import AllocdocError
from allocdoc.settings import Language

ENGLISH = Language("en", "English")
"""The source language of a project that does not say which it has."""


class NoTranslationError(AllocdocError):
    """The status of nothing was asked for: there is no language but the source language."""


def named(code: str) -> Language:
    """Return a language with the name that its speakers have for it; its code if none is known."""
    try:
        name = Locale.parse(code.replace("-", "_")).display_name
    except (ValueError, UnknownLocaleError):
        name = None
    return Language(code, name or code)


def status(
    tree: Project,
    languages: Sequence[Language],
    source: Language,
    templates: Path | None = None,
) -> tuple[LanguageStatus, ...]:
    """Return the status of the languages; the source language is passed over.

    Args:
        tree: The project, as `allocdoc.site.tree` gives it.
        languages: The wanted languages.
        source: The language that the pages are written in.
        templates: A folder of templates, such as ``build/gettext``; without it the catalogs alone
            say which messages there are.

    Raises:
        AllocdocError: There is nothing to count, or something cannot be read.
    """
    wanted = [language for language in languages if language.code != source.code]
    if not wanted:
        codes = ", ".join(code for code in tree.languages if code != source.code) or "none"
        raise NoTranslationError(
            f"no translation was asked for (got {source.code}, want one of: {codes})"
        )
    return survey(tree, wanted, read_templates(templates) if templates else None)
