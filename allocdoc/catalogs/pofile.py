"""Read one PO file, strictly: UTF-8, and nothing that the format does not allow.

Invariant: what `read` returns holds every message of the file. Babel alone is lenient: it drops an
entry whose string has no end, and it leaves escapes alone that GNU gettext refuses.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from allocdoc.errors import CatalogError, place

_LINE = re.compile(
    r'(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) +)?"(?:[^"\\]|\\[trn"\\])*"'
)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_BEFORE = {
    "msgctxt": ("", "msgstr", "msgstr[]"),
    "msgid": ("", "msgctxt", "msgstr", "msgstr[]"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[]": ("msgid_plural", "msgstr[]"),
}
"""Which part of a message may stand before which; nothing stands before the first."""


def read(path: Path) -> Catalog:
    """Return the catalog in a file.

    Raises:
        CatalogError: The file is not UTF-8, or not a PO file; the message says where.
    """
    text = _text(path)
    if defect := _defect(text):
        line, what = defect
        raise CatalogError(f"{place(path, line)}: not a PO file ({what})")
    try:
        catalog = read_po(io.StringIO(text), abort_invalid=True)
    except PoFileError as error:
        what = str(error).removesuffix(f" on {error.lineno}")
        # Babel counts from 0.
        raise CatalogError(f"{place(path, error.lineno + 1)}: not a PO file ({what})") from None
    if catalog.charset.lower() != "utf-8":
        line = _line_of(text, "charset=")
        what = f"declares another encoding (got {catalog.charset}, want UTF-8)"
        raise CatalogError(f"{place(path, line)}: {what}")
    return catalog


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CatalogError(f"{place(path, line)}: not UTF-8") from None
    if text.startswith("\ufeff"):
        raise CatalogError(f"{place(path, 1)}: begins with a byte order mark (want none)")
    return text.replace("\r\n", "\n")


def _defect(text: str) -> tuple[int, str] | None:
    """Return the first line that breaks the format, and the reason."""
    previous, number = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if control := _CONTROL.search(line):
            return number, f"got the control character {control[0]!r}"
        line = line.removeprefix("#~").strip()
        if not line or line.startswith(("#", "|")):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            return number, f"cannot read {line}"
        part = re.sub(r"\d", "", match["keyword"] or "")
        if not (previous in _BEFORE[part] if part else previous):
            return number, f"{part or 'a string'} after {previous or 'nothing'}"
        previous = part or previous
    if previous in ("", "msgstr", "msgstr[]"):
        return None
    return number, f"ends after {previous}"


def _line_of(text: str, word: str) -> int:
    return text.count("\n", 0, max(text.find(word), 0)) + 1
