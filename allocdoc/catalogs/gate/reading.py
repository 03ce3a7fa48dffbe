"""Take in the bytes of a catalog: of a regular file only, and no more of them than agreed.

Invariant: nothing but a regular file below the locale folder is ever opened for reading, whatever
its name leads to. A pipe does not make the gate wait, a link does not lead it elsewhere.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from allocdoc.catalogs.gate.registry import Check, Problem, check

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_KINDS = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be a catalog: what it is, and its bytes if they may be read."""

    kind: str
    """Empty for a regular file, otherwise what it is instead."""
    size: int
    limit: int
    data: bytes


def look(path: Path, locale: Path, limit: int) -> Candidate:
    """Return what stands at a path; its bytes only if it is a file of at most ``limit`` bytes."""
    if kind := kind_of(path) or _kind_above(path, locale):
        return Candidate(kind, 0, limit, b"")
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        return Candidate(f"unreadable: {error.strerror}", 0, limit, b"")
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(limit + 1)
        size = max(os.fstat(descriptor).st_size, len(data))
    return Candidate("", size, limit, data if size <= limit else b"")


def _kind_above(path: Path, locale: Path) -> str:
    """Return what is no folder between ``locale`` and the path, if anything."""
    parents = list(path.parents)
    between = parents[: parents.index(locale)] if locale in parents else []
    return next((f"below {kind_of(up)}" for up in between if kind_of(up, True)), "")


def kind_of(path: Path, folder: bool = False) -> str:
    """Return what stands at a path if it is no regular file (or no folder), else nothing."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return f"unreadable: {error.strerror}"
    if stat.S_ISDIR(mode) if folder else stat.S_ISREG(mode):
        return ""
    return _KINDS.get(stat.S_IFMT(mode), "no regular file")


@check("po.not-a-file")
def not_a_file(candidate: Candidate) -> Iterator[Problem]:
    """A catalog is not a regular file.

    A link, a folder, a pipe or a device under the name of a catalog could lead a build to files
    outside the project, or make it wait for ever. It is not opened.

    Bad:
        locale/ru/LC_MESSAGES/intro.po -> ../../../secret.po
    Good:
        locale/ru/LC_MESSAGES/intro.po, a regular file
    """
    if candidate.kind:
        yield Problem("not a regular file", candidate.kind, "a regular file")


@check("po.too-large")
def too_large(candidate: Candidate) -> Iterator[Problem]:
    """A catalog has more bytes or entries than any honest one.

    Bad:
        locale/ru/LC_MESSAGES/intro.po, 30 MB
    Good:
        locale/ru/LC_MESSAGES/intro.po, 30 kB
    """
    if candidate.size > candidate.limit:
        yield Problem("too large", f"{candidate.size} bytes", f"at most {candidate.limit} bytes")


@check("po.bom")
def bom(candidate: Candidate) -> Iterator[Problem]:
    """A catalog begins with a byte order mark.

    Tools disagree about it: some take it for part of the first entry and lose the header. Save
    the file as "UTF-8", not as "UTF-8 with BOM".

    Bad:
        EF BB BF, then the first entry
    Good:
        the first entry
    """
    if candidate.data.startswith(_BOM):
        yield Problem("begins with a byte order mark", line=1)


@check("po.encoding")
def encoding(candidate: Candidate) -> Iterator[Problem]:
    r"""A catalog is not in UTF-8, or says that it is not.

    Both have to be true: the bytes are UTF-8, and the header says so.

    Bad:
        msgid ""
        msgstr ""
        "Language: ru\n"
        "Content-Type: text/plain; charset=KOI8-R\n"
    Good:
        msgid ""
        msgstr ""
        "Language: ru\n"
        "Content-Type: text/plain; charset=UTF-8\n"
    """
    try:
        candidate.data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = candidate.data.count(b"\n", 0, error.start) + 1
        got = f"byte 0x{candidate.data[error.start]:02x}"
        yield Problem("bytes that are not UTF-8", got, line=line)


FILE_CHECKS: tuple[Check[Candidate], ...] = (not_a_file, too_large, bom, encoding)
