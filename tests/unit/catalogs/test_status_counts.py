"""Numbers of messages, and of words."""

import pytest

from allocdoc.catalogs.status import Counts, words


def test_counts_sum_to_the_total() -> None:
    both = Counts(1, 2, 3, 4, words_left=50) + Counts(10, 20, 30, 40, words_left=7)
    assert both == Counts(11, 22, 33, 44, words_left=57)
    assert both.total == 110


@pytest.mark.parametrize(
    ("translated", "fuzzy", "percent"),
    [(0, 0, 100), (0, 1, 0), (2, 1, 66), (999, 1, 99), (5, 0, 100)],
)
def test_percent_is_rounded_down(translated: int, fuzzy: int, percent: int) -> None:
    assert Counts(translated, fuzzy).percent == percent


@pytest.mark.parametrize(
    ("counts", "percent", "is_under"),
    [
        (Counts(2, 1), 66, False),
        (Counts(2, 1), 67, True),
        (Counts(199, 1), 100, True),
        (Counts(199, 1), 99, False),
        (Counts(), 100, False),
        (Counts(0, 1), 0, False),
    ],
)
def test_limit_is_exact(counts: Counts, percent: int, is_under: bool) -> None:
    assert counts.is_under(percent) is is_under


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("one", 1),
        ("Ask `malloc` for\n  memory.", 4),
        ("[two words](page.md)", 2),
        ("内存分配", 4),
        ("内存 block 分", 4),
        ("メモリ", 3),
        ("выделение памяти", 2),
    ],
)
def test_words(text: str, number: int) -> None:
    assert words(text) == number
