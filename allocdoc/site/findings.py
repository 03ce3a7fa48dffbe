"""The warnings and errors of a build, read from what Sphinx wrote; and several builds' together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_START = re.compile(r"(?:.+?: )?(?P<level>WARNING|ERROR|CRITICAL|SEVERE): ")
_ABORT = re.compile(r"(?:\w+ )*(?:error|exception|interrupted|occurred)\b.*[:!]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One warning or error: its whole text, ``path:line: LEVEL: message``, paths from the root."""

    text: str
    is_error: bool


def read(log: str, root: Path) -> tuple[Finding, ...]:
    """Split what Sphinx wrote into findings; lines that start none belong to the one before."""
    log = log.replace(f"{root}/", "").replace(f"{root}\\", "")
    found: list[Finding] = []
    for line in log.splitlines():
        start = _START.match(line)
        if start or _ABORT.match(line) or (line.strip() and not found):
            found.append(Finding(line, start is None or start["level"] != "WARNING"))
        elif found:
            found[-1] = Finding(f"{found[-1].text}\n{line}", found[-1].is_error)
    stripped = (Finding(one.text.rstrip(), one.is_error) for one in found)
    return tuple(dict.fromkeys(stripped))


def grouped(builds: Mapping[str, Iterable[Finding]]) -> Iterator[tuple[str, list[Finding]]]:
    """Yield the findings of several languages, each once, under the languages that have it.

    Args:
        builds: The findings, by language code.

    Yields:
        A heading (``all languages``, ``ru``, ``ru, ja``) and its findings; what most languages
        say comes first.
    """
    owners: dict[Finding, tuple[str, ...]] = {}
    for code, findings in builds.items():
        for finding in findings:
            owners[finding] = (*owners.get(finding, ()), code)
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding, codes in owners.items():
        groups.setdefault(codes, []).append(finding)
    for codes in sorted(groups, key=lambda codes: (-len(codes), list(builds).index(codes[0]))):
        everywhere = len(codes) == len(builds) > 1
        yield ("all languages" if everywhere else ", ".join(codes)), groups[codes]
