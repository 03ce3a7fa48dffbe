"""A rule of the gate: a generator of problems, whose docstring is its help.

A rule's function looks at one subject (a file, a header, a message) and yields what is wrong with
it. `check` turns it into a `Check`: a rule with a code that never changes. The docstring's first
line is the summary; ``Bad:`` and ``Good:`` at its end are a pair of examples, which the tests run.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found; ``line`` is None where the subject as a whole is meant."""

    what: str
    got: str = ""
    want: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A rule as it is shown to people."""

    name: str
    summary: str
    text: str
    bad: str
    good: str
    is_warning: bool


@dataclass(frozen=True, slots=True)
class Check(Generic[Subject]):
    """A rule. What breaks a warning is reported, and used all the same."""

    code: str
    run: Callable[[Subject], Iterator[Problem]]
    is_warning: bool = False

    def describe(self) -> Code:
        """Return the rule's help, read from the docstring of its function."""
        doc = inspect.getdoc(self.run) or ""
        head, _, examples = doc.partition("\nBad:\n")
        bad, _, good = examples.partition("\nGood:\n")
        summary, _, text = head.partition("\n\n")
        return Code(
            name=self.code,
            summary=summary.strip(),
            text=text.strip(),
            bad=inspect.cleandoc(bad),
            good=inspect.cleandoc(good),
            is_warning=self.is_warning,
        )


def check(
    code: str, *, warning: bool = False
) -> Callable[[Callable[[Subject], Iterator[Problem]]], Check[Subject]]:
    """Make a function a rule with the given code."""

    def made(function: Callable[[Subject], Iterator[Problem]]) -> Check[Subject]:
        return Check(code, function, warning)

    return made
