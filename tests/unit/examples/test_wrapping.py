from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocdoc.examples.wrapping import columns, wrap


@pytest.mark.parametrize(
    ("text", "width", "want"),
    [
        ("", 10, []),
        ("one two  three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("a-very-long-word of", 6, ["a-very-long-word", "of"]),
        ("请求一块新的内存", 8, ["请求一块", "新的内存"]),
        ("请求一块。新的内存", 8, ["请求一", "块。", "新的内存"]),
        ("メモリを（要求）する", 10, ["メモリを", "（要求）", "する"]),
        ("キャッシュ", 4, ["キャッ", "シュ"]),
        ("ローカー", 4, ["ロー", "カー"]),
        ("用malloc分配", 8, ["用malloc", "分配"]),
        ("用malloc分配", 6, ["用", "malloc", "分配"]),
        ("内存(size)不足", 8, ["内存", "(size)", "不足"]),
        ("메모리를 요청한다", 8, ["메모리를", "요청한다"]),
        ("중간에서끊지않음", 8, ["중간에서끊지않음"]),
        ("память нужна", 8, ["память", "нужна"]),
        ("か\u3099か\u3099か\u3099", 4, ["か\u3099か\u3099", "か\u3099"]),
        ("a\u00a0b c", 3, ["a\u00a0b", "c"]),
    ],
)
def test_breaks_where_the_script_allows(text: str, width: int, want: list[str]) -> None:
    assert wrap(text, width) == want


def test_no_single_character_is_left_for_the_last_line() -> None:
    assert wrap("改变块的大小但不移动块", 20) == ["改变块的大小", "但不移动块"]


def test_counts_columns() -> None:
    assert columns("aя") == 2
    assert columns("内ア！") == 6
    assert columns("e\u0301\u200d") == 1


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])), st.integers(1, 40))
def test_keeps_every_character_and_no_empty_line(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.startswith(" ") or line.endswith(" ") for line in lines)


@given(st.lists(st.sampled_from("内存アッー。、（」ab"), max_size=60).map("".join))
def test_never_starts_or_ends_a_line_wrongly(text: str) -> None:
    lines = wrap(text, 12)
    assert not any(line[0] in "ッー。、」" for line in lines[1:])
    assert not any(line[-1] in "（" for line in lines[:-1])
