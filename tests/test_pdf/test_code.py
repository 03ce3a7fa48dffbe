"""Code in a book: its colours, numbers and marks, and what is copied out of it."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from allocdoc.pdf.writer.code import LONG

from .conftest import Build, Project

LISTING = """
```{code-block} c
:linenos:
:lineno-start: 7
:emphasize-lines: 2,4
:caption: A listing

int grow(void) {  // шаг 大小
    if (size) {
        return "text";

    }
}
```
"""


@pytest.fixture
def listing(project: Project) -> Project:
    project.write("docs/index.md", f"# Title\n{LISTING}")
    return project


def test_lines_have_numbers_marks_and_colours(listing: Project) -> None:
    lines = [line.strip() for line in listing.code().splitlines() if "code-line(" in line]
    place = "  // docs/index.md:3"
    assert lines == [
        'code-line({ tok-builtin("int"); " "; tok-definition("grow"); "("; tok-builtin("void"); '
        f'") {{  "; tok-comment("// шаг 大小") }}, number: 7, keep: true){place}',
        'code-line({ "    "; tok-keyword("if"); " (size) {" }, number: 8, marked: true)' + place,
        'code-line({ "        "; tok-keyword("return"); " "; tok-string("\\"text\\""); ";" }, '
        f"number: 9){place}",
        f'code-line({{ " " }}, number: 10, marked: true){place}',
        f'code-line({{ "    }}" }}, number: 11, keep: true){place}',
        f'code-line({{ "}}" }}, number: 12){place}',
    ]


def last_page(done: Build) -> pypdfium2.PdfPage:
    pdf = pypdfium2.PdfDocument(next(done.out.glob("*.pdf")))
    return pdf[len(pdf) - 1]


def colours(page: pypdfium2.PdfPage, words: str) -> tuple[set[str], str]:
    """Return the colours of a word's signs, and the one behind its left end."""
    textpage = page.get_textpage()
    start, _count = textpage.search(words).get_next()
    scale, height = 4, page.get_height()
    image = page.render(scale=scale).to_pil().convert("RGB")
    boxes = [textpage.get_charbox(start + index) for index in range(len(words))]
    found = set()
    for left, bottom, right, top in boxes:
        box = tuple(round(one * scale) for one in (left, height - top, right, height - bottom))
        found |= {f"#{r:02x}{g:02x}{b:02x}" for _n, (r, g, b) in image.crop(box).getcolors()}
    beside = image.getpixel(
        (round((boxes[0][0] - 2) * scale), round((height - boxes[0][1]) * scale))
    )
    return found, "#{:02x}{:02x}{:02x}".format(*beside)


def test_page_shows_the_colours_of_the_template(listing: Project) -> None:
    done = listing.build()
    assert (done.status, done.said) == (0, "")
    page = last_page(done)
    keyword, behind = colours(page, "if")
    assert "#1f3f7a" in keyword
    assert behind == "#ffefb8"
    keyword, behind = colours(page, "return")
    assert "#1f3f7a" in keyword
    assert behind == "#f6f6f3"
    assert "#7a2414" in colours(page, '"text"')[0]
    assert "#40513f" in colours(page, "шаг")[0]


def test_copied_code_keeps_its_indentation(project: Project) -> None:
    bare = LISTING.replace(":linenos:\n:lineno-start: 7\n", "")
    project.write("docs/index.md", f"# Title\n{bare}")
    done = project.build()
    # PDFium joins spaces when it reads text; pypdf gives those that the file has.
    copied = done.pdf.pages[-1].extract_text()
    code = LISTING.split("\n\n", 1)[1].split("```")[0]
    assert re.sub(r" +\n", "\n", code) in re.sub(r" +\n", "\n", copied) + "\n"
    read = last_page(done).get_textpage().get_text_range().replace("\r\n", "\n")
    assert re.sub(r"\s+", " ", code).strip() in re.sub(r"\s+", " ", read)


def test_long_line_is_measured_and_is_copied_whole(project: Project) -> None:
    line = f"{'word ' * 30}大小".strip()
    project.write(
        "docs/index.md", f"# Title\n\n```text\n{'x' * LONG}\n{'大' * (LONG // 2)}x\n{line}\n```\n"
    )
    done = project.build()
    assert done.code.count("long: true") == 2
    text = " ".join(done.pdf.pages[-1].extract_text().split())
    assert line in text


def test_placeholder_in_code_is_slanted(project: Project) -> None:
    marked = "```{eval-rst}\n.. parsed-literal::\n\n   a *b*\n     c\n```\n"
    project.write("docs/index.md", f"# Title\n\n{marked}")
    done = project.build()
    assert "code-text({" in done.code
    assert '"  c"' in done.code
    fonts = done.pdf.pages[-1]["/Resources"]["/Font"].values()
    assert any(str(font["/BaseFont"]).endswith("DejaVuSansMono-Oblique") for font in fonts)


def test_code_in_a_line(project: Project) -> None:
    text = """
        # Title

        A `name_of_it`, {kbd}`Ctrl`, {samp}`rm {file}`.

        ```{eval-rst}
        .. role:: c(code)
           :language: c

        An :c:`if (1)` and :code:`plain`.
        ```
        """
    project.write("docs/index.md", text)
    code = project.code()
    assert 'code-inline("name_of_it")' in code
    assert "key({" in code
    assert 'code-inline("rm file", {' in code
    assert 'code-inline("if (1)", { tok-keyword("if"); " ("; tok-constant("1"); ")" })' in code
    assert 'code-inline("plain")' in code


def test_grammar(project: Project) -> None:
    grammar = "```{eval-rst}\n.. productionlist::\n   sum: term `+` term\n   term: NUMBER\n```\n"
    project.write("docs/index.md", f"# Title\n\n{grammar}\n```{{highlight}} c\n```\n")
    done = project.build()
    assert (done.status, done.said) == (0, "")
    text = " ".join(done.pdf.pages[-1].extract_text().split())
    assert "sum ::= term `+` term term ::= NUMBER" in text
