"""Literals of Typst: whatever a text holds, the compiler reads it back."""

from __future__ import annotations

import json

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from allocdoc.pdf.source import Code, arguments, label, place_comment, string, value

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts=st.lists(TEXT, min_size=1))
@settings(max_examples=20, deadline=None)
def test_compiler_reads_the_text_back(texts: list[str]) -> None:
    code = value(texts)
    assert "\n" not in code
    assert json.loads(typst.eval(b"", code, format="json")) == texts


@pytest.mark.parametrize(
    ("thing", "code"),
    [
        (None, "none"),
        (True, "true"),
        (3, "3"),
        (1.5, "1.5"),
        ([], "()"),
        (["a"], '("a",)'),
        (("a", 1), '("a", 1,)'),
        ({}, "(:)"),
        ({"a b": Code("1pt")}, '("a b": 1pt)'),
    ],
)
def test_value(thing: object, code: str) -> None:
    assert value(thing) == code


def test_value_without_a_literal() -> None:
    with pytest.raises(TypeError, match=r"no Typst literal \(got object\)"):
        value(object())


def test_arguments() -> None:
    assert arguments(tight=True, column_gutter=Code("1em"), left_out=None) == (
        "tight: true, column-gutter: 1em"
    )


def test_label_and_place() -> None:
    assert label('a "b"') == r'label("a \"b\"")'
    assert place_comment("docs/page.md", 12) == "// docs/page.md:12"
    assert string("\u2028") == r'"\u{2028}"'
