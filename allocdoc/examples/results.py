"""What running an example gave: its steps, its failures, and the session that a page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TRACEBACK = "Traceback (most recent call last):\n    ...\n"
"""How doctest writes a traceback whose frames do not matter."""

_BRIEF = 120


@dataclass(frozen=True, slots=True)
class Step:
    """One ``>>>`` of an example that was executed.

    Attributes:
        line: Its line in the file, from 1.
        source: Its Python source, without prompts.
        want: The expected output as the docstring has it.
        got: What it printed, then the short traceback where it raised.
        raised: The last lines of that traceback (``ValueError: text``), or nothing.
        passed: Whether ``got`` is what was wanted, by doctest's rules.
        in_session: Whether it stands in the module's docstring, which the page shows.
        after_gap: Whether a blank line stands before it.
        is_cut: Whether ``got`` was too long to keep whole; such a step has not passed.
    """

    line: int
    source: str
    want: str
    got: str
    raised: str
    passed: bool
    in_session: bool
    after_gap: bool
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an example does not pass. Its text is a block that a person can read.

    Attributes:
        place: ``path:line``, the path from the project's root.
        what: What is wrong, in one line, with what came and what was wanted.
        source: The source that failed, without prompts.
        want: The expected output, where there is one to compare.
        got: What came instead.
        detail: What else helps: the last lines that a process wrote, for instance.
    """

    place: str
    what: str
    source: str = ""
    want: str | None = None
    got: str | None = None
    detail: str = ""

    def __str__(self) -> str:
        """Return the place, what is wrong, and below it the source and both outputs."""
        blocks = [f"{self.place}: {self.what}"]
        if self.source:
            blocks.append(_indented(_prompted(self.source)))
        for label, text in (("expected:", self.want), ("got:", self.got)):
            if text is not None:
                blocks.append(f"{label}\n{_indented(text or '(nothing)')}")
        if self.detail:
            blocks.append(_indented(self.detail))
        return "\n".join(blocks)


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict on one example.

    Attributes:
        key: A hash of everything that decides the verdict; the same key, the same result.
        passed: Whether every step passed and the last one was reached.
        failures: Why not, in the order of their lines.
        steps: The steps that ran.
        printed: What a Rust program printed; ``None`` where none was run.
    """

    key: str
    passed: bool
    failures: tuple[Failure, ...] = ()
    steps: tuple[Step, ...] = ()
    printed: str | None = None


def session_text(result: Result) -> str:
    """Return the session of the module's docstring: each source with what really came back."""
    return "".join(_session(step for step in result.steps if step.in_session))


def step_failure(shown: str, step: Step) -> Failure:
    """Return the failure that a step which did not pass is. ``shown`` is the path to name."""
    first = step.source.split("\n", 1)[0]
    if step.is_cut:
        what = f"printed too much: {first}"
    elif step.raised and not step.want.startswith("Traceback"):
        what = f"raised {brief(step.raised)} (want {brief(step.want)}): {first}"
    else:
        what = f"wrong output (got {brief(step.got)}, want {brief(step.want)}): {first}"
    return Failure(f"{shown}:{step.line}", what, step.source, step.want, step.got)


def brief(text: str) -> str:
    r"""Return an output in one short line: ``nothing``, or its lines joined by ``\n``."""
    if text.startswith(TRACEBACK):
        text = text.removeprefix(TRACEBACK)
    line = text.rstrip("\n").replace("\n", "\\n")
    return (line[:_BRIEF] + "…" if len(line) > _BRIEF else line) or "nothing"


def _session(steps: Iterator[Step]) -> Iterator[str]:
    for number, step in enumerate(steps):
        if number and step.after_gap:
            yield "\n"
        yield _prompted(step.source) + "\n" + step.got


def _prompted(source: str) -> str:
    first, *rest = source.rstrip("\n").split("\n")
    return "\n".join([f">>> {first}", *(f"... {line}".rstrip() for line in rest)])


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))
