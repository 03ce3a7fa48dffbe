"""Words of the Chinese index: what a query of two characters, or of more, can find."""

from __future__ import annotations

import pytest

from allocdoc.sphinxext.search import SearchChinese


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("自定义，对齐", ["·自定义", "自定", "定义", "对齐"]),
        ("用malloc分配", ["用", "malloc", "分配"]),
        ("__rust_allocate x2", ["__rust_allocate", "x2"]),
        ("", []),
    ],
)
def test_splits_runs_and_pairs(text: str, words: list[str]) -> None:
    assert SearchChinese({}).split(text) == words


def test_words_are_in_lower_case() -> None:
    assert SearchChinese({}).stem("GlobalAlloc") == "globalalloc"
