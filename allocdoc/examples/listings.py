"""The listings of an examples folder: sets of files with one stem.

Invariant: each file in the folder whose name ends in ``.py``, ``.rs`` or ``.stdout`` belongs to a
listing, or `find_listings` raises. Only names that begin with ``_`` or ``.`` are nobody's business.
"""

from __future__ import annotations

import keyword
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from allocdoc.errors import ExampleError
from allocdoc.examples.hiding import check_marks
from allocdoc.examples.python_source import PythonSource, parse_python
from allocdoc.examples.reading import problem, read_text
from allocdoc.examples.rust_source import Need, RustSource, needs_in_order, parse_rust

_ENDINGS = (".2015.rs", ".rs.stdout", ".stdout", ".rs", ".py")
"""From the most to the least special."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one ``{example}`` shows: Python, Rust today, and Rust as it was, each if it exists."""

    stem: str
    python: PythonSource | None = None
    rust: RustSource | None = None
    historical: Path | None = None


def find_listings(folder: Path, root: Path | None = None) -> dict[str, Listing]:
    """Return the listings of a folder by stem, in alphabetical order.

    Args:
        folder: The examples. A project without any need not have it.
        root: What the paths in messages start from, by default the folder above.

    Raises:
        ExampleError: A file is not as a listing's file has to be.
    """
    if not folder.exists():
        return {}
    if not folder.is_dir():
        raise ExampleError(f"{folder.as_posix()}: not a folder")
    found: dict[str, Listing] = {}
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        ending = next((end for end in _ENDINGS if path.name.endswith(end)), None)
        if ending is None or path.name.startswith(("_", ".")):
            continue
        shown = shown_path(path, root)
        stem = path.name.removesuffix(ending)
        _check_stem(stem, ending, shown)
        found[stem] = _with(found.get(stem, Listing(stem)), path, ending, shown)
    _check_crates(found)
    return dict(sorted(found.items()))


def shown_path(path: Path, root: Path | None = None) -> str:
    """Return the path that messages name: from ``root``, or from the folder's parent."""
    base = root or path.parent.parent
    return (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()


def crates_of(listing: Listing, listings: Mapping[str, Listing]) -> list[RustSource]:
    """Return the crates that a Rust listing is linked with, what others need coming first.

    Raises:
        ExampleError: There is no such listing, or crates need each other.
    """
    rust = listing.rust
    if rust is None:
        return []

    def find(need: Need) -> RustSource:
        crate = listings[need.name].rust if need.name in listings else None
        if crate is None:
            what = f"no such crate (got {need.name}, want a file {need.name}.rs here)"
            raise problem(rust.shown, need.line, what)
        return crate

    return needs_in_order(Need(listing.stem, 1), find)[:-1]


def _check_stem(stem: str, ending: str, shown: str) -> None:
    if not stem.isidentifier() or keyword.iskeyword(stem):
        what = f"not a name that can be imported (got {stem}, want letters, digits and _)"
        raise ExampleError(f"{shown}: {what}")
    if ending == ".py" and (stem in sys.stdlib_module_names or stem == "allocdoc"):
        raise ExampleError(f"{shown}: hides the module of that name (got {stem}, want another)")


def _with(listing: Listing, path: Path, ending: str, shown: str) -> Listing:
    if ending == ".py":
        return replace(listing, python=parse_python(path, shown))
    if ending == ".rs":
        return replace(listing, rust=parse_rust(path, shown))
    if ending == ".2015.rs":
        check_marks(read_text(path, shown), "rust", 1, shown)
        return replace(listing, historical=path)
    if ending == ".rs.stdout" and path.with_suffix("").is_file():
        return listing  # read together with the .rs file
    raise ExampleError(f"{shown}: expected output of nothing (want a file {listing.stem}.rs too)")


def _check_crates(listings: Mapping[str, Listing]) -> None:
    rust: Iterable[Listing] = (one for one in listings.values() if one.rust)
    for listing in rust:
        crates_of(listing, listings)
