"""What an author gets wrong in a directive: a line with path and place, never a traceback."""

from __future__ import annotations

import pytest


def fails(project, text: str, *want: str) -> None:
    """Build twice with a page of that text, which begins on line 3."""
    project.write("docs/plain.md", f"# Plain\n\n{text}\n")
    for _ in range(2):
        built = project.build("text")
        assert built.status == 1
        for message in want:
            assert f"docs/plain.md:3: ERROR: {message}\n" in built.said
        assert "def counted" in built.text("single.txt")


@pytest.mark.parametrize(
    ("name", "got", "want"),
    [
        ("adding_", "adding_", "adding"),
        ("count", "count", "counting"),
        ("Shouting", "Shouting", "shouting"),
        ("adding adding", "adding adding", "adding"),
        ("zzz", "zzz", "the name of a file in examples/, without its ending"),
        ("../secret", "../secret", "the name of a file in examples/, without its ending"),
        ("", "no name", "the name of a file in examples/, without its ending"),
    ],
)
def test_unknown_example(examples, name: str, got: str, want: str) -> None:
    message = f"no such example (got {got}, want {want})"
    fails(examples, f"```{{example}} {name}\n```", message)


def test_example_that_is_added_later_appears(examples) -> None:
    fails(
        examples,
        "```{example} later\n```",
        "no such example (got later, want the name of a file in examples/, without its ending)",
    )
    text = (examples.root / "examples/counting.py").read_text(encoding="utf-8")
    examples.write("examples/later.py", text)
    built = examples.build()
    assert (built.status, built.said) == (0, "")
    assert built.page("plain").select_one("#example-later")


def test_example_that_is_removed_is_missed(examples) -> None:
    assert examples.build().status == 0
    (examples.root / "examples/counting.py").unlink()
    built = examples.build()
    assert built.status == 1
    assert "docs/single.md:3: ERROR: no such example (got counting" in built.said


def test_project_without_examples_folder(examples) -> None:
    for path in (examples.root / "examples").iterdir():
        path.unlink()
    (examples.root / "examples").rmdir()
    built = examples.build()
    assert built.status == 1
    assert built.said.count("no such example") == 4


def test_unknown_option_and_content_are_warnings_with_a_place(examples) -> None:
    text = "```{example} adding\n:speed: fast\n\nwords\n```\n"
    examples.write("docs/plain.md", f"# Plain\n\n{text}")
    said = examples.build().said
    assert "docs/plain.md:3: WARNING: 'example': Has content" in said
    assert "'example': Unknown option key: 'speed'" in said


@pytest.mark.parametrize("name", ["tab", "group-tab", "code-tab"])
def test_tab_outside_of_tabs(examples, name: str) -> None:
    fails(examples, f":::{{{name}}} text\ny\n:::", f"{{{name}}} stands outside of {{tabs}}")


@pytest.mark.parametrize(
    ("tab", "message"),
    [
        ("{tab}", "{tab} has no label and no content"),
        ("{tab} # x", "{tab} has no label (got # x, want a line of text)"),
        ("{tab} - x", "{tab} has no label (got - x, want a line of text)"),
        ("{group-tab} 1. x", "{group-tab} has no label (got 1. x, want a line of text)"),
        ("{code-tab} zzz\ny", "{code-tab} cannot be read (Lexer not implemented: zzz)"),
    ],
)
def test_tab_without_a_label(examples, tab: str, message: str) -> None:
    good = ":::{tab} Good\n\nwords\n:::"
    examples.write("docs/plain.md", f"# Plain\n\n::::{{tabs}}\n\n{good}\n:::{tab}\n:::\n::::\n")
    for builder in ("html", "text"):
        built = examples.build(builder)
        assert built.status == 1
        assert f"docs/plain.md:9: ERROR: {message}\n" in built.said
    assert "**Good**" in built.text("plain.txt")


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("bad.py", "x = 1\n", "examples/bad.py:1: ERROR: no docstring"),
        ("bad.rs", "fn main() {}\n", "examples/bad.rs:1: ERROR: wants one header"),
        ("bad-name.rs", "//@ run-pass\n", "examples/bad-name.rs:1: ERROR: not a name"),
        ("lone.rs.stdout", "1\n", "examples/lone.rs.stdout:1: ERROR: expected output of nothing"),
    ],
)
def test_file_that_is_no_listing(examples, file: str, text: str, message: str) -> None:
    path = examples.write(f"examples/{file}", text)
    for _ in range(2):
        built = examples.build()
        assert built.status == 1
        assert message in built.said
        assert "no such example" not in built.said
        assert built.page("plain").find("h1")
    path.unlink()
    mended = examples.build()
    assert (mended.status, mended.said) == (0, "")
    assert mended.page("single").select_one("#example-counting")
