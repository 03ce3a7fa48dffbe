"""Lines that a listing needs and a page does not show at first: from ``#@ hide`` to ``#@ show``.

In Rust the marks are ``//@ hide`` and ``//@ show``. Each stands alone on its line.

Invariant: the code without its marks has the same tokens as the code with them. A translation can
make no mark: what is written back as a comment has a space behind its ``#`` or ``//``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocdoc.examples.reading import problem
from allocdoc.examples.spans import find_marks

HIDE, SHOW = "hide", "show"


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Code without marks, and the numbers of its hidden lines, from 1."""

    code: str
    hidden: frozenset[int]

    @property
    def visible(self) -> str:
        """The lines that are shown at first; blank ones at either end are left out."""
        lines = enumerate(self.code.split("\n"), 1)
        shown = "\n".join(line for number, line in lines if number not in self.hidden)
        return shown.strip("\n") + "\n"


def unmark(code: str, language: str) -> Unmarked:
    """Take the marks out of a listing's code.

    Args:
        code: Code that `check_marks` accepts, or a translation of such code.
        language: ``python`` or ``rust``.
    """
    marks = {mark.line: mark.text for mark in find_marks(code, language)}
    lines: list[str] = []
    hidden: set[int] = set()
    is_hidden = False
    for number, line in enumerate(code.split("\n"), 1):
        if number in marks:
            is_hidden = marks[number] == HIDE
            continue
        lines.append(line)
        if is_hidden:
            hidden.add(len(lines))
    return Unmarked("\n".join(lines), frozenset(hidden))


def check_marks(code: str, language: str, first_line: int, shown: str) -> None:
    """Check that the marks are known, alone on their lines, in pairs, and leave something to see.

    Args:
        code: What stands in the file.
        language: ``python`` or ``rust``.
        first_line: The line of the file that the code begins on.
        shown: The file, as messages name it.

    Raises:
        ExampleError: They are not.
    """
    for line, what in _faults(code, language):
        raise problem(shown, first_line + line - 1, what)


def _faults(code: str, language: str) -> Iterator[tuple[int, str]]:
    want, opened = HIDE, 1
    for mark in find_marks(code, language):
        sign = mark.prefix.strip() + "@"
        if not mark.is_alone:
            yield mark.line, f"a mark beside code (got {sign} {mark.text}, want a line of its own)"
        if mark.text != want:
            yield mark.line, f"wrong mark (got {sign} {mark.text}, want {sign} {want})"
        want, opened = (SHOW if want == HIDE else HIDE), mark.line
    if want == SHOW:
        yield opened, "lines that are hidden to the end (want a line with the mark show)"
    if not unmark(code, language).visible.strip():
        yield 1, "no line that is shown"
