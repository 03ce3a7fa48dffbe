"""Write a book of any size: a Sphinx project with pages, and catalogs that translate all of it.

The same arguments give the same bytes. With ``--form`` it is a project of another builder, on the
same pages; with ``--edit`` one translation is another, and the other files are left alone.

Usage: ``python benchmarks/corpus.py FOLDER --pages 150 --languages ru,zh_CN,es,ja``
"""

from __future__ import annotations

import argparse
from pathlib import Path

import book
import forms

OTHERS = "ru,zh_CN,es,ja"
"""The languages besides English."""


def write(folder: Path, pages: int, languages: tuple[str, ...], seed: int) -> None:
    """Write a project of ours into a folder, over what is there."""
    forms.write("allocdoc", book.make(pages, languages, seed), folder)


def languages(text: str) -> tuple[str, ...]:
    """Return the languages that an argument names."""
    named = tuple(filter(None, text.split(",")))
    if unknown := [one for one in named if one not in book.WORDS or one == "en"]:
        wrong = f"unknown language (got {', '.join(unknown)}, want some of {OTHERS})"
        raise argparse.ArgumentTypeError(wrong)
    return named


def main() -> None:
    """Read the command line and write the book."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--languages", type=languages, default=OTHERS, help="besides English")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--form", choices=forms.FORMS, default="allocdoc")
    parser.add_argument("--edit", choices=book.EDITS, action="append", default=[])
    given = parser.parse_args()
    if given.edit and (given.pages < 2 or not given.languages):
        parser.error("nothing to edit (want two pages and a translation)")
    made = book.make(given.pages, given.languages, given.seed)
    for what in given.edit:
        made.edit(what)
    forms.write(given.form, made, given.folder)


if __name__ == "__main__":
    main()
