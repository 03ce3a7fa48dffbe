"""Formulas in a book: their numbers, references to them, and what a screen reader says."""

from __future__ import annotations

from .conftest import Project, all_text, tagged

PAGE = r"""
# Title

The size of {math}`2^k` bytes, and what {eq}`total` says; later comes {eq}`mean`.

```{math}
:label: total
\sum_{i=0}^{n} 2^i = 2^{n+1} - 1
```

$$
\frac{a}{b}
$$ (mean)

$$ x \ge 0 $$
"""


def with_formulas(project: Project) -> None:
    with (project.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('myst_enable_extensions = ["dollarmath"]\n')
    project.write("docs/index.md", PAGE)


def test_formulas_in_a_line_and_on_their_own(project: Project) -> None:
    with_formulas(project)
    done = project.build()
    assert (done.status, done.said) == (0, "")
    said = [str(formula["/Alt"]) for formula in tagged(done.pdf, "/Formula")]
    assert said == ["2^k", r"\sum_{i=0}^{n} 2^i = 2^{n+1} - 1", r"\frac{a}{b}", r"x \ge 0"]
    text = all_text(done.pdf)
    assert "what(1)says;latercomes(2)." in text
    assert text.count("(1)") == text.count("(2)") == 2
    assert 'link(label("index:equation-total"), {' in done.code
    assert 'labelled("index:equation-mean", display-formula(' in done.code


def test_numbers_of_chapters(project: Project) -> None:
    with_formulas(project)
    project.write("docs/index.md", "# Book\n\n```{toctree}\n:numbered:\n\nfirst\n```\n")
    project.write("docs/first.md", PAGE)
    code = project.code("-D", "numfig=1")
    assert 'number: "(1.1)"' in code
    assert 'number: "(1.2)"' in code
    assert '"(1.2)"\n' in code
    assert 'number: "(1)"' in project.code("-D", "numfig=1", "-D", "math_numfig=0")
    assert 'number: "(1-2)"' in project.code("-D", "numfig=1", "-D", "math_numsep=-")


def test_formula_that_cannot_be_set_is_a_warning_and_its_latex_is_kept(project: Project) -> None:
    text = (
        "# Title\n\nA {math}`\\unheard x`.\n\n```{math}\n:label: odd\n\n\\odd x\n\n\\frac{a\n```\n"
    )
    project.write("docs/index.md", text)
    done = project.build()
    assert done.status == 0
    assert done.said.replace(f"{project.root}/", "").splitlines() == [
        'docs/index.md:3: WARNING: a formula is shown as LaTeX: Unknown command "\\unheard" '
        "(got \\unheard x) [typst.math]",
        'docs/index.md:5: WARNING: a formula is shown as LaTeX: Unknown command "\\odd" '
        "(got \\odd x \\frac{a) [typst.math]",
    ]
    kept = all_text(done.pdf)
    assert r"A\unheardx." in kept
    assert r"\oddx\frac{a" in kept
