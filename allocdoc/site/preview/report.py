"""What the server and the process of a language tell each other, as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["ready", "written", "done", "failed"]
Phase = Literal["", "reading", "writing"]


@dataclass(frozen=True, slots=True)
class Found:
    """Something wrong: its whole text, ``path:line: what``, and where on the pages it belongs."""

    text: str
    is_error: bool
    path: str = ""
    """The file, relative to the project's root; empty where the text names none."""
    spot: str = ""
    """The mark (``m-…``) or the id of the element on a page; empty where there is none."""
    phase: Phase = ""
    """When Sphinx says it of a page; empty for what is said in every build."""


@dataclass(frozen=True, slots=True)
class Report:
    """One line from the process.

    ``ready``: it waits. ``written``: all pages are. ``done``: so is all the rest. ``failed``: it
    could not go on, and the pages are those of before.
    """

    kind: Kind
    found: tuple[Found, ...] = ()
    read: tuple[str, ...] = ()
    """The sources of pages that were read, relative to the root; also of those that are gone."""
    written: tuple[str, ...] = ()
    """Those of pages that were written."""
    removed: tuple[str, ...] = ()
    """The pages whose source is gone, as paths below the language's folder."""
    inputs: tuple[str, ...] = ()
    """Absolute paths of files and folders that decide how pages are made: modules, templates."""
    included: tuple[str, ...] = ()
    """Absolute paths of files outside of the source folder that pages show."""

    def line(self) -> bytes:
        """Return the report as one line."""
        return json.dumps(asdict(self), ensure_ascii=True).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Go:
    """The word for a build.

    Attributes:
        pages: The names of the pages that are open: they are written first.
        examples: Whether an example was saved after the process began.
    """

    pages: frozenset[str]
    examples: bool

    def line(self) -> bytes:
        """Return it as one line."""
        return json.dumps([sorted(self.pages), self.examples]).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Go:
        """Return what a line holds."""
        pages, examples = json.loads(line)
        return cls(frozenset(pages), examples)


def parse(line: bytes) -> Report:
    """Return the report that a line holds."""
    data: dict[str, Any] = json.loads(line)
    found = tuple(Found(**one) for one in data.pop("found"))
    kind = data.pop("kind")
    return Report(kind, found, **{name: tuple(value) for name, value in data.items()})


def merge(before: Iterable[Found], report: Report) -> tuple[Found, ...]:
    """Return what is wrong now: what was just found, and what was on pages not looked at again."""
    again = {"reading": report.read, "writing": report.written}
    kept = (one for one in before if one.phase and one.path not in again[one.phase])
    return tuple(dict.fromkeys((*report.found, *kept)))
