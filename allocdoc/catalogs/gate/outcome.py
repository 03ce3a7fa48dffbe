"""What comes out of the gate for one path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog

from allocdoc.catalogs.gate.finding import Finding
from allocdoc.catalogs.gate.registry import Check, Problem, Subject
from allocdoc.catalogs.gate.syntax import Entry


@dataclass(frozen=True, slots=True)
class Checked:
    """What the gate made of one path.

    ``dropped`` are the msgids whose translations were left out. The counts exclude each other, and
    with ``len(dropped)`` they sum to the entries in use. They are 0 where the file is refused.
    """

    path: Path
    language: str
    domain: str
    findings: tuple[Finding, ...] = ()
    refused: bool = False
    accepted: tuple[Entry, ...] | None = None
    """The entries that a build may use; none where the file is refused."""
    dropped: tuple[str, ...] = ()
    entries: tuple[Entry, ...] | None = field(default=None, compare=False)
    """Those in use, for whoever would parse the file again; they are no part of the outcome."""
    source: bytes = field(default=b"", compare=False, repr=False)
    """What was looked at, for whoever would read the file again."""
    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0

    @property
    def catalog(self) -> Catalog | None:
        """The accepted entries as a new Babel catalog."""
        if self.accepted is None:
            return None
        catalog = _empty(self.language)
        for entry in self.accepted:
            catalog.add(
                entry.msgid if entry.plural is None else (entry.msgid, entry.plural),
                entry.msgstr if entry.plural is None else entry.forms,
                locations=cast(Any, [_location(text) for text in entry.locations]),
                auto_comments=entry.extracted,
                user_comments=entry.comments,
                lineno=entry.msgstr_line,
            )
        return catalog


def _empty(language: str) -> Catalog:
    try:
        return Catalog(locale=language.replace("-", "_"), charset="utf-8", fuzzy=False)
    except ValueError:  # no code at all; Babel takes unknown ones as they are
        return Catalog(charset="utf-8", fuzzy=False)


def _location(text: str) -> tuple[str, int | None]:
    name, colon, line = text.rpartition(":")
    is_line = bool(colon) and line.isascii() and line.isdigit() and len(line) < 10
    return (name, int(line)) if is_line else (text, None)


@dataclass(slots=True)
class Findings:
    """Collects findings; tells errors from warnings."""

    path: str
    found: list[Finding] = field(default_factory=list)

    def run(self, checks: Iterable[Check[Subject]], subject: Subject, line: int = 1) -> bool:
        """Run rules over a subject, and return whether it broke one that is an error."""
        broken = False
        for rule in checks:
            for problem in rule.run(subject):
                self.add(rule.code, problem, line)
                broken = broken or not rule.is_warning
        return broken

    def add(self, code: str, problem: Problem, line: int) -> None:
        """Keep what a rule found, once."""
        at = problem.line or line
        finding = Finding(self.path, at, code, problem.what, problem.got, problem.want)
        if finding not in self.found:
            self.found.append(finding)
