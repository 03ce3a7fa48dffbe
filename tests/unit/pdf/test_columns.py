"""The widths of columns: what is short gets what it needs, what is long shares the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocdoc.pdf.writer.columns import MANY, MEASURE, PADDING, SMALL_MEASURE, Column, shares, width

COLUMNS = st.lists(
    st.builds(
        lambda word, more, heading: Column(word + more, word, heading),
        st.integers(1, 20),
        st.integers(0, 400),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=9,
)


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0), ("abc", 3), ("割り当て", 8), ("Ёж", 2), ("a割", 3), ("。", 2)]
)
def test_width(text: str, expected: int) -> None:
    assert width(text) == expected


@pytest.mark.parametrize(
    ("cells", "headings", "expected"),
    [
        ([], [], Column(1, 1, 0)),
        (["one two", "three"], [], Column(7, 5, 0)),
        (["0"], ["Words left"], Column(5, 5, 10)),
        # Code breaks after these signs.
        (["__rust_reallocate_inplace(ptr,"], [], Column(30, 11, 0)),
        # Han characters break anywhere, Latin words among them do not.
        (["システムalloc_systemです"], [], Column(24, 6, 0)),
        (["two\nlines here"], [], Column(10, 5, 0)),
    ],
)
def test_a_column_is_measured(cells: list[str], headings: list[str], expected: Column) -> None:
    assert Column.of(cells, headings) == expected


def test_what_fits_keeps_its_own_width() -> None:
    assert shares([Column(20, 9), Column(30, 8), Column(10, 4, 12)]) == [None, None, None]


def test_a_short_column_keeps_its_width_beside_a_long_one() -> None:
    assert shares([Column(10, 6), Column(300, 12)])[0] is None


def test_long_columns_share_by_what_they_say() -> None:
    first, second = shares([Column(100, 8), Column(400, 8)])
    assert first is not None
    assert second is not None
    assert 1.7 < second / first < 2.1


def test_a_long_heading_stands_in_several_lines_where_room_is_short() -> None:
    short, long = shares([Column(4, 4, 30), Column(300, 10)])
    assert short == 10 * (4 + PADDING)
    assert long is not None


@given(COLUMNS)
def test_every_column_has_room_for_its_words_if_there_is_any(columns: list[Column]) -> None:
    found = shares(columns)
    assert len(found) == len(columns)
    measure = MEASURE if len(columns) < MANY else SMALL_MEASURE
    assert all(share is None or share > 0 for share in found)
    own = sum(
        max(column.line, column.heading) + PADDING
        for column, share in zip(columns, found, strict=True)
        if share is None
    )
    assert own <= measure
    shared = [(c, share) for c, share in zip(columns, found, strict=True) if share is not None]
    total = sum(share for _, share in shared)
    words = sum(column.word + PADDING for column, _ in shared)
    for column, share in shared:
        if words * 2 <= measure - own:
            got = (measure - own) * share / total
            assert got >= column.word
