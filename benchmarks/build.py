"""Measure what a book in several languages costs, beside stock Sphinx and other builders.

The builders take turns, each on a project of its own in a temporary folder: from nothing, with
nothing changed, after one message was edited, after one title was. Each of these starts from what
the one before it left. After each build the pages have to be there, with the edited words.
Needs a POSIX system and Pagefind, and a package registry where the others are not installed yet.

Usage: ``python benchmarks/build.py --pages 30 150 --runs 3``
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import book
import builders
import corpus
import forms
import measure
import table
from builders import Builder
from table import Report

CORPUS = Path(__file__).with_name("corpus.py")
STEPS = {
    "from nothing": (),
    "nothing changed": (),
    "one message edited": ("message",),
    "one title edited": ("message", "title"),
}
"""Each step, and what of the book is other than at first."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A builder and its project."""

    builder: Builder
    python: Path
    folder: Path
    pages: int
    languages: tuple[str, ...]
    """Those besides English."""

    def prepare(self, step: str) -> None:
        """Write the book as the step wants it."""
        # In a process of its own: the peak of a child is never below that of the process that
        # starts it, so this one has to stay small.
        command = [sys.executable, CORPUS, self.folder, "--form", self.builder.form]
        command += ["--pages", self.pages, "--languages", ",".join(self.languages)]
        command += [part for what in STEPS[step] for part in ("--edit", what)]
        measure.run([str(part) for part in command], CORPUS.parent)
        # Nobody saves a page and starts a build within a tick of the file system's clock.
        time.sleep(0.1)

    def build(self) -> measure.Cost:
        """Build all languages and return what it cost."""
        commands = self.builder.command_lines(self.python, ("en", *self.languages))
        return measure.total([measure.run(command, self.folder) for command in commands])

    def check(self, step: str) -> int:
        """Return how many pages show the edited title.

        Raises:
            SystemExit: A page is missing or links to no other, or the last lacks what was edited,
                or a note is no note.
        """
        names = book.names(self.pages)
        for language in ("en", *self.languages):
            for name in names:
                other = names[1] if name == names[0] else names[0]
                self._expect(f"{other}.html", language, name, step)
                if forms.NOTES[self.builder.form].encode() in self._page(language, name):
                    sys.exit(f"{self.builder.name}: {self.builder.page} shows the mark of a note")
        for what in STEPS[step]:
            self._expect(f"edited-{what}", self.languages[0], names[-1], step)
        return sum(b"edited-title" in self._page(self.languages[0], name) for name in names)

    def _expect(self, text: str, language: str, name: str, step: str) -> None:
        if text.encode() not in self._page(language, name):
            page = self.builder.written(language, name)
            sys.exit(f"{self.builder.name}, {step}: {page} lacks {text}")

    def _page(self, language: str, name: str) -> bytes:
        path = self.folder / self.builder.written(language, name)
        return path.read_bytes() if path.is_file() else b""

    def doctrees(self) -> float | None:
        """Return how much larger the doctrees of a translation are, at most, if there are any."""
        if not self.builder.doctrees:
            return None
        source, *others = (self._weight(one) for one in ("en", *self.languages))
        return max(others) / source

    def _weight(self, language: str) -> int:
        folder = self.folder / self.builder.doctrees.format(language=language)
        return sum(path.stat().st_size for path in folder.rglob("*.doctree"))


def say(text: str) -> None:
    """Tell who waits at a terminal what is being done."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def compare(entrants: Sequence[Entrant], runs: int) -> Report:
    """Let the builders take turns and return what each step cost."""
    first = entrants[0]
    report = Report(first.pages, ("en", *first.languages))
    for run in range(1, runs + 1):
        # New folders: some file systems are slow to make files where many were just deleted.
        turn = [replace(one, folder=one.folder / str(run)) for one in entrants]
        for step in STEPS:
            for one in turn:
                name = one.builder.name
                say(f"{one.pages} pages, run {run} of {runs}, {step}: {name}")
                one.prepare(step)
                report.costs.setdefault((step, name), []).append(one.build())
                report.titles[name] = one.check(step)
    report.doctrees.update({one.builder.name: one.doctrees() for one in turn})
    say("")
    return report


def installed(wanted: Sequence[str]) -> tuple[dict[Builder, Path], list[str]]:
    """Return the builders that can be run, and for the others the reason."""
    ready: dict[Builder, Path] = {}
    missing = []
    for builder in builders.BUILDERS:
        if builder.name in wanted:
            say(f"installing {builder.name}")
            python, reason = builders.python_of(builder)
            if python:
                ready[builder] = python
            else:
                missing.append(f"- `{builder.name}` was not measured: {reason}")
    return ready, missing


def main() -> None:
    """Print a table for each size, one for their growth, and what to know about the builders."""
    names = [builder.name for builder in builders.BUILDERS]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[30, 150, 600], metavar="N")
    parser.add_argument(
        "--languages", type=corpus.languages, default=corpus.OTHERS, help="besides English"
    )
    parser.add_argument("--runs", type=int, default=3, help="the median counts [3]")
    parser.add_argument("--builders", nargs="+", choices=names, default=names)
    parser.add_argument("--stock-up-to", type=int, default=150, metavar="N", help="pages [150]")
    given = parser.parse_args()
    if min(given.pages) < 2 or given.runs < 1 or not given.languages:
        parser.error("nothing to measure (want two pages, one translation and one run, at least)")
    if find_spec("pagefind") is None:
        parser.error("no Pagefind, which two of the builders use (want the extra `docs`)")
    ready, missing = installed(given.builders)
    reports = []
    with tempfile.TemporaryDirectory(prefix="allocdoc-benchmark-") as folder:
        for pages in given.pages:
            home = Path(folder, str(pages))
            entrants = [
                Entrant(builder, python, home / builder.name, pages, given.languages)
                for builder, python in ready.items()
                if builder.name != "stock" or pages <= given.stock_up_to
            ]
            if entrants:
                reports.append(compare(entrants, given.runs))
                print(table.costs(reports[-1]), flush=True)
    print(table.growth(reports, "from nothing"))
    print("\n".join([*(f"- `{one.name}`: {one.note}." for one in ready), *missing]))
    print(f"\nA page counts once in each language. {measure.machine()}, median of {given.runs}")


if __name__ == "__main__":
    main()
