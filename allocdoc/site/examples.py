"""Run the project's examples: all before a build, or those that somebody names."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from allocdoc.errors import AllocdocError, MissingProgramError
from allocdoc.examples import Cache, Limits, Listing, Result, find_listings, run_all
from allocdoc.examples.rust import INSTALL, find_rustc, run_rust
from allocdoc.settings import Settings
from allocdoc.site.findings import Finding


class ExampleNameError(AllocdocError):
    """There is no example of that name, or none in that language."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What running the examples before a build gave."""

    keys: dict[str, str]
    """For each example, a key of all that decides its result."""
    failures: tuple[Finding, ...]


def verify(settings: Settings, processes: int, progress: Callable[[str], None]) -> Verdict:
    """Run the project's examples; the builds of the languages then find the results.

    Raises:
        ExampleError: A file in the examples folder is not as it has to be.
    """

    def done(stem: str, result: Result) -> None:
        progress(f"example {stem}: {'passed' if result.passed else 'failed'}")

    results = check_python(settings, listings_of(settings), processes, done)
    return Verdict(
        keys={stem: result.key for stem, result in results.items()},
        # In the words of the extension, so that the same failure is reported once.
        failures=tuple(
            Finding(f"{failure.place}: ERROR: {failure.what}", is_error=True)
            for result in results.values()
            for failure in result.failures
        ),
    )


def listings_of(settings: Settings) -> dict[str, Listing]:
    """Return all listings of the project."""
    return find_listings(settings.examples, root=settings.root)


def select(
    listings: Mapping[str, Listing], names: Iterable[str], *, rust: bool
) -> dict[str, Listing]:
    """Return the named listings, or all that have a file in the language that is to run.

    A listing may also be named by the path of one of its files, as a shell completes it.

    Raises:
        ExampleNameError: There is no such listing, it has no such file, or there is none at all.
    """
    runs = {stem: one for stem, one in listings.items() if (one.rust if rust else one.python)}
    if not runs:
        raise ExampleNameError(f"no examples (want a file NAME{'.rs' if rust else '.py'})")
    stems = (name if name in listings else Path(name).name.partition(".")[0] for name in names)
    chosen = {stem: runs.get(stem) for stem in stems}
    for name, listing in chosen.items():
        if listing is None:
            raise ExampleNameError(_unknown(name, listings, rust=rust))
    return {name: runs[name] for name in chosen} or runs


def _unknown(name: str, listings: Iterable[str], *, rust: bool) -> str:
    if name in listings:
        return f"example {name} has no {'.rs' if rust else '.py'} file"
    near = get_close_matches(name, listings, n=1)
    want = f"{near[0]}?" if near else f"one of {', '.join(listings)}"
    return f"unknown example (got {name}, want {want})"


def check_python(
    settings: Settings,
    listings: Mapping[str, Listing],
    processes: int,
    on_done: Callable[[str, Result], None] | None = None,
) -> dict[str, Result]:
    """Run the Python files; what passed before comes from the cache."""
    cache = Cache(settings.build / "examples-cache")
    return run_all(listings, cache, Limits(), jobs=processes, on_done=on_done)


def check_rust(
    listings: Mapping[str, Listing], available: Mapping[str, Listing]
) -> dict[str, Result]:
    """Compile and run the Rust files, with the crates among those available.

    Raises:
        MissingProgramError: There is no compiler.
    """
    rustc = find_rustc()
    if rustc is None:
        raise MissingProgramError(f"rustc: none found that runs (want one: {INSTALL})")
    results: dict[str, Result] = {}
    for stem, listing in listings.items():
        with tempfile.TemporaryDirectory(prefix="allocdoc-rust-") as folder:
            results[stem] = run_rust(listing, available, rustc, Path(folder))
    return results
