"""The builder: which books there are, what goes wrong, and that the same input is the same book."""

from __future__ import annotations

import importlib.util

import pytest

from .conftest import Project


def test_books_of_the_settings(project: Project) -> None:
    project.write("docs/second.md", "---\norphan: true\n---\n\n# Second\n")
    conf = (project.root / "conf.py").read_text(encoding="utf-8")
    books = '[("second", "other.pdf", "A given title", "Ada"), ("missing", "none", "", "")]'
    project.write("conf.py", f"{conf}typst_documents = {books}\n")
    done = project.build()
    assert [path.name for path in done.out.glob("*.pdf")] == ["other.pdf"]
    assert done.said == "WARNING: typst_documents: no such page (got missing)\n"
    assert done.pdf.metadata is not None
    assert (done.pdf.metadata.title, done.pdf.metadata.author) == ("A given title", "Ada")


def test_book_of_one_page_has_chapters(project: Project) -> None:
    assert "section-title(1, numbering: auto, {" in project.code()


def test_settings_of_the_frame(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert 'date: "Nov 14, 2023"' in project.code()
    code = project.code("-D", "today=Some day", "-D", "typst_paper=us-letter", "-D", "copyright=")
    assert 'date: "Some day"' in code
    assert 'paper: "us-letter"' in code
    assert "rights:" not in code


def test_several_holders_of_the_rights(project: Project) -> None:
    conf = (project.root / "conf.py").read_text(encoding="utf-8")
    project.write("conf.py", f'{conf}copyright = ("2025, Ada", "2026, Bob")\n')
    assert 'rights: "© 2025, Ada, 2026, Bob"' in project.code()


def test_language_with_a_region(project: Project) -> None:
    code = project.code(language="zh_CN")
    assert 'language: "zh", region: "cn"' in code
    assert '"Noto Serif CJK SC"' in code


def test_same_input_is_the_same_book(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    project.write(
        "docs/index.md", "# Title\n\nWords[^a].\n\n[^a]: A note.\n\n```{index} words\n```\n"
    )
    done = project.build()
    first = {path.name: path.read_bytes() for path in done.out.glob("*.*")}
    again = project.build("-E", "-a")
    assert {path.name: path.read_bytes() for path in again.out.glob("*.*")} == first
    assert done.pdf.metadata is not None
    assert str(done.pdf.metadata.creation_date) == "2023-11-14 22:13:20+00:00"


def test_no_compiler(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    done = project.build()
    assert done.status == 1
    assert done.said.startswith("ERROR: the PDF builder wants the package typst (run: pip install")
    assert list(done.out.glob("*.pdf")) == []


def test_unknown_font(project: Project) -> None:
    conf = (project.root / "conf.py").read_text(encoding="utf-8")
    project.write("conf.py", f'{conf}typst_fonts = {{"text": ["No Such Serif"]}}\n')
    done = project.build()
    assert done.status == 1
    assert "ERROR: conf.py: typst_fonts['text']: not installed (got 'No Such Serif'" in done.said


def test_image_without_alternative_text(project: Project) -> None:
    project.write("docs/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')
    image = "```{image} dot.svg\n:alt: A dot\n```\n"
    project.write(
        "docs/index.md", f"# Title\n\n{image}\n![](dot.svg)\n\n```{{image}} dot.svg\n```\n"
    )
    done = project.build()
    said = "docs/index.md:9: ERROR: an image without alternative text (got dot.svg, want :alt:)\n"
    assert (done.status, done.said) == (1, said)
    assert list(done.out.glob("*.pdf")) == []


def test_missing_glyph_names_the_line_of_the_page(project: Project) -> None:
    project.write("docs/index.md", "# Title\n\nWords.\n\nA strange \U000f0000.\n")
    done = project.build()
    assert done.status == 1
    assert done.said.startswith("docs/index.md:5: ERROR: no font of this document has")


def test_unreadable_drawing(project: Project) -> None:
    (project.root / "docs/dot.svg").write_bytes(
        b'<svg xmlns="http://www.w3.org/2000/svg">\xff</svg>'
    )
    project.write("docs/index.md", "# Title\n\n![A dot](dot.svg)\n")
    done = project.build("-D", "typst_compile=0")
    assert "WARNING: cannot copy an image" in done.said


def test_code_of_typst_and_its_warnings(project: Project) -> None:
    project.write(
        "docs/index.md", '# Title\n\n```{raw} typst\n#text(font: "No Such")[Words]\n```\n'
    )
    done = project.build()
    assert "WARNING: unknown font family: no such" in done.said
    assert done.status == 0
