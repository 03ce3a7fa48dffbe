"""What comes out of the gate for one path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

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
    catalog: Catalog | None = None
    dropped: tuple[str, ...] = ()
    entries: tuple[Entry, ...] | None = field(default=None, compare=False)
    """Those in use, for whoever would parse the file again; they are no part of the outcome."""
    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0


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
