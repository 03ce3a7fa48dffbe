"""Which words of a message changed since its translation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocdoc.sphinxext.status.changes import changes


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("", "", []),
        ("same words", "same  words", [("same", "same words")]),
        ("a b", "a b c", [("same", "a b"), ("ins", "c")]),
        ("a b c", "a c", [("same", "a"), ("del", "b"), ("same", "c")]),
        ("a b c", "a x c", [("same", "a"), ("del", "b"), ("ins", "x"), ("same", "c")]),
    ],
)
def test_changes(old: str, new: str, parts: list[tuple[str, str]]) -> None:
    assert list(changes(old, new)) == parts


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12)


@given(WORDS, WORDS)
def test_both_texts_are_found_in_the_parts(old: list[str], new: list[str]) -> None:
    parts = list(changes(" ".join(old), " ".join(new)))
    for without, words in (("ins", old), ("del", new)):
        assert " ".join(text for kind, text in parts if kind != without).split() == words


def test_very_long_texts_are_not_compared() -> None:
    old, new = "word " * 5000, "other " * 100
    assert list(changes(old, new)) == [("del", old.strip()), ("ins", new.strip())]
