"""Measure what the patches under ``docs/upstream`` give to stock Sphinx, without allocdoc.

Each patch is applied to a copy of the installed package, which then builds one translated language
of a generated book: each patch alone, then all of them. The pages have to stay the same. What is
too little to show there, and paid for every page, shows in reading a page with a title only.

Usage: ``python benchmarks/upstream.py --pages 30,150``
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import corpus
import measure

PATCHES = Path(__file__).parents[1] / "docs/upstream"
LANGUAGE = "ru"

READ = """
import sys, time, timeit
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

book, out = sys.argv[1:]
with patch_docutils(book), docutils_namespace():
    app = Sphinx(book + "/docs", book, out, out, "html", status=None)
    app.env.find_files(app.config, app.builder)
    timer = timeit.Timer(lambda: app.builder.read_doc("index"), timer=time.process_time)
    print(min(timer.repeat(number=50)) / 50)
"""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build cost, and the sizes of what it left."""

    cpu: float
    """Seconds."""
    peak: float
    """Megabytes."""
    doctrees: float
    """Megabytes."""
    pages: dict[str, bytes]


def patches() -> list[Path]:
    """Return all patches, in the order in which they are applied."""
    return sorted(PATCHES.glob("*.patch"))


def packages(patch: Path) -> set[str]:
    """Return the names of the packages that a patch changes."""
    lines = patch.read_text(encoding="utf-8").splitlines()
    return {line.split("/")[1] for line in lines if line.startswith("--- a/")}


def overlay(folder: Path, wanted: Iterable[Path]) -> None:
    """Put patched copies of installed packages into a folder.

    Raises:
        SystemExit: A patch does not apply; what ``git apply`` said is printed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for patch in wanted:
        for name in packages(patch) - {path.name for path in folder.iterdir()}:
            found = importlib.util.find_spec(name)
            if found is None or not found.submodule_search_locations:
                sys.exit(f"{name}: not installed")
            shutil.copytree(found.submodule_search_locations[0], folder / name)
        # Outside of any repository, so that paths are those of the folder.
        command = ["git", "-c", "core.autocrlf=false", "apply", "-p1", str(patch)]
        outside = {"GIT_CEILING_DIRECTORIES": str(folder.parent), "PATH": _path()}
        done = subprocess.run(command, cwd=folder, env=outside, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{patch.name}: {done.stderr}")


def _path() -> str:
    return str(Path(shutil.which("git") or sys.exit("git: not installed")).parent)


def book(folder: Path, pages: int) -> None:
    """Write a book for stock Sphinx."""
    corpus.write(folder, pages, (LANGUAGE,), seed=1)
    conf = folder / "conf.py"
    text = conf.read_text(encoding="utf-8")
    text = text.replace('"allocdoc"', '"myst_parser", "sphinx_tabs.tabs"')
    conf.write_text(f'{text}locale_dirs = ["../locale"]\n', encoding="utf-8")


def build(project: Path, patched: Path, out: Path, language: str = LANGUAGE) -> Built:
    """Build a language with the packages that are in a folder, or with those installed."""
    # `-m` looks for modules in the current folder first.
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-D", f"language={language}"]
    doctrees, pages = out / "doctrees", out / "html"
    cost = measure.run([*command, "-c", project, "-d", doctrees, project / "docs", pages], patched)
    size = sum(path.stat().st_size for path in doctrees.rglob("*.doctree")) / 1e6
    files = {str(path.relative_to(pages)): path for path in pages.rglob("*") if path.is_file()}
    return Built(cost.cpu, cost.peak, size, {name: files[name].read_bytes() for name in files})


def read(project: Path, patched: Path, out: Path) -> float:
    """Return the milliseconds of CPU that it takes to read the page ``index`` of a book."""
    command = [sys.executable, "-c", READ, str(project), str(out)]
    done = subprocess.run(command, cwd=patched, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout) * 1000


def overlays(folder: Path) -> list[str]:
    """Fill folders of packages with no patch, with each, and with all; return their names."""
    found = patches()
    kinds: dict[str, list[Path]] = {"none": [], **{one.stem: [one] for one in found}, "all": found}
    for name, wanted in kinds.items():
        overlay(folder / name, wanted)
    return list(kinds)


def reading(times: int, folder: Path) -> Iterable[tuple[str, float]]:
    """Yield the best of some times that a page with a title only takes, interleaved."""
    book(folder / "book", 1)
    (folder / "book/docs/index.md").write_text("# Title\n", encoding="utf-8")
    taken: dict[str, list[float]] = {name: [] for name in overlays(folder)}
    for number in range(times):
        for name, found in taken.items():
            found.append(read(folder / "book", folder / name, folder / "out" / f"{name}-{number}"))
    for name, found in taken.items():
        yield name, min(found)


def rows(pages: int, times: int, folder: Path) -> Iterable[tuple[str, Built]]:
    """Yield the best of some builds, interleaved."""
    book(folder / "book", pages)
    built: dict[str, list[Built]] = {name: [] for name in overlays(folder)}
    for number in range(times):
        for name, results in built.items():
            out = folder / "out" / f"{name}-{number}"
            results.append(build(folder / "book", folder / name, out))
    for name, results in built.items():
        if results[0].pages != built["none"][0].pages:
            sys.exit(f"{name}: the pages are not the same")
        yield name, min(results, key=lambda one: one.cpu)


def main() -> None:
    """Read the command line and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", default="30,150", help="sizes of the book")
    parser.add_argument("--times", type=int, default=2, help="builds of each kind; the best counts")
    given = parser.parse_args()
    print(f"{measure.machine()}; one translated language, stock Sphinx, furo\n")
    print("| Pages | Patch | CPU s | Doctrees MB | Memory MB |\n|---:|---|---:|---:|---:|")
    for pages in map(int, given.pages.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            for name, one in rows(pages, given.times, Path(folder)):
                size = f"{one.cpu:.1f} | {one.doctrees:.1f} | {one.peak:.0f}"
                print(f"| {pages} | {name} | {size} |", flush=True)
    print("\n| Patch | CPU ms to read a page with a title only |\n|---|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, taken in reading(given.times, Path(folder)):
            print(f"| {name} | {taken:.2f} |", flush=True)


if __name__ == "__main__":
    main()
