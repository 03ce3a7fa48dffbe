"""What the preview says on the pages, in the languages that the interface comes in."""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

import allocdoc

_LOCALE = Path(allocdoc.__file__).parent / "locale"


def words(code: str) -> dict[str, str]:
    """Return the words by their names; in English where the language has none."""
    translated = _catalog(code)
    return {name: translated.get(text) or text for name, text in _WORDS.items()}


def _catalog(code: str) -> dict[str, str]:
    path = _LOCALE / code / "LC_MESSAGES" / "allocdoc.po"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8") as file:
        catalog = read_po(file, locale=code)
    return {str(message.id): str(message.string) for message in catalog if message.string}


def _(message: str) -> str:
    """Mark a message for the extraction; which language it is wanted in is not known yet."""
    return message


_WORDS = {
    "title": _("Preview"),
    "building": _("Building…"),
    "ready": _("Up to date"),
    "updated": _("The page was updated."),
    "failed": _("Not built: this page is as it was before."),
    "lost": _("The preview has stopped."),
    "gone": _("The source of this page is gone."),
    "findings": _("Findings: %(count)s"),
    "elsewhere": _("Not on this page"),
    "waiting": _("This page is being built for the first time."),
    "show": _("Show on the page"),
}
