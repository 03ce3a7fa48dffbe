"""Python or Rust on a page that is no example: the build fails and says where."""

from __future__ import annotations

from itertools import count

import pytest

STRAY = {
    "fence": (3, "```{name}\nx\n```"),
    "tilde fence": (3, "~~~{name}\nx\n~~~"),
    "code-block": (3, "```{{code-block}} {name}\nx\n```"),
    "code": (3, "```{{code}} {name}\nx\n```"),
    "with a caption": (3, "```{{code-block}} {name}\n:caption: Why\n\nx\n```"),
    "in a list": (5, "- item\n\n  ```{name}\n  x\n  ```"),
    "in a quotation": (4, "> Says\n> ```{name}\n> x\n> ```"),
    "in a note": (4, "::::{{note}}\n```{name}\nx\n```\n::::"),
    "in a tab": (6, "::::{{tabs}}\n:::{{tab}} A\n\n```{name}\nx\n```\n:::\n::::"),
    "reStructuredText": (4, "```{{eval-rst}}\n.. code-block:: {name}\n\n   x\n```"),
    "highlight": (8, "```{{eval-rst}}\n.. highlight:: {name}\n\nSo::\n\n   x\n```"),
    "literalinclude": (3, "```{{literalinclude}} ../conf.py\n:language: {name}\n```"),
    "for one builder": (4, "::::{{only}} latex\n```{name}\nx\n```\n::::"),
    "code-tab": (5, "::::{{tabs}}\n\n:::{{code-tab}} {name}\nx\n:::\n::::"),
}
"""Ways to get code into a page, and the line that has to be named; each begins on line 3."""
NAMES = {
    "python": [
        "python",
        "py",
        "python3",
        "py3",
        "Python",
        "pycon",
        "python2",
        "sage",
        "bazel",
        "numpy",
        "ipython",
        "ipython3",
    ],
    "rust": ["rust", "rs", "RUST"],
}


@pytest.mark.parametrize("form", STRAY)
def test_every_form_is_refused(examples, form: str) -> None:
    line, text = STRAY[form]
    examples.write("docs/plain.md", "# Plain\n\n" + text.format(name="python"))
    built = examples.build()
    assert built.status == 1
    assert built.said == (
        f"docs/plain.md:{line}: ERROR: python code that is no example never runs "
        "(got python, want {example} NAME)\n"
    )


@pytest.mark.parametrize("language", NAMES)
def test_every_name_is_refused(examples, language: str) -> None:
    blocks = "".join(f"```{name}\nx\n```\n" for name in NAMES[language])
    examples.write("docs/plain.md", f"# Plain\n\n{blocks}")
    built = examples.build("dummy")
    assert built.status == 1
    assert built.said.splitlines() == [
        f"docs/plain.md:{line}: ERROR: {language} code that is no example never runs "
        f"(got {name}, want {{example}} NAME)"
        for line, name in zip(count(3, 3), NAMES[language], strict=False)
    ]


def test_doctest_block_is_refused_at_its_line(examples) -> None:
    examples.write("docs/plain.md", "# Plain\n\n```{eval-rst}\nText.\n\n>>> 1\n1\n```\n")
    built = examples.build()
    assert built.status == 1
    assert "docs/plain.md:6: ERROR: python code that is no example" in built.said


def test_included_file_is_named_itself(examples) -> None:
    examples.write("docs/plain.md", "# Plain\n\n```{include} part.txt\n```\n")
    examples.write("docs/part.txt", "Words.\n\n```rust\nx\n```\n")
    built = examples.build()
    assert built.status == 1
    assert "docs/part.txt:3: ERROR: rust code" in built.said


def test_file_outside_of_the_project_keeps_its_path(examples) -> None:
    outside = examples.root.parent / "outside.txt"
    outside.write_text("```rust\nx\n```\n", encoding="utf-8")
    examples.write("docs/plain.md", "# Plain\n\n```{include} ../../outside.txt\n```\n")
    assert f"{outside.as_posix()}:1: ERROR: rust code" in examples.build().said


def test_default_language_counts(examples) -> None:
    examples.write("docs/plain.md", "# Plain\n\n```\nx\n```\n\n```text\nx\n```\n")
    built = examples.build("html", "en", "-D", "highlight_language=python3")
    assert built.status == 1
    assert "docs/plain.md:3: ERROR: python code that is no example never runs (got python3" in (
        built.said
    )
    assert "docs/plain.md:7" not in built.said


def test_text_with_markup_in_it_is_not_code(examples) -> None:
    examples.write("docs/plain.md", "# Plain\n\n```{parsed-literal}\n*x*\n```\n")
    assert examples.build("html", "en", "-D", "highlight_language=python3").status == 0


def test_other_languages_pass(examples) -> None:
    names = ["", "console", "toml", "text", "c", "sh", "yaml", "ini"]
    blocks = "".join(f"```{name}\na = 1\n```\n" for name in names)
    examples.write("docs/plain.md", f"# Plain\n\n{blocks}")
    built = examples.build()
    assert (built.status, built.said) == (0, "")


@pytest.mark.parametrize(
    ("builder", "options"),
    [("html", []), ("html", ["-j2"]), ("latex", []), ("gettext", []), ("dummy", []), ("xml", [])],
)
def test_build_fails_every_time_until_mended(examples, builder: str, options: list[str]) -> None:
    examples.write("docs/twice.md", "# Twice\n\n```python\nx\n```\n\nText.\n")
    for _ in range(2):
        built = examples.build(builder, "en", *options)
        assert built.status == 1
        assert "docs/twice.md:3: ERROR: python code" in built.said
    examples.write("docs/twice.md", "# Twice\n\nText.\n")
    mended = examples.build(builder, "en", *options)
    assert (mended.status, mended.said) == (0, "")


def test_pages_are_written_all_the_same(examples) -> None:
    examples.write("docs/twice.md", "# Twice\n\n```python\nx\n```\n")
    built = examples.build()
    assert built.page("twice").select_one(".highlight-python")
    assert built.page("single").select_one("#example-counting")


def test_page_that_goes_takes_its_problem_along(examples) -> None:
    examples.write("docs/extra.md", "---\norphan: true\n---\n# Extra\n\n```python\nx\n```\n")
    assert examples.build().status == 1
    (examples.root / "docs/extra.md").unlink()
    assert examples.build().status == 0
