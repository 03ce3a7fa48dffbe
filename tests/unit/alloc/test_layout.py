"""A layout that exists is valid; everything else is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocdoc.alloc import MAX_SIZE, Layout, LayoutError, align_up, is_aligned

alignments = st.integers(0, 20).map(lambda power: 1 << power)


@given(st.integers(0, 2**40), alignments)
def test_rounding_up_gives_the_next_multiple(address, align):
    rounded = align_up(address, align)
    assert rounded % align == 0
    assert address <= rounded < address + align
    assert is_aligned(rounded, align)
    assert is_aligned(address, align) == (rounded == address)


@pytest.mark.parametrize(
    ("size", "align", "message"),
    [
        (-1, 1, r"size is negative \(got -1\)"),
        (1.0, 1, r"size is not a whole number \(got 1\.0\)"),
        (True, 1, r"size is not a whole number \(got True\)"),
        (1, 0, r"alignment is not a power of two \(got 0\)"),
        (1, -4, r"alignment is not a power of two \(got -4\)"),
        (1, 24, r"alignment is not a power of two \(got 24\)"),
        (1, "8", r"alignment is not a whole number \(got '8'\)"),
        (1, True, r"alignment is not a whole number \(got True\)"),
        (MAX_SIZE, 2, "more than any object can have"),
        (MAX_SIZE + 1, 1, "more than any object can have"),
        (0, 2 * (MAX_SIZE + 1), "more than any object can have"),
    ],
)
def test_an_impossible_layout_is_refused(size, align, message):
    with pytest.raises(LayoutError, match=message):
        Layout(size, align)


@pytest.mark.parametrize(
    ("size", "align"), [(0, 1), (MAX_SIZE, 1), (MAX_SIZE - 1, 2), (0, MAX_SIZE + 1)]
)
def test_the_limits_are_those_of_rust(size, align):
    assert Layout(size, align).size == size


@pytest.mark.parametrize("function", [align_up, is_aligned])
def test_rounding_wants_a_power_of_two(function):
    with pytest.raises(LayoutError, match="got 3"):
        function(8, 3)


def test_a_layout_is_a_frozen_value():
    layout = Layout(8, 4)
    assert layout == Layout(8, 4)
    assert len({layout, Layout(8, 4), Layout(8, 8)}) == 2
    with pytest.raises(AttributeError):
        layout.size = 9
