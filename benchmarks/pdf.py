"""Measure how long the books take: this one in five languages, and one of 150 pages and more.

Usage: ``python benchmarks/pdf.py [--pages 40]``
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import corpus
import measure
import pypdf

ROOT = Path(__file__).parents[1]
BUILD = [sys.executable, "-m", "allocdoc", "build", "pdf", "--fresh"]


def row(name: str, project: Path) -> str:
    """Build the books of a project from nothing and return their row of the table."""
    shutil.rmtree(project / "build" / "pdf", ignore_errors=True)
    cost = measure.run(BUILD, project)
    books = sorted((project / "build" / "pdf").glob("*/*.pdf"))
    pages = ", ".join(str(len(pypdf.PdfReader(book).pages)) for book in books)
    return f"| {name} | {pages} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.peak:.0f} |"


def copied(folder: Path) -> Path:
    """Copy this project, so that its own build folder is left alone."""
    leave = shutil.ignore_patterns(".*", "build", "dist", "__pycache__")
    shutil.copytree(ROOT, folder, ignore=leave)
    # The examples run once; that is no part of making a book.
    command = [sys.executable, "-m", "allocdoc", "test"]
    measure.run(command, folder)
    return folder


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=40, help="files of the large book [40]")
    wanted = parser.parse_args()
    print("| Book | Printed pages | Seconds | CPU seconds | MB at most, one process |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        print(row("this one, five languages", copied(Path(folder, "this"))), flush=True)
        large = Path(folder, "large")
        corpus.write(large, wanted.pages, (), seed=1)
        print(row(f"{wanted.pages} files, English", large))
    print(f"\n{measure.machine()}")


if __name__ == "__main__":
    main()
