"""Sphinx's LaTeX builder: xelatex compiles what it writes, in any language, with Noto's fonts."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
from pypdf import PdfReader

from .conftest import ROOTS, Build, Project, squeezed

CHAPTER = {"en": "CHAPTER", "ru": "ГЛАВА", "zh_CN": "第1章", "es": "CAPÍTULO", "ja": "第1章"}
CONTENTS = {
    "en": "CONTENTS",
    "ru": "Оглавление",
    "zh_CN": "目录",
    "es": "Índicegeneral",
    "ja": "目次",
}
SIGNS = "A→B, a≠b, ✓, ☐, ★, “x”, 直す, Щука, ¿ñ?"
DRAWING = """
    <svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" font-family="monospace">
      <text x="10" y="20">Drawn 直す</text>
    </svg>
    """
PAGE = f"""
    # Signs

    {{index}}`Щука <pair: Щука; 直す>` {SIGNS}

    `{SIGNS}` **{SIGNS}** *{SIGNS}*

    ```text
    {SIGNS}
    ┌──┐ {"直す" * 60}
    ```

    ![Words in a drawing](words.svg)

    ![The same, with any ending](words.*)
    """
needs_tex = pytest.mark.skipif(
    not all(map(shutil.which, ["make", "latexmk", "xelatex", "xindy"])),
    reason="no xelatex, latexmk or xindy (run: sh scripts/system-packages.sh)",
)


@dataclass(frozen=True, slots=True)
class Book:
    pdf: PdfReader
    log: str

    @property
    def text(self) -> str:
        return squeezed("".join(page.extract_text() for page in self.pdf.pages))


def written(project: Project, *options: str, language: str = "en") -> Build:
    return project.build("-b", "latex", *options, language=language)


def tex(done: Build) -> str:
    (path,) = done.out.glob("*.tex")
    return path.read_text(encoding="utf-8")


def compiled(folder: Path) -> Book:
    """Run what Sphinx writes beside the document; its index is sorted by xindy."""
    command = ["make", "LATEXMKOPTS=-interaction=nonstopmode -halt-on-error"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    (pdf,) = (folder / source.with_suffix(".pdf").name for source in folder.glob("*.tex"))
    return Book(PdfReader(pdf), pdf.with_suffix(".log").read_text("utf-8", errors="replace"))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Book]:
    project = Project(tmp_path_factory.mktemp("latex") / "book")
    shutil.copytree(ROOTS / "test-book", project.root)
    index = project.root / "docs/index.md"
    text = index.read_text("utf-8").replace(":caption: First steps\n", "")
    index.write_text(text.replace("\nblocks\n", "\nblocks\nsigns\n"), "utf-8")
    project.write("docs/signs.md", PAGE)
    project.write("docs/words.svg", DRAWING)
    folders = {}
    for language in CHAPTER:
        done = written(project, language=language)
        assert (done.status, done.said) == (0, "")
        folders[language] = done.out
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(folders, pool.map(compiled, folders.values()), strict=True))


@needs_tex
@pytest.mark.parametrize("language", CHAPTER)
def test_every_language_is_set(books: Mapping[str, Book], language: str) -> None:
    book = books[language]
    assert "Missing character" not in book.log
    assert book.pdf.root_object["/Lang"] == language.replace("_", "-")
    assert CONTENTS[language] in book.text
    assert CHAPTER[language] in book.text
    for page in book.pdf.pages:
        assert page.mediabox.height == pytest.approx(841.9, abs=0.5)  # A4, in points


@needs_tex
@pytest.mark.parametrize("language", CHAPTER)
def test_nothing_is_lost(books: Mapping[str, Book], language: str) -> None:
    text = books[language].text.replace(",→", "")  # the mark of a broken line
    assert text.count(squeezed(SIGNS)) == 5
    assert "Щука直す," in text  # the index
    assert "直すЩука," in text
    # Also the end of a line that has no space to break it at.
    assert text.count("直す") == 5 + 60 + 2 + 2
    assert text.count("Drawn") == 2
    tabs = ["Firstlabel", "Wordsofthefirsttab.", "Secondlabel", "Wordsofthesecondtab."]
    listing = ["Asumoftwo", "Python", "total", "Rust", "println"]
    for pieces in (tabs, listing):
        places = [text.index(piece, text.index(pieces[0])) for piece in pieces]
        assert places == sorted(places)


@needs_tex
def test_han_forms_are_those_of_the_language(books: Mapping[str, Book]) -> None:
    forms = {language: forms_of("直", book) for language, book in books.items()}
    assert all(forms.values())
    assert forms["en"] == forms["ru"] == forms["es"] == forms["zh_CN"]
    assert not forms["zh_CN"] & forms["ja"]


def forms_of(character: str, book: Book) -> set[str]:
    """Return the numbers of the glyphs that a character has in the book's fonts.

    The fonts of all regions are one file, and bear one name in the PDF.
    """
    pattern = re.compile(rf"<([0-9a-f]+)>\s*<{ord(character):04x}>", re.IGNORECASE)
    fonts = {
        font.get_object()["/ToUnicode"].get_object().get_data().decode("latin-1")
        for page in book.pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()
        if "CJK" in font.get_object()["/BaseFont"]
    }
    return {glyph for one in fonts for glyph in pattern.findall(one)}


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_chosen_engine_stays(project: Project, engine: str) -> None:
    source = tex(written(project, "-D", f"latex_engine={engine}"))
    assert "xeCJK" not in source
    assert "xeCJK" in tex(written(project))


def test_what_the_project_chose_stays(project: Project) -> None:
    conf = project.root / "conf.py"
    own = r"""
        latex_docclass = {"manual": "book"}
        latex_elements = {
            "papersize": "letterpaper",
            "fontpkg": "% own fonts",
            "extrapackages": "\\usepackage{lscape}",
        }
        """
    conf.write_text(conf.read_text("utf-8") + dedent(own), "utf-8")
    source = tex(written(project, language="ja"))
    chosen = [r"\def\sphinxdocclass{book}", "letterpaper", "% own fonts", r"\usepackage{lscape}"]
    assert [text for text in chosen if text not in source] == []
    assert "Noto" not in source
    assert "第" in source


def test_japanese_has_no_class_of_another_engine(project: Project) -> None:
    for options in ([], ["-D", "latex_engine=xelatex"]):
        assert r"\def\sphinxdocclass{report}" in tex(written(project, *options, language="ja"))


def test_drawing_that_is_none(project: Project) -> None:
    project.write("docs/index.md", "# Title\n\n![One](none.svg) ![Two](lost.svg)\n")
    project.write("docs/none.svg", "no drawing")
    done = written(project)
    assert "none.svg: cannot be converted to PDF" in done.said
    assert "image file not readable: lost.svg" in done.said


def test_drawing_without_the_compiler(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr("importlib.util.find_spec", {}.get)
    project.write("docs/index.md", "# Title\n\n![One](one.svg)\n")
    project.write("docs/one.svg", DRAWING)
    assert "one.svg: cannot be converted to PDF: the PDF builder wants" in written(project).said
