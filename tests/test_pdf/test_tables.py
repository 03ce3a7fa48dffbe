"""Tables as they are printed: rows stay whole, columns suit their content, nothing sticks out."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import typst

from .conftest import Project
from .ink import faults

LONG = "A sentence that goes on for a while, so that it takes several lines of its cell. "


def printed(project: Project, page: str):
    project.write("docs/index.md", page)
    done = project.build()
    assert (done.status, done.said) == (0, "")
    (pdf,) = done.out.glob("*.pdf")
    assert list(faults(pdf)) == []
    return done


def columns(code: str) -> str:
    return code.partition("data-table(columns: (")[2].partition(")")[0].rstrip(",")


def test_a_narrow_column_keeps_its_words(project: Project) -> None:
    row = f"| `__rust_reallocate_inplace(ptr, old_size, size, align)` | {LONG * 2} | no |\n"
    done = printed(project, "# T\n\n| Function | What it does | Today |\n|---|---|---|\n" + row * 3)
    first, second, third = columns(done.code).split(", ")
    assert third == "auto"
    assert first.endswith("fr")
    assert float(second.removesuffix("fr")) > float(first.removesuffix("fr"))


def test_code_does_not_leave_its_cell(project: Project) -> None:
    code = "__rust_reallocate_inplace(ptr, old_size, size, align)"
    row = f"| `{code}` | Меняет размер блока. | Старый |\n"
    text = f"Words that need their room. {LONG}"
    page = "# T\n\n| A | B | C |\n|---|---|---|\n" + row + f"| x | {text} | {text} |\n"
    done = printed(project, page)
    with pypdfium2.PdfDocument(next(done.out.glob("*.pdf"))) as pdf:
        words = [page.get_textpage() for page in pdf]
        boxes = [
            (text.get_text_range(at, 1), text.get_charbox(at))
            for text in words
            for at in range(text.count_chars())
        ]
    line = "".join(sign for sign, _ in boxes)
    end = boxes[line.index("reallocate_") + len("reallocate_") - 1][1]
    other = boxes[line.index("Меняет")][1]
    assert end[2] < other[0]
    assert "__rust_reallocate_inplace(ptr," in line.replace("\r", "").replace("\n", "")


def test_many_columns_with_long_headings(project: Project) -> None:
    heads = "| Страница | Переведено | На проверку | Не переведено | Отклонено | Осталось слов |\n"
    rows = "|---" * 6 + "|\n" + "| Пользовательские аллокаторы в коде | 100 | 0 | 0 | 0 | 0 |\n" * 4
    done = printed(project, "# T\n\n" + heads + rows)
    assert "small: true" in done.code


def test_widths_that_are_given_stand(project: Project) -> None:
    page = """
        # T

        ```{list-table}
        :widths: 20 80

        - - a
          - b
        ```
        """
    assert columns(printed(project, page).code) == "20fr, 80fr"


def test_a_row_stays_on_one_page(project: Project) -> None:
    rows = "".join(f"| Row {n} starts. {LONG * 4} Row {n} ends. | {n} |\n" for n in range(30))
    done = printed(project, "# T\n\n| Text | No. |\n|---|---|\n" + rows)
    texts = [" ".join(page.extract_text().split()) for page in done.pdf.pages]
    assert sum("Row " in text for text in texts) > 2
    for number in range(30):
        (page,) = (text for text in texts if f"Row {number} starts." in text)
        assert f"Row {number} ends." in page


def test_a_cell_higher_than_a_page_goes_on(project: Project) -> None:
    done = printed(project, f"# T\n\n| Text |\n|---|\n| First. {LONG * 90} Last. |\n")
    texts = [page.extract_text() for page in done.pdf.pages]
    (first,) = (number for number, text in enumerate(texts) if "First." in text)
    (last,) = (number for number, text in enumerate(texts) if "Last." in text)
    assert last > first


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("#h(1fr) #box(width: 0pt)[#text(fill: black)[sticks out of the page]]", "points"),
        ("words #pagebreak() #pagebreak() words", "page 2 is blank"),
        ("#place(bottom, dy: 80pt)[too low]", "downwards"),
    ],
)
def test_the_look_at_the_ink_can_fail(tmp_path: Path, content: str, message: str) -> None:
    source, out = tmp_path / "page.typ", tmp_path / "page.pdf"
    source.write_text(f'#set page(paper: "a4", margin: 80pt)\n{content}', encoding="utf-8")
    typst.compile(source, output=out)
    assert any(message in fault for fault in faults(out))
