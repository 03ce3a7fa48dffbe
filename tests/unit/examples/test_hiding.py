"""Lines between marks: not shown at first, never lost, and never a translator's doing."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc.errors import ExampleError
from allocdoc.examples import comments, find_listings, unmark

PYTHON = "a = 1\n#@ hide\n# Why.\nb = 2\n#@ show\nc = '#@ hide'\n"
RUST = "fn a() {}\n//@ hide\nfn b() {}\n//@ show\nfn c() {}\n"


def test_the_marks_go_and_the_lines_between_them_are_known() -> None:
    found = unmark(PYTHON, "python")
    assert found.code == "a = 1\n# Why.\nb = 2\nc = '#@ hide'\n"
    assert found.hidden == {2, 3}
    assert found.visible == "a = 1\nc = '#@ hide'\n"
    assert unmark(RUST, "rust").visible == "fn a() {}\nfn c() {}\n"


def test_a_mark_is_no_message() -> None:
    assert [comment.text for comment in comments(PYTHON, "python")] == ["Why."]


@pytest.mark.parametrize(
    ("code", "want"),
    [
        ("x = 1  #@ hide\ny = 1\n#@ show", "7: a mark beside code (got #@ hide"),
        ("x = 1\n#@ hidden", "8: wrong mark (got #@ hidden, want #@ hide)"),
        ("x = 1\n#@ show", "8: wrong mark (got #@ show, want #@ hide)"),
        ("x = 1\n#@ hide\ny = 1", "8: lines that are hidden to the end"),
        ("#@ hide\nx = 1\n#@ show", "7: no line that is shown"),
    ],
)
def test_says_what_is_wrong(write, folder: Path, code: str, want: str) -> None:
    write(">>> x\n1", code)
    with pytest.raises(ExampleError) as caught:
        find_listings(folder)
    assert str(caught.value).startswith(f"examples/one.py:{want}")
