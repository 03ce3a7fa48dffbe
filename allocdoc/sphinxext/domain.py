"""The Sphinx domain ``allocdoc``: which page shows which example, and what a page did wrong.

Invariant: everything that must survive an incremental build or come back from a reading process
is plain data here. The results of this very build's run hang on the domain object itself: they
exist before any page is read and are inherited by every process that Sphinx forks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.domains import Domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from allocdoc.catalogs.gate import Project, Reader
    from allocdoc.catalogs.verified import Verified
    from allocdoc.errors import AllocdocError
    from allocdoc.examples import Listing, Result
    from allocdoc.sphinxext.markdown import Readers


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong on a page: it fails this build and every later one until it is mended."""

    place: str
    """``path:line``, relative to the project's root."""
    message: str

    @classmethod
    def of(cls, error: AllocdocError, root: Path | None = None) -> Problem:
        """Take the place out of an error's text, and ``root`` off the place."""
        where, _, message = str(error).partition(": ")
        if root is not None:
            where = where.removeprefix(f"{root.as_posix()}/")
        # Sphinx takes a place without a line for the name of a document.
        return cls(where if re.search(r":\d+$", where) else f"{where}:1", message)


@dataclass(slots=True)
class Run:
    """What this build found in the examples folder and what running it gave."""

    listings: dict[str, Listing] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    tree: Project | None = None
    """The pages and the catalogs as the gate has to know them, once that is found out."""
    verified: Mapping[str, Verified] = field(default_factory=dict)
    """By domain, what the gate made of the catalogs of this build's language."""
    reader: Reader | None = None
    """What read the messages of this build's language, and has tokens of them."""
    refused: Problem | None = None
    """Why there are no listings at all: a file is not as a listing's file has to be."""
    translating: float = 0.0
    """Seconds on the clock that putting translations in their places took."""

    def state(self, stem: str) -> str:
        """Return a key that changes whenever a page that shows ``stem`` has to change."""
        listing, result = self.listings.get(stem), self.results.get(stem)
        if listing is None:
            return "missing"
        if result is not None and not result.passed:
            return "failed"
        output = listing.rust.expectation.output if listing.rust else ""
        return f"{result.key if result else 'not run'} {output}"


class PerDocument(Domain):
    """A domain whose data are mappings by document, and that has no names to refer to.

    Invariant: a page shows what is kept of itself, and nothing of what is kept of others.
    """

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        for kind in self.initial_data:
            self.data[kind].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for kind in self.initial_data:
            found = docnames & otherdata[kind].keys()
            self.data[kind].update({docname: otherdata[kind][docname] for docname in found})

    def resolve_any_xref(self, *_args: Any, **_options: Any) -> list[Any]:
        """Return nothing: this domain has no names that text could refer to."""
        return []


class AllocdocDomain(PerDocument):
    """Remember, per document, the examples it shows and its problems."""

    name = "allocdoc"
    label = "allocdoc"
    data_version = 2
    initial_data: ClassVar[dict[str, Any]] = {"shown": {}, "problems": {}, "inputs": {}}

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.run = Run()
        self.readers: Readers | None = None
        """The parsers of this build; see `markdown`."""

    @property
    def shown(self) -> dict[str, dict[str, str]]:
        """Per document: each stem it shows, with the state that the page was read in."""
        return cast("dict[str, dict[str, str]]", self.data["shown"])

    @property
    def problems(self) -> dict[str, list[Problem]]:
        """Per document: what is wrong on it."""
        return cast("dict[str, list[Problem]]", self.data["problems"])

    @property
    def inputs(self) -> dict[str, str]:
        """Per document: what the files that it was made from held; see `freshness`."""
        return cast("dict[str, str]", self.data["inputs"])

    def note_shown(self, docname: str, stem: str) -> None:
        """Remember that a document shows an example."""
        self.shown.setdefault(docname, {})[stem] = self.run.state(stem)

    def note_problem(self, docname: str, problem: Problem) -> None:
        """Remember a problem of a document."""
        self.problems.setdefault(docname, []).append(problem)

    def outdated(self) -> list[str]:
        """Return the documents that show an example whose state is no longer what it was."""
        return [
            docname
            for docname, stems in self.shown.items()
            if any(
                state in ("failed", "missing") or state != self.run.state(stem)
                for stem, state in stems.items()
            )
        ]


def of(env: BuildEnvironment) -> AllocdocDomain:
    """Return the domain of the environment."""
    return cast(AllocdocDomain, env.get_domain(AllocdocDomain.name))


def setup_part(app: Sphinx) -> None:
    """Add the domain."""
    app.add_domain(AllocdocDomain)
