"""Bring catalogs up to date with the templates, and lose nothing on the way.

GNU gettext's ``msgmerge`` does the merging: unlike Babel's own update it keeps the previous msgid
of a changed message, comments, and obsolete entries that may come back. A catalog is merged into a
temporary file and renamed; one that would say the same as before is left alone, byte by byte.

Invariant: each msgid with a translation that a catalog had before a merge, it has after it: in
use, or obsolete. A fuzzy one may have become that of another msgid.
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

from allocdoc.catalogs.gate.header import declared_encoding, header_of
from allocdoc.catalogs.gate.syntax import parse
from allocdoc.catalogs.memory import Memory, compendium, entry_text, lost
from allocdoc.errors import CatalogError, MissingProgramError, place
from allocdoc.files import write_if_changed

_LOCATION = re.compile(r"^#: (?P<path>.+?)(?::\d+)?$", re.MULTILINE)
_PROJECT = re.compile(r'^"Project-Id-Version: (.*?) *\\n"$', re.MULTILINE)
_DATE = re.compile(r'^"POT-Creation-Date: .*\\n"\n', re.MULTILINE)
_WRAPPED = re.compile(r'"\n(?:#~\| |#~ |#\| )?"')
"""The end of a string and the begin of the next, which continues it."""


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


def merge(
    template: Path, catalog: Path, language: str, memory: Memory | None = None, start: str = ""
) -> Merged:
    """Merge a template into a catalog, which is made if it does not exist.

    Args:
        template: The messages that the page has now.
        catalog: What translators edit.
        language: The code of the language.
        memory: What may be taken over from other catalogs of the language.
        start: The entries of a catalog that does not exist yet, without header.

    Raises:
        CatalogError: The catalog is not one that gettext can read; it is left as it was.
        MissingProgramError: GNU gettext is not installed.
    """
    old = catalog.read_bytes() if catalog.is_file() else b""
    is_new = not old.strip()
    before = _new(language, template) + start if is_new else _readable(catalog, old, language)
    after = _with_date_of(before, _merged(template, catalog, before, language, memory or {}))
    changed = is_new or _unwrapped(after) != _unwrapped(before)
    if changed:
        write_if_changed(catalog, after.encode())
    return _count(catalog, after, changed=changed)


def _readable(catalog: Path, data: bytes, language: str) -> str:
    """Return the text of a catalog; stricter than msgmerge, which also takes other encodings."""
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogError(f"{place(catalog, line)}: not UTF-8") from None
    parsed = parse(text)
    problems = [fault.problem for fault in parsed.faults]
    for problem in (*problems, *declared_encoding.run(header_of(parsed, language))):
        raise CatalogError(f"{place(catalog, problem.line)}: not a PO file ({problem.what})")
    return text


def _merged(template: Path, catalog: Path, before: str, language: str, memory: Memory) -> str:
    """Return the text of a catalog after the merge."""
    own, wanted = parse(before), parse(template.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / catalog.name
        work.write_text(before, encoding="utf-8")
        known = Path(folder) / "memory"
        known.write_text(compendium(memory, language, own, wanted), encoding="utf-8")
        _msgmerge(work, template, catalog, known if known.stat().st_size else None)
        dropped = lost(own, parse(work.read_text(encoding="utf-8")))
        if dropped:
            with work.open("a", encoding="utf-8") as file:
                file.writelines("\n" + entry_text(entry, "#~ ") for entry in dropped)
            _msgmerge(work, template, catalog)  # puts what was added into its own form
        return work.read_text(encoding="utf-8")


def _with_date_of(before: str, after: str) -> str:
    """Return a merged catalog with the date that it had, or none.

    The template's date would change every catalog at every update.
    """
    found = _DATE.search(before.partition("\n\n")[0] + "\n")
    date = found[0] if found else ""
    header, blank, rest = after.partition("\n\n")
    return _DATE.sub(lambda _: date, header + "\n", count=1).removesuffix("\n") + blank + rest


def _unwrapped(text: str) -> str:
    """Return a catalog with each string on one line: other tools break the lines elsewhere."""
    return re.sub(r"\n{2,}", "\n\n", _WRAPPED.sub("", text)).strip()


def _new(language: str, template: Path) -> str:
    project = _PROJECT.search(template.read_text(encoding="utf-8"))
    return new_catalog(language, project[1] if project else "PROJECT")


def _msgmerge(work: Path, template: Path, catalog: Path, known: Path | None = None) -> None:
    program = shutil.which("msgmerge")
    if program is None:
        raise MissingProgramError(
            "msgmerge not found (want GNU gettext: apt-get or brew install gettext)"
        )
    options = ["--quiet", "--previous", "--backup=none", "--add-location=file", "--update"]
    if known:
        options.append(f"--compendium={known}")
    done = subprocess.run(  # noqa: S603 - our own files, no shell
        [program, *options, str(work), str(template)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[0] if done.stderr.strip() else "msgmerge failed"
        found = re.match(rf"{re.escape(str(work))}:(\d+):\s*(.*)", reason)
        line, what = (int(found[1]), found[2]) if found else (1, reason)
        raise CatalogError(f"{place(catalog, line)}: not a PO file ({what})")


def _count(path: Path, text: str, *, changed: bool) -> Merged:
    entries = list(parse(text).current)
    return Merged(
        path=path,
        messages=len(entries),
        untranslated=sum(not (entry.msgstr or any(entry.forms)) for entry in entries),
        fuzzy=sum("fuzzy" in entry.flags for entry in entries),
        changed=changed,
    )
