r"""Read PO text strictly, and keep the place of everything.

Invariant: one pass over the lines, time linear in the length of the text; whatever is not read is
a fault with its line. Strict means: one string on a line, which ends on it; of escapes only ``\\``,
``\"``, ``\n`` and ``\t``; keywords in their order; no control characters in comments.
The format is described in GNU gettext's manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from allocdoc.catalogs.gate.registry import Problem

_ESCAPES = {"\\": "\\", '"': '"', "n": "\n", "t": "\t"}
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-5]\])?|)[ \t]*")
_START = re.compile(r'"[^"\\]*(?:\\["\\nt][^"\\]*)*')
_STRING = re.compile(_START.pattern + '"')
_ESCAPE = re.compile(r"\\(.)")
_AFTER = {
    "msgctxt": ("",),
    "msgid": ("", "msgctxt"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[0]": ("msgid_plural",),
    **{f"msgstr[{number}]": (f"msgstr[{number - 1}]",) for number in range(1, 6)},
}
"""Which part of an entry may stand before which; nothing stands before the first.

No language has more than six plural forms.
"""
_FORMS = tuple(part for part in _AFTER if part.endswith("]"))
_ISOLATES = "\u2068\u2069"  # around file names with spaces in locations, since gettext 0.22


@dataclass(slots=True)
class Entry:
    """An entry as it stands in the file. Lines count from 1."""

    line: int = 0
    msgid: str = ""
    msgstr: str = ""
    msgstr_line: int = 0
    context: str | None = None
    plural: str | None = None
    forms: tuple[str, ...] = ()
    """The translations of an entry with plural forms, in order."""
    obsolete: bool = False
    flags: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)

    @property
    def is_header(self) -> bool:
        """Whether the entry is the file's header."""
        return not self.msgid and not self.obsolete and self.context is None


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the text breaks the format, and the code of the rule that it breaks."""

    code: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Parsed:
    """All entries of a text, obsolete ones too, and all faults."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]

    @property
    def current(self) -> Iterator[Entry]:
        """The entries that are in use, without the header."""
        return (e for e in self.entries if not e.obsolete and not e.is_header)

    def faults_of(self, code: str) -> Iterator[Problem]:
        """Return the faults that belong to one rule."""
        return (fault.problem for fault in self.faults if fault.code == code)


def parse(text: str) -> Parsed:
    """Read the text of a catalog; never raises. Line ends may be CRLF."""
    reader = _Reader()
    number = 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        reader.read(number, line)
    reader.finish(number)
    return Parsed(tuple(reader.entries), tuple(reader.faults))


@dataclass(slots=True)
class _Reader:
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    entry: Entry = field(default_factory=Entry)
    part: str = ""
    """The keyword that was read last in this entry."""
    strings: dict[str, list[str]] = field(default_factory=dict)
    lost: bool = False
    """After a fault: what follows is not judged until an entry begins."""

    def read(self, number: int, raw: str) -> None:
        line = raw.strip(" \t")
        obsolete = line.startswith("#~")
        if obsolete:
            line = line[2:].strip(" \t")
        if not line:
            if not self.part or self.part.startswith("msgstr"):  # else gettext reads on
                self._flush(number)
                self.lost = False
        elif line[0] in '"m':  # as most of them are
            self._code(number, line, obsolete)
        elif line.startswith(_CONFLICT):
            self._fault("po.conflict", number, "a conflict marker", line)
        elif line.startswith("#") or (obsolete and line.startswith("|")):
            self._comment(number, line)
        else:
            self._code(number, line, obsolete)

    def finish(self, number: int) -> None:
        self._flush(number)

    def _fault(self, code: str, number: int, what: str, got: str = "", want: str = "") -> None:
        if not self.lost:
            self.faults.append(Fault(code, Problem(what, got, want, number)))
        self.lost = True
        self.entry, self.part, self.strings = Entry(), "", {}

    def _flush(self, number: int) -> None:
        """End the entry: keep it if it is whole."""
        if self.part.startswith("msgstr"):
            self._fill()
            self.entries.append(self.entry)
        elif self.part:
            self._fault("po.syntax", number, "an entry without its end", f"ends after {self.part}")
            self.lost = False
        else:
            return
        self.entry, self.part, self.strings = Entry(), "", {}

    def _fill(self) -> None:
        joined = {part: "".join(strings) for part, strings in self.strings.items()}
        self.entry.msgid = joined.get("msgid", "")
        self.entry.msgstr = joined.get("msgstr", "")
        self.entry.context = joined.get("msgctxt")
        self.entry.plural = joined.get("msgid_plural")
        if self.entry.plural is not None:
            self.entry.forms = tuple(joined[form] for form in _FORMS if form in joined)

    def _comment(self, number: int, line: str) -> None:
        self.lost = False
        if self.part:
            self._flush(number)
        hidden = _hidden(line)
        if hidden:
            self._fault("po.comment", number, "an unseen character in a comment", hidden)
            self.lost = False
        text = line[2:].strip()
        match line[:2]:
            case "#,":
                self.entry.flags |= {flag.strip() for flag in text.split(",")}
            case "#:":
                self.entry.locations += text.split()
            case "#.":
                self.entry.extracted.append(text)
            case mark if "|" in mark:
                pass  # what the msgid was before: never shown, made anew by msgmerge
            case _:
                self.entry.comments.append(line[1:].strip())

    def _code(self, number: int, line: str, obsolete: bool) -> None:
        start = cast(re.Match[str], _KEYWORD.match(line))
        keyword, rest = start[1], line[start.end() :]
        if keyword in ("msgid", "msgctxt") and self.part.startswith("msgstr"):
            self._flush(number)
        if keyword in ("msgid", "msgctxt"):
            self.lost = False
        if not rest.startswith('"'):
            self._fault("po.syntax", number, "not a line of a PO file", line)
        elif keyword and self.part not in _AFTER[keyword]:
            before = self.part or "the start of an entry"
            self._fault("po.syntax", number, f"{keyword} out of its place", f"after {before}")
        elif not keyword and not self.part:
            self._fault("po.syntax", number, "a string that belongs to nothing", line)
        elif self.part and obsolete != self.entry.obsolete:
            self._fault("po.syntax", number, "an entry that is obsolete in part", line)
        else:
            self._string(number, keyword, rest, obsolete)

    def _string(self, number: int, keyword: str, quoted: str, obsolete: bool) -> None:
        if not self.part:
            self.entry.line, self.entry.obsolete = number, obsolete
        if keyword.startswith("msgstr") and not self.entry.msgstr_line:
            self.entry.msgstr_line = number
        self.part = keyword or self.part
        value = _unquoted(quoted)
        if isinstance(value, Fault):
            self._fault(value.code, number, value.problem.what, value.problem.got)
        else:
            self.strings.setdefault(self.part, []).append(value)


def _unquoted(quoted: str) -> str | Fault:
    """Return the text of a string with its quotes, or what is wrong with it."""
    if "\\" not in quoted and quoted.find('"', 1) == len(quoted) - 1:
        return quoted[1:-1]  # as most of them are
    return _ESCAPE.sub(_escaped, quoted[1:-1]) if _STRING.fullmatch(quoted) else _fault_in(quoted)


def _escaped(escape: re.Match[str]) -> str:
    return _ESCAPES[escape[1]]


def _fault_in(quoted: str) -> Fault:
    start = _START.match(quoted)
    rest = quoted[start.end() :] if start else ""
    if rest.startswith('"'):
        return Fault("po.syntax", Problem("text after a string", rest[1:]))
    if rest:
        return Fault("po.escape", Problem("an escape that is not allowed", rest[:2]))
    return Fault("po.syntax", Problem("a string without its end", quoted))


def _hidden(line: str) -> str:
    if line.isprintable():  # as nearly all of them are
        return ""
    for character in line:
        if unicodedata.category(character) in ("Cc", "Zl", "Zp") and character != "\t":
            return character
        reorders = "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
        if reorders and not (line.startswith("#:") and character in _ISOLATES):
            return character
    return ""
