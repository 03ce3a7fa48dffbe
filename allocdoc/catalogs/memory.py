"""What translators of a language have said so far, in whatever catalog it stands.

There is no file for it. The catalogs are the memory: a text that a page no longer has stays in its
catalog as an obsolete entry, and the catalog of a page that is gone stays where it is.

Invariant: a memory holds only texts that the gate accepts, those of obsolete entries included.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from allocdoc.catalogs.gate import Checked, Project, check_files
from allocdoc.catalogs.gate.syntax import Entry, Parsed, parse

_SHORT = 30
"""Characters below which a text of another page says nothing about a new one like it."""
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t"})


@dataclass(frozen=True, slots=True)
class Remembered:
    """A translation, and what translators noted at it."""

    msgstr: str
    comments: tuple[str, ...] = ()


Memory = Mapping[str, Remembered]
"""The translations of a language by their msgids."""


def remember(catalogs: Sequence[Checked], language: str, project: Project) -> Memory:
    """Return what the catalogs of a language hold.

    Where two say different things of one msgid, an entry in use goes before an obsolete one, and
    then the first catalog before the others.

    Args:
        catalogs: What the gate made of them. Those it refused are passed over.
        language: The code of the language.
        project: What the catalogs belong to; it has all their domains.
    """
    accepted = [one for one in catalogs if not one.refused]
    memory: dict[str, Remembered] = {}
    for one in (*accepted, *_obsolete(accepted, language, project)):
        for message in one.catalog or ():
            if isinstance(message.id, str) and message.id:
                said = Remembered(str(message.string), tuple(message.user_comments))
                memory.setdefault(message.id, said)
    return memory


def _obsolete(catalogs: Iterable[Checked], language: str, project: Project) -> list[Checked]:
    """Put the obsolete entries through the gate, as if their pages still had them."""
    with tempfile.TemporaryDirectory() as folder:
        locale = Path(folder)
        written: list[Path] = []
        for one in catalogs:
            path = locale / language / "LC_MESSAGES" / f"{one.domain}.po"
            entries = parse(one.path.read_text(encoding="utf-8")).entries
            past = {e.msgid: e for e in entries if e.obsolete and _is_plain(e) and not _fuzzy(e)}
            if past:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(po_text(past.values(), language), encoding="utf-8")
                written.append(path)
        return check_files(written, language, replace(project, root=locale, locale=locale))


def compendium(memory: Memory, language: str, own: Parsed, template: Parsed) -> str:
    """Return what of a memory is of use to one catalog, as a PO file; empty if nothing is.

    A text that is remembered word for word is taken over as it is. Only for a message that is new
    and not remembered are other texts given, to guess from; short ones never, as every second
    short text resembles them.

    Args:
        memory: The memory of the language.
        language: Its code.
        own: The catalog as it stands.
        template: The messages that its page has now.
    """
    known = {entry.msgid: entry for entry in own.entries}
    empty = {msgid for msgid, entry in known.items() if not entry.msgstr}
    wanted = {entry.msgid for entry in template.current}
    is_guessing = not wanted <= known.keys() | memory.keys()
    chosen = [
        # msgmerge would put the remembered notes in the place of the catalog's own.
        _entry(msgid, said, known[msgid].comments if msgid in empty else ())
        for msgid, said in sorted(memory.items())
        if (msgid in empty or msgid not in known)
        and (msgid in wanted or (is_guessing and len(msgid) >= _SHORT))
    ]
    return po_text(chosen, language) if chosen else ""


def _entry(msgid: str, said: Remembered, notes: Iterable[str]) -> Entry:
    return Entry(
        msgid=msgid, msgstr=said.msgstr, comments=list(dict.fromkeys([*notes, *said.comments]))
    )


def lost(before: Parsed, after: Parsed) -> list[Entry]:
    """Return the entries of a catalog whose translations a merge has dropped.

    msgmerge turns the translation of an edited message into a fuzzy one of the new message. The
    old pair is gone as soon as a translator has worked on that.
    """
    pairs = {(entry.msgid, entry.msgstr) for entry in after.entries}
    msgids = {msgid for msgid, _ in pairs}
    msgstrs = {msgstr for _, msgstr in pairs}
    return [
        entry
        for entry in before.entries
        if _is_plain(entry)
        # Two entries of one msgid, be one of them obsolete, make a file that gettext refuses.
        and entry.msgid not in msgids
        and not (_fuzzy(entry) and entry.msgstr in msgstrs)
    ]


def _is_plain(entry: Entry) -> bool:
    special = entry.context is not None or entry.plural is not None
    return bool(entry.msgid and entry.msgstr) and not special


def _fuzzy(entry: Entry) -> bool:
    return "fuzzy" in entry.flags


def po_text(entries: Iterable[Entry], language: str) -> str:
    """Return entries, as such in use, as the text of a PO file."""
    header = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
    header += '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return header + "".join(f"\n{entry_text(entry)}" for entry in entries)


def entry_text(entry: Entry, mark: str = "") -> str:
    """Return an entry as text, not wrapped; with the mark ``#~ `` it is obsolete."""
    return "".join(f"{line}\n" for line in _lines(entry, mark))


def _lines(entry: Entry, mark: str) -> Iterator[str]:
    yield from (f"# {comment}".rstrip() for comment in entry.comments)
    if _fuzzy(entry):
        yield "#, fuzzy"
    yield f'{mark}msgid "{entry.msgid.translate(_ESCAPES)}"'
    yield f'{mark}msgstr "{entry.msgstr.translate(_ESCAPES)}"'
