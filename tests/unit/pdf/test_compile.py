"""The compiler's errors, told as errors of a page's line."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from textwrap import dedent

import pypdfium2
import pytest
import typst

from allocdoc.errors import AllocdocError, MissingProgramError
from allocdoc.pdf.compile import CompileError, Problem, compile_pdf, timestamp

START = '#set document(title: "T", date: auto)\n#set text(fallback: false)\n'


@pytest.fixture(scope="module")
def fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


class Press:
    """Compiles Typst code in a folder."""

    def __init__(self, folder: Path, fonts: typst.Fonts) -> None:
        self.folder, self.fonts = folder, fonts
        self.out = folder / "book.pdf"

    def __call__(self, code: str, **others: str) -> list[str]:
        """Return the warnings, as text."""
        for name, text in others.items():
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / f"{name}.typ").write_text(text, encoding="utf-8")
        main = self.folder / "book.typ"
        main.write_text(START + dedent(code), encoding="utf-8")
        return [str(one) for one in compile_pdf(main, self.out, self.fonts, 1_700_000_000)]

    def errors(self, code: str, **others: str) -> list[str]:
        with pytest.raises(CompileError) as raised:
            self(code, **others)
        assert not self.out.exists()
        assert [path for path in self.folder.iterdir() if path.name.startswith(".")] == []
        assert raised.value.exit_code == 1
        assert str(raised.value).splitlines() == [str(one) for one in raised.value.problems]
        return [str(one) for one in raised.value.problems]


@pytest.fixture
def press(tmp_path: Path, fonts: typst.Fonts) -> Press:
    return Press(tmp_path, fonts)


def test_book_bears_its_date_and_nothing_is_left_behind(press: Press) -> None:
    assert press('#{\n"Words" // docs/a.md:1\n}\n') == []
    pdf = pypdfium2.PdfDocument(press.out)
    assert pdf.get_metadata_dict()["CreationDate"] == "D:20231114221320Z"
    assert {path.name for path in press.folder.iterdir()} == {"book.typ", "book.pdf"}


def test_error_names_the_line_of_the_page(press: Press) -> None:
    code = """\
        #{
        par({  // docs/a.md:3
         "Words"
        })
        par({  // docs/a.md:7
         unheard()
        })
        }
        """
    assert press.errors(code) == ["docs/a.md:7: unknown variable: unheard"]


def test_error_in_the_template_names_the_call_that_led_there(press: Press) -> None:
    template = '\n\n\n\n#let picture(path) = image(path, alt: "A")\n'
    code = '#import "kit/book.typ": *\n#{\npicture("none.png")  // docs/a.md:5\n}\n'
    (error,) = press.errors(code, **{"kit/book": template})
    assert error.startswith("docs/a.md:5: file not found (searched at ")


def test_error_in_the_template_that_no_page_led_to(press: Press) -> None:
    code = '#import "kit/book.typ": *\n'
    (error,) = press.errors(code, **{"kit/book": "#let a = unheard\n"})
    assert error == "kit/book.typ:1: unknown variable: unheard"


def test_error_of_no_page_names_the_line_of_the_file(press: Press) -> None:
    (error,) = press.errors("#let x = (\n")
    assert error == "book.typ:3: unclosed delimiter"


def test_hints_and_the_rules_of_pdf_ua(press: Press) -> None:
    (error,) = press.errors('#{\nimage(bytes("<svg/>"), format: "svg")  // docs/a.md:2\n}\n')
    assert error.startswith("docs/a.md:2: missing alt text (make sure your images")
    (error,) = press.errors("#{\nheading(level: 3, [Deep])  // docs/a.md:4\n}\n")
    assert error.startswith("docs/a.md:4: the first heading must be of level 1")


def test_missing_glyphs_of_a_line_are_one_error(press: Press) -> None:
    code = """\
        #{
        par({  // docs/a.md:3
         "大小 and \\u{f0000}\\""
        })
        par({  // docs/a.md:5
         "大"
        })
        }
        """
    advice = "(install one that has it, or name it in typst_fonts)"
    assert sorted(press.errors(code)) == [
        "docs/a.md:3: no font of this document has the character 大 U+5927, 小 U+5C0F, "
        f"\U000f0000 U+F0000 {advice}",
        f"docs/a.md:5: no font of this document has the character 大 U+5927 {advice}",
    ]


def test_missing_glyph_that_no_line_spells(press: Press) -> None:
    code = "#{\npar(str.from-unicode(22823))  // docs/a.md:9\n}\n"
    (error,) = press.errors(code)
    assert error.startswith("book.typ: no font of this document has the character 大 U+5927")


def test_warnings(press: Press) -> None:
    (warning,) = press('#{\ntext(font: "Xyzzy", "Words")  // docs/a.md:2\n}\n')
    assert warning == "docs/a.md:2: unknown font family: xyzzy"
    assert press.out.exists()


def test_nothing_is_downloaded(press: Press) -> None:
    code = '\n#import "@preview/none:0.1.0": thing\n'
    assert press.errors(code, kit='#{ include ( "@local/x:1.0.0" ) }\n// "@preview/y"\n') == [
        "book.typ:4: a package that would have to be downloaded: copy its files instead of "
        "@preview/none:0.1.0",
        "kit.typ:1: a package that would have to be downloaded: copy its files instead of "
        "@local/x:1.0.0",
    ]


def test_compiler_is_missing(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(MissingProgramError, match=r"typst \(run: pip install 'allocdoc\[pdf\]'\)"):
        press("Words")


def test_date_of_a_book() -> None:
    assert timestamp({"SOURCE_DATE_EPOCH": "17"}) == 17
    assert timestamp({}) % 86_400 == 0
    assert timestamp({"SOURCE_DATE_EPOCH": ""}) > 1_700_000_000
    for wrong in ("-1", "1.5", "soon", "٣", "999999999999"):
        with pytest.raises(AllocdocError, match="SOURCE_DATE_EPOCH: not a number of seconds"):
            timestamp({"SOURCE_DATE_EPOCH": wrong})


def test_problem_as_text() -> None:
    assert str(Problem("docs/a.md:3", "what is wrong")) == "docs/a.md:3: what is wrong"
