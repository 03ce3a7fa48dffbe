"""Books of small projects, built as a user would build them and opened with pypdf."""

from __future__ import annotations

import gettext
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from textwrap import dedent

import pytest
import sphinx.locale
from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject
from sphinx.cmd.build import build_main

ROOTS = Path(__file__).parents[1] / "roots"


@dataclass(frozen=True, slots=True)
class Build:
    """One run of ``sphinx-build -b typst``."""

    status: int
    said: str
    out: Path
    doctrees: Path

    @property
    def code(self) -> str:
        """The Typst code of the one book."""
        (path,) = self.out.glob("*.typ")
        return path.read_text(encoding="utf-8")

    @property
    def pdf(self) -> PdfReader:
        return PdfReader(next(self.out.glob("*.pdf")))


@dataclass(frozen=True, slots=True)
class Project:
    """A project in a folder of its own."""

    root: Path

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")

    def build(self, *options: str, language: str = "en") -> Build:
        out, doctrees = self.root / f"out-{language}", self.root / f"doctrees-{language}"
        arguments = ["-b", "typst", "-c", str(self.root), "-d", str(doctrees), "--no-color"]
        arguments += ["-D", f"language={language}", *options, str(self.root / "docs"), str(out)]
        # A process of its own would have read no catalog yet.
        sphinx.locale.translators.clear()
        gettext._translations.clear()
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as stderr:
            status = build_main(arguments)
        said = stderr.getvalue()
        assert "Traceback" not in said
        return Build(status, said, out, doctrees)

    def code(self, *options: str, language: str = "en") -> str:
        """Return the Typst code, which is not compiled; nothing was to be said about it."""
        done = self.build("-D", "typst_compile=0", *options, language=language)
        assert (done.status, done.said) == (0, "")
        return done.code


@pytest.fixture(scope="session")
def book_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Build]:
    """Return a function that builds the book with everything in it, once a language."""

    @cache
    def build(language: str) -> Build:
        root = tmp_path_factory.mktemp("book") / "book"
        shutil.copytree(ROOTS / "test-book", root)
        done = Project(root).build(language=language)
        assert (done.status, done.said) == (0, "")
        return done

    return build


@pytest.fixture
def book(book_of: Callable[[str], Build]) -> Build:
    return book_of("en")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with one empty page."""
    project = Project(tmp_path / "project")
    project.write(
        "conf.py",
        """
        project = "Small"
        author = "Somebody"
        extensions = ["allocdoc"]
        html_theme = "basic"
        myst_enable_extensions = ["colon_fence", "attrs_inline"]
        """,
    )
    project.write("docs/index.md", "# Title\n")
    return project


def squeezed(text: str) -> str:
    """Return a text without what a line break may change: white space and hyphens."""
    return re.sub(r"[\s\u00ad\u2010\u2060-]+", "", text)


def all_text(pdf: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in pdf.pages))


def titles(outline: list[object]) -> Iterator[str]:
    """Yield the titles of a PDF's outline, from top to bottom."""
    for entry in outline:
        if isinstance(entry, Destination):
            yield str(entry.title)
        elif isinstance(entry, list):
            yield from titles(entry)


def tagged(pdf: PdfReader, tag: str) -> Iterator[DictionaryObject]:
    """Yield the elements of a PDF's structure that have a tag, in their order."""
    waiting = [pdf.root_object["/StructTreeRoot"]]
    while waiting:
        at = waiting.pop().get_object()
        if isinstance(at, DictionaryObject):
            if at.get("/S") == tag:
                yield at
            kids = at.get("/K", [])
            waiting += reversed(kids if isinstance(kids, list) else [kids])
