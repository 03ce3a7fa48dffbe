"""Check a tree of catalogs and write what was found, for people, programs or a forge."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from allocdoc.catalogs.gate import Finding, Project, check_interfaces, check_tree, codes, harmless
from allocdoc.errors import AllocdocError, SettingsError


class LanguageError(AllocdocError):
    """The tree has no such language."""


def choose(project: Project, wanted: Iterable[str]) -> list[str]:
    """Return the wanted languages as their folders are named.

    Raises:
        LanguageError: The tree has no such language.
    """
    chosen = [code.replace("-", "_") for code in wanted]
    for code in chosen:
        if code not in project.languages:
            known = ", ".join(project.languages) or "none"
            raise LanguageError(f"unknown language (got {code}, want one of {known})")
    return chosen


def code_list() -> Iterator[str]:
    """Yield a line for each rule: its code and what it is about."""
    known = codes()
    width = max(map(len, known))
    for name, code in sorted(known.items()):
        yield f"{name:<{width}}  {code.summary}{' (a warning)' if code.is_warning else ''}"


def check(
    project: Project, languages: Collection[str] = (), interface: Path | None = None
) -> list[Finding]:
    """Return what is wrong in a tree, sorted.

    Args:
        project: The tree.
        languages: To look at these alone.
        interface: The folder with catalogs of the project's own interface, if it has any.

    Raises:
        SettingsError: There is no such folder.
    """
    if interface and not interface.is_dir():
        raise SettingsError(f"{interface}: no such folder (want the catalogs of the interface)")
    words = check_interfaces(project, interface) if interface else ()
    checked = chain(check_tree(project), words)
    wanted = (one for one in checked if not languages or one.language in languages)
    return sorted(finding for one in wanted for finding in one.findings)


def is_error(finding: Finding) -> bool:
    """Tell whether a finding keeps a translation out; the others are warnings."""
    return not codes()[finding.code].is_warning


def _text(findings: Iterable[Finding]) -> Iterator[str]:
    yield from map(str, findings)


def _json(findings: Iterable[Finding]) -> Iterator[str]:
    rows = [asdict(one) | {"level": _level(one)} for one in findings]
    yield json.dumps(rows, ensure_ascii=True, indent=2)


def _github(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield GitHub's workflow commands, which become notes in the margin of a pull request."""
    for one in findings:
        place = f"file={_property(one.path)},line={one.line},title={one.code}"
        message = str(one).removeprefix(f"{harmless(one.path, 400)}:{one.line}: ")
        yield f"::{_level(one)} {place}::{message.replace('%', '%25')}"


def _property(text: str) -> str:
    pairs = (("%", "%25"), (":", "%3A"), (",", "%2C"))
    safe = harmless(text, 400)
    for plain, escaped in pairs:
        safe = safe.replace(plain, escaped)
    return safe


def _level(finding: Finding) -> str:
    return "error" if is_error(finding) else "warning"


FORMATS: Mapping[str, Callable[[Iterable[Finding]], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
"""The lines of a report, by the name of its format."""
