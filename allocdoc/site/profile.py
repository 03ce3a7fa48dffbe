"""Where the time of a build went: seconds on the clock, by part and by language."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allocdoc.site.build import Outcome

_PARTS = ("start", "examples", "catalogs", "read", "messages", "write", "search")
"""Of a language; ``messages`` are within ``read``, and ``search`` came after. See `Outcome`."""


class Profile:
    """The seconds of the parts of one build, in the order in which they came."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to a part."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.parts[name] = self.parts.get(name, 0.0) + time.perf_counter() - began


def read(path: Path) -> Mapping[str, float]:
    """Return what a language's process left; nothing where it did not come to its end."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): float(seconds) for name, seconds in found.items()}


def lines(profile: Profile, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a table: the build's parts in one line, then a line a language that was built."""
    yield "   ".join(f"{name} {seconds:.2f} s" for name, seconds in profile.parts.items())
    built = [outcome for outcome in outcomes if outcome.parts and not outcome.unchanged]
    if not built:
        return
    wide = max(8, *(len(outcome.job.language.code) for outcome in built))
    yield "   ".join([f"{'language':<{wide}}", *_PARTS, "  all"])
    for outcome in built:
        cells = [f"{outcome.parts.get(name, 0.0):>{len(name)}.2f}" for name in _PARTS]
        code = f"{outcome.job.language.code:<{wide}}"
        yield "   ".join([code, *cells, f"{outcome.seconds:>5.2f}"])
