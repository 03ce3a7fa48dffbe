"""What a build says at its end: each problem once, then one line a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from allocdoc.site import findings
from allocdoc.site.build import Outcome
from allocdoc.site.update import Updated


def problems(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of a report: a heading for the languages, then what they have in common."""
    found = {outcome.job.language.code: outcome.findings for outcome in outcomes}
    for heading, group in findings.grouped(found):
        yield f"{heading}:"
        for finding in group:
            yield from (f"  {line}".rstrip() for line in finding.text.splitlines())


def lines(outcomes: Sequence[Outcome], shown: Callable[[Path], str]) -> Iterator[str]:
    """Yield one line a language, in columns; ``shown`` writes a path as the reader wants it."""
    width = max(len(outcome.job.language.code) for outcome in outcomes)
    middles = [_middle(outcome) for outcome in outcomes]
    wide = max(map(len, middles))
    for outcome, middle in zip(outcomes, middles, strict=True):
        job = outcome.job
        where = job.output if outcome.complete else job.log
        yield f"{job.language.code:<{width}}   {middle:<{wide}}   {shown(where)}"


def _middle(outcome: Outcome) -> str:
    if not outcome.complete:
        return f"did not finish   {_problems(outcome)}   {outcome.seconds:.1f} s"
    unit = outcome.job.format.unit
    pages = f"{outcome.pages:>3} {unit if outcome.pages != 1 else unit.removesuffix('s')}"
    if outcome.unchanged:
        return f"{pages}   unchanged"
    return f"{pages}   {_problems(outcome)}   {outcome.seconds:.1f} s"


def _problems(outcome: Outcome) -> str:
    errors = sum(finding.is_error for finding in outcome.findings)
    warnings = counted(len(outcome.findings) - errors, "warning")
    return f"{counted(errors, 'error')}, {warnings}" if errors else warnings


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 error``, ``2 errors``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def update_line(updated: Updated) -> str:
    """Return one language's line: how many messages there are, and what is left to do."""
    catalogs = updated.catalogs
    parts = [
        counted(sum(merged.messages for merged in catalogs), "message"),
        f"{sum(merged.untranslated for merged in catalogs)} untranslated",
        f"{sum(merged.fuzzy for merged in catalogs)} fuzzy",
        f"{counted(sum(merged.changed for merged in catalogs), 'catalog')} changed",
    ]
    return f"{updated.language.code:<5}   {'   '.join(parts)}"
