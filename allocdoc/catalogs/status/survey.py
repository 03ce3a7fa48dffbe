"""Count what is translated, from the catalogs and, where they are at hand, the templates.

Invariant: each message of a catalog is in exactly one state, so the counts sum to the total. For a
catalog that the gate accepts whole they are those of ``msgfmt --statistics``. What the gate refuses
is not shown to readers, so it does not count as translated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from operator import add
from os.path import lexists
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from allocdoc.catalogs.gate import Checked, Project, check_files
from allocdoc.catalogs.gate.syntax import Entry, parse
from allocdoc.catalogs.status.counts import Counts, words
from allocdoc.catalogs.status.previous import previous_msgids
from allocdoc.errors import CatalogError, place
from allocdoc.settings import Language


class State(StrEnum):
    """What a reader gets for a message: its translation in the first state alone."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    UNTRANSLATED = "untranslated"
    REFUSED = "refused"


class Message(NamedTuple):
    """A message; ``line`` is where its entry begins, 0 where the catalog does not have it.

    ``old`` and ``previous`` are set for fuzzy ones: the translation that waits for review, and the
    msgid that it was made for. Both come from strangers and were not checked. It is a tuple as a
    build makes, keeps and reads many: a dataclass is pickled by functions in Python.
    """

    msgid: str
    state: State
    line: int = 0
    old: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class CatalogStatus:
    """How far one catalog is. ``path`` starts at the project's root, empty if there is no file."""

    domain: str
    path: str
    messages: tuple[Message, ...]

    @property
    def counts(self) -> Counts:
        """How many of the messages are in which state."""
        states = [message.state for message in self.messages]
        left = sum(words(m.msgid) for m in self.messages if m.state != State.TRANSLATED)
        return Counts(**{state.value: states.count(state) for state in State}, words_left=left)


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """How far one language is, catalog by catalog, in alphabetical order."""

    language: Language
    catalogs: tuple[CatalogStatus, ...]

    @property
    def counts(self) -> Counts:
        """The sum over all catalogs."""
        return reduce(add, (catalog.counts for catalog in self.catalogs), Counts())


@dataclass(frozen=True, slots=True)
class Found:
    """A catalog as it stands in the tree, by itself."""

    messages: Mapping[str, Message] = field(default_factory=dict)
    path: str = ""
    refused: bool = False


def read_templates(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the msgids of the templates (``.pot``) in a folder, by domain.

    Raises:
        CatalogError: There is no template, or one cannot be read.
    """
    templates = {}
    for path in sorted(folder.rglob("*.pot")):
        try:
            parsed = parse(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            raise CatalogError(f"{place(path, 1)}: not UTF-8") from None
        domain = path.relative_to(folder).as_posix().removesuffix(".pot")
        templates[domain] = tuple(entry.msgid for entry in parsed.current)
    if not templates:
        raise CatalogError(f"{place(folder)}: no templates (got none, want *.pot)")
    return templates


def survey(
    project: Project,
    languages: Sequence[Language],
    templates: Mapping[str, Sequence[str]] | None = None,
    known: Mapping[str, Mapping[str, Found]] = MappingProxyType({}),
) -> tuple[LanguageStatus, ...]:
    """Return the status of each language.

    Without templates, the messages of a page are those of its catalog; where a language has no
    readable one, those that the other languages have. Catalogs that belong to no page are left out.

    Args:
        project: The tree, as the gate sees it.
        languages: The languages of the translations, in the wanted order.
        templates: The msgids that the pages have, by domain, if that is known.
        known: The catalogs of languages that were looked at before, by code and by domain.

    Raises:
        CatalogError: There is no catalog of any page.
    """
    domains = sorted(project.pages if templates is None else templates)
    found = {
        language: known[language.code]
        if language.code in known
        else _read(project, language.code, domains)
        for language in languages
    }
    there = [domain for domain in domains if any(domain in files for files in found.values())]
    if not there:
        where = f"{place(project.locale)}: no catalogs of this project's pages"
        raise CatalogError(f"{where} (want LANG/LC_MESSAGES/*.po; allocdoc update makes them)")
    if templates is None:
        domains, msgids = there, {domain: _union(domain, found.values()) for domain in there}
    else:
        msgids = {domain: dict.fromkeys(templates[domain]) for domain in domains}
    return tuple(
        LanguageStatus(
            language,
            tuple(
                _status(domain, files.get(domain, Found()), msgids[domain], templates is not None)
                for domain in domains
            ),
        )
        for language, files in found.items()
    )


def find(project: Project, checked: Checked) -> Found:
    """Return a catalog that went through the gate."""
    messages = dict(_messages(checked))
    return Found(messages, project.shown(checked.path), checked.refused)


def status_of(domain: str, found: Found) -> CatalogStatus | None:
    """Return the status of a catalog that the gate has read, none where it is refused.

    It is the same as in a `survey`, and needs none of the other languages: what a catalog that is
    refused or not there should hold, only they can tell.
    """
    return None if found.refused else _status(domain, found, {}, False)


def _union(domain: str, languages: Iterable[Mapping[str, Found]]) -> dict[str, None]:
    """Return the msgids that readable catalogs have; if there are none, those of the others."""
    files = [files[domain] for files in languages if domain in files]
    readable = [file for file in files if not file.refused]
    return {msgid: None for file in readable or files for msgid in file.messages}


def _status(
    domain: str, found: Found, known: Mapping[str, None], is_template: bool
) -> CatalogStatus:
    own = found.messages
    msgids = own if found.path and not found.refused and not is_template else known
    missing = State.REFUSED if found.refused else State.UNTRANSLATED
    messages = tuple(own.get(msgid) or Message(msgid, missing) for msgid in msgids)
    return CatalogStatus(domain, found.path, messages)


def _read(project: Project, language: str, domains: Iterable[str]) -> dict[str, Found]:
    folder = project.locale / language / "LC_MESSAGES"
    paths = {domain: folder / f"{domain}.po" for domain in domains}
    there = [path for path in paths.values() if lexists(path)]
    return {one.domain: find(project, one) for one in check_files(there, language, project)}


def _messages(checked: Checked) -> Iterator[tuple[str, Message]]:
    text, entries = "", checked.entries
    if entries is None or checked.fuzzy:
        text = checked.source.decode("utf-8", "replace")
    previous = previous_msgids(text)
    dropped = set(checked.dropped)
    for entry in parse(text).current if entries is None else entries:
        message = Message(entry.msgid, _state(entry, checked.refused, dropped), entry.line)
        if message.state == State.FUZZY:
            before = previous.get(entry.line, "")
            message = message._replace(old=entry.msgstr, previous=before)
        yield entry.msgid, message


def _state(entry: Entry, refused: bool, dropped: set[str]) -> State:
    if refused or (entry.msgid in dropped):
        return State.REFUSED
    if not entry.msgstr:
        return State.UNTRANSLATED
    return State.FUZZY if "fuzzy" in entry.flags else State.TRANSLATED
