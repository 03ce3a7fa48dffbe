"""Bring catalogs up to date with the templates, and lose nothing on the way.

GNU gettext's ``msgmerge`` does the merging: unlike Babel's own update it keeps the previous msgid
of a changed message, comments, and obsolete entries that may come back. A catalog is merged into a
temporary file and renamed; one that would not change is left alone, time stamp included.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.plurals import get_plural

from allocdoc.catalogs.pofile import read
from allocdoc.catalogs.publish import write_if_changed
from allocdoc.errors import CatalogError, MissingProgramError, place

_LOCATION = re.compile(r"^#: (?P<path>.+?)(?::\d+)?$", re.MULTILINE)
_PROJECT = re.compile(r'^"Project-Id-Version: (.*?) *\\n"$', re.MULTILINE)
_DATE = re.compile(r'^"POT-Creation-Date: .*\\n"\n', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of one catalog: how many messages it has, and how many still want work."""

    path: Path
    messages: int
    untranslated: int
    fuzzy: int
    changed: bool


def relative_locations(template: str, folder: Path, root: Path) -> str:
    """Rewrite ``#:`` lines as paths from ``root``, without line numbers, each path once a message.

    Line numbers would change in every catalog whenever a line is added to a page.

    Args:
        template: The text of a template that Sphinx wrote.
        folder: The folder that the template's own paths are relative to.
        root: The project's folder.
    """

    def shorten(match: re.Match[str]) -> str:
        path = Path(match["path"])
        for start in (root, folder):
            absolute = (start / path).resolve()
            if absolute.is_relative_to(root.resolve()) and absolute.exists():
                return f"#: {absolute.relative_to(root.resolve()).as_posix()}"
        return f"#: {path.name}"

    lines = _LOCATION.sub(shorten, template).splitlines(keepends=True)
    kept = (
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if not (line.startswith("#: ") and line == before)
    )
    return "".join(kept)


def new_catalog(language: str, project: str) -> str:
    """Return an empty catalog with the header that gettext wants for a language.

    Raises:
        CatalogError: The language is unknown to CLDR, so that its plural forms are unknown too.
    """
    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        raise CatalogError(
            f"{language}: no such language (want a code such as ja or zh_CN)"
        ) from None
    plural = get_plural(str(locale))
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Project-Id-Version: {project}\\n"\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plural.plural_forms}\\n"\n'
    )


def merge(template: Path, catalog: Path, language: str) -> Merged:
    """Merge a template into a catalog, which is made if it does not exist.

    Raises:
        CatalogError: The catalog is not one that gettext can read; it is left as it was.
        MissingProgramError: GNU gettext is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / catalog.name
        old = catalog.read_bytes() if catalog.is_file() else b""
        if old.strip():
            read(catalog)  # stricter than msgmerge, which also takes other encodings
        work.write_bytes(old if old.strip() else _new(language, template).encode())
        _msgmerge(work, template, catalog)
        # The template's date would change every catalog at every update.
        merged = _DATE.sub("", work.read_text(encoding="utf-8"), count=1).encode()
    write_if_changed(catalog, merged)
    return _count(catalog, changed=merged != old)


def _new(language: str, template: Path) -> str:
    project = _PROJECT.search(template.read_text(encoding="utf-8"))
    return new_catalog(language, project[1] if project else "PROJECT")


def _msgmerge(work: Path, template: Path, catalog: Path) -> None:
    program = shutil.which("msgmerge")
    if program is None:
        raise MissingProgramError(
            "msgmerge not found (want GNU gettext: apt-get or brew install gettext)"
        )
    options = ["--quiet", "--previous", "--backup=none", "--add-location=file", "--update"]
    done = subprocess.run(  # noqa: S603 - our own files, no shell
        [program, *options, str(work), str(template)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[0] if done.stderr.strip() else "msgmerge failed"
        found = re.match(rf"{re.escape(str(work))}:(\d+):\s*(.*)", reason)
        line, what = (int(found[1]), found[2]) if found else (1, reason)
        raise CatalogError(f"{place(catalog, line)}: not a PO file ({what})")


def _count(path: Path, *, changed: bool) -> Merged:
    entries = [message for message in read(path) if message.id]
    return Merged(
        path=path,
        messages=len(entries),
        untranslated=sum(not message.string for message in entries),
        fuzzy=sum(message.fuzzy for message in entries),
        changed=changed,
    )
