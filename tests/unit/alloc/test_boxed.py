"""A box: a number in memory, until it is dropped."""

import pytest

from allocdoc.alloc import AllocatorError, Box, Heap, SystemAllocator, UseAfterDrop


@pytest.fixture
def heap():
    return Heap(256)


@pytest.mark.parametrize("value", [4, 0, -1, 2**31 - 1, -(2**31)])
def test_the_number_is_read_back_from_real_memory(value):
    with Box(value, SystemAllocator()) as box:
        assert box.value == value
        assert str(box) == str(value)
        assert repr(box) == f"Box({value})"


def test_the_number_is_in_the_allocators_memory(heap):
    box = Box(8, heap)
    block = next(heap.blocks())
    assert (block.requested, block.align) == (4, 4)
    assert heap.read(block.address, 4) == b"\x08\x00\x00\x00"
    heap.write(block.address, b"\x09\x00\x00\x00")
    assert box.value == 9


def test_dropping_gives_the_memory_back(heap):
    box = Box(8, heap)
    box.drop()
    assert [block.free for block in heap.blocks()] == [True]
    assert repr(box) == "Box(dropped)"


@pytest.mark.parametrize("use", [lambda box: box.value, str, Box.drop])
def test_a_dropped_box_cannot_be_used(heap, use):
    box = Box(8, heap)
    box.drop()
    with pytest.raises(UseAfterDrop, match="was dropped") as error:
        use(box)
    assert isinstance(error.value, AllocatorError)


def test_a_box_may_be_dropped_before_its_scope_ends(heap):
    with Box(8, heap) as box:
        box.drop()
    assert [block.free for block in heap.blocks()] == [True]


def test_an_error_in_its_scope_drops_it_and_goes_on(heap):
    with pytest.raises(ZeroDivisionError), Box(8, heap) as box:
        _ = box.value // 0
    assert [block.free for block in heap.blocks()] == [True]


def test_without_memory_there_is_no_box(heap):
    while heap.allocate(4, 4) is not None:
        pass
    with pytest.raises(MemoryError, match="no memory for a box of 4 bytes"):
        Box(8, heap)


def test_a_number_that_is_too_large_takes_no_memory(heap):
    with pytest.raises(OverflowError):
        Box(2**31, heap)
    assert [block.free for block in heap.blocks()] == [True]
