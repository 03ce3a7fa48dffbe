"""Formulas: what LaTeX becomes, and that the compiler takes it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

import allocdoc.pdf
from allocdoc.pdf.math.latex import to_typst
from allocdoc.pdf.math.mathml import MathError, row
from allocdoc.pdf.source import Code, string

FORMULAS = (Path(__file__).parents[2] / "data/formulas.txt").read_text(encoding="utf-8")
TEMPLATE = Path(allocdoc.pdf.__file__).parent / "template/math.typ"


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what is read from a PDF of all the formulas, in a line and on their own."""
    folder = tmp_path_factory.mktemp("formulas")
    (folder / "math.typ").write_bytes(TEMPLATE.read_bytes())
    lines = ['#import "math.typ": *', '#set document(title: "Formulas")']
    for latex in FORMULAS.splitlines():
        alone, beside = to_typst(latex, block=True), to_typst(latex, block=False)
        lines.append(f"#display-formula({string(latex)}, {alone})")
        lines.append(f"#formula({string(latex)}, {beside})")
    main = folder / "main.typ"
    main.write_text("\n".join(lines), encoding="utf-8")
    data, warnings = typst.compile_with_warnings(main, pdf_standards=["ua-1"])
    assert [warning.message for warning in warnings] == []
    pages = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in pages)


def test_compiler_takes_real_formulas(text: str) -> None:
    assert len(FORMULAS.splitlines()) > 60
    for signs in (
        "𝑎𝑑−𝑏𝑐",
        "otherwise",
        "размер=2порядок",
        "大小≥对齐",
        "サイズ",
        "argmin",
        "(mod𝑚)",
    ):
        assert "".join(text.split()).count(signs) == 2, signs


@pytest.mark.parametrize(
    ("latex", "code"),
    [
        ("", '""'),
        ("x", 'sign("x")'),
        (r"\mathrm{d}", 'math.upright(sign("d"))'),
        (r"12 \cdot {}", '{ "12"; math.class("binary", sign("⋅")); "" }'),
        (r"\text{если $x$, да}", '{ "если\u00a0"; sign("x"); ",\u00a0да" }'),
        (r"\text{размер}", '"размер"'),
        (r"\bigl\lvert x", '{ math.lr(size: 1.2em, sign("|")); sign("x") }'),
        (r"\text{a \textbf{b}}", '{ "a\u00a0"; strong("b") }'),
        (r"\emph{a}", 'emph("a")'),
        (r"\frac a2", 'math.frac(sign("a"), "2")'),
        (r"\dfrac a2", 'math.display(math.frac(sign("a"), "2"))'),
        (r"a \atop b", 'math.vec(delim: none, sign("a"), sign("b"))'),
        (r"\binom nk", 'math.binom(sign("n"), sign("k"))'),
        (r"\sqrt[3]x", 'math.root("3", sign("x"))'),
        ("f''", 'math.attach(sign("f"), t: math.primes(2))'),
        (r"\sum_i", 'math.attach(sign("∑"), b: sign("i"))'),
        (r"\sum\nolimits_i", 'math.attach(math.scripts(sign("∑")), b: sign("i"))'),
        (r"\int\limits_a", 'math.attach(math.limits(sign("∫")), b: sign("a"))'),
        (r"{}_a X^b", '{ math.attach("", b: sign("a")); math.attach(sign("X"), t: sign("b")) }'),
        (r"\log_2 n", '{ math.attach(math.op("log"), b: "2"); sign("n") }'),
        (r"\left( x \right]", 'math.lr({ sign("("); sign("x"); sign("]") })'),
        (r"\Big(", 'math.lr(size: 1.623em, sign("("))'),
        (r"\vec v", 'math.accent(sign("v"), "\u20d7")'),
        (r"\underrightarrow{v}", 'math.accent(sign("v"), "\u20ef")'),
        (r"\overline v", 'math.overline(sign("v"))'),
        (r"\underbrace v", 'math.underbrace(sign("v"))'),
        (r"\color{red} x", 'text(fill: rgb("#FF0000"), sign("x"))'),
        (r"\phantom x", 'hide(sign("x"))'),
        (r"a\hspace{1cm}\quad", '{ sign("a"); h(28.453pt); h(1em) }'),
        (r"f\colon A", '{ sign("f"); math.class("punctuation", sign(":")); sign("A") }'),
        (
            r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
            "math.mat(delim: none, augment: (hline: (1,), vline: (1,)), "
            '(sign("a"), sign("b"),), (sign("c"), sign("d"),))',
        ),
        (r"\begin{multline} a \\ b \end{multline}", 'broken-line(sign("a"), sign("b"))'),
        (r"1 \mathrel{x} 2", '{ "1"; math.class("relation", sign("x")); "2" }'),
        (r"\xrightarrow{a}", None),
    ],
)
def test_code(latex: str, code: str | None) -> None:
    made = to_typst(latex, block=False)
    if code is None:
        assert 'math.stretch(sign("→"), size: 100% + 1em)' in made
    else:
        assert made == code


def test_equations_meet_at_their_signs_and_pairs_have_a_gap() -> None:
    code = to_typst(r"\begin{alignat}{2} a &= 1 & b &= 2 \end{alignat}", block=True)
    assert 'math.display({ ""; sign("a") }); align-point }, { align-point; ' in code
    assert code.count("h(2em)") == 1


def test_new_lines_and_empty_lines_part_equations() -> None:
    assert to_typst(r"a &= b \\ &= c", block=True) == to_typst(
        r"\begin{aligned} a &= b \\ &= c \end{aligned}", block=True
    )
    gathered = to_typst("a\n\n\nb", block=True)
    assert gathered == to_typst(r"\begin{gathered} a \\ b \end{gathered}", block=True)


def test_nothing_is_counted_here() -> None:
    counted = to_typst(r"\begin{equation} x \label{eq:x} \nonumber \end{equation}", block=True)
    assert counted == to_typst(r"\begin{equation*} x \end{equation*}", block=True)


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\unheardof{x}", r'Unknown command "\unheardof"'),
        (r"\frac{a}", "Expected argument but reached end of input"),
        (r"\tag{1} x", 'Found "\\tag'),
    ],
)
def test_wrong_latex(latex: str, reason: str) -> None:
    with pytest.raises(MathError) as raised:
        to_typst(latex, block=True)
    assert str(raised.value).startswith(reason)


@pytest.mark.parametrize(
    ("mathml", "reason"),
    [
        ("<maction/>", "the element maction has no form"),
        ("<menclose notation='box roundedbox'/>", "a mark of the kind roundedbox"),
        ("<mmultiscripts><mi/><mi/><mi/><mi/><mprescripts/></mmultiscripts>", "more than two"),
    ],
)
def test_what_has_no_form_in_typst(mathml: str, reason: str) -> None:
    with pytest.raises(MathError, match=reason):
        row([ElementTree.fromstring(mathml)])


def test_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(MathError, match=r"wants the package math-core \(run: pip install"):
        to_typst("x", block=True)


PIECES = r"""
a 12 + ( ) | ' \{ ^2 _i & \\ \frac{a}{b} \sqrt{ } \sum \lim \left( \right) \hat{a} \text{я $x$}
\begin{cases} \end{cases} \quad \to \log \big( \limits \hline # $ % { ~ \boxed{a} \text{b}
"""


@given(latex=st.lists(st.sampled_from(PIECES.split()), max_size=8).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_formula_or_an_error_with_a_reason(latex: str) -> None:
    try:
        made = to_typst(latex, block=True)
    except MathError as error:
        made = Code(error)
    assert made
