"""Changing a block's size: in place where there is room, else by moving."""

import pytest

from allocdoc.alloc import Heap


@pytest.fixture
def heap():
    return Heap(512)


def test_a_block_grows_into_the_hole_after_it(heap):
    ptr = heap.allocate(16, 8)
    heap.write(ptr, b"sixteen bytes ok")
    assert heap.reallocate_inplace(ptr, 16, 100, 8) == 112
    assert heap.read(ptr, 112) == b"sixteen bytes ok" + b"\xcd" * 96
    heap.check_invariants()
    heap.deallocate(ptr, 100, 8)


def test_a_block_takes_all_of_a_hole_whose_rest_would_be_no_block(heap):
    ptr, middle, _ = (heap.allocate(16, 8) for _ in range(3))
    heap.deallocate(middle, 16, 8)
    assert heap.reallocate_inplace(ptr, 16, 32, 8) == 32
    assert next(heap.blocks()).size == 48
    heap.check_invariants()


@pytest.mark.parametrize(("size", "sizes"), [(48, [48, 16]), (64, [80]), (80, [80])])
def test_a_block_grows_to_the_last_byte_of_a_hole(heap, size, sizes):
    ptr, middle, after = heap.allocate(16, 8), heap.allocate(48, 8), heap.allocate(16, 8)
    heap.deallocate(middle, 48, 8)
    assert heap.reallocate_inplace(ptr, 16, size, 8) == size
    assert [block.size for block in heap.blocks() if block.address < after] == sizes
    heap.check_invariants()


@pytest.mark.parametrize(("size", "sizes"), [(16, [16, 16]), (32, [48])])
def test_a_block_shrinks_if_the_rest_is_a_block(heap, size, sizes):
    ptr, after = heap.allocate(48, 8), heap.allocate(16, 8)
    assert heap.reallocate_inplace(ptr, 48, size, 8) == size
    assert [block.size for block in heap.blocks() if block.address < after] == sizes
    heap.check_invariants()


def test_a_block_does_not_grow_over_a_used_one(heap):
    ptr, _ = heap.allocate(16, 8), heap.allocate(16, 8)
    before = heap.read(0, 512)
    assert heap.reallocate_inplace(ptr, 16, 17, 8) == 16
    assert heap.read(0, 512) == before


def test_a_block_does_not_grow_into_a_hole_that_is_too_small(heap):
    ptr, middle, _ = (heap.allocate(16, 8) for _ in range(3))
    heap.deallocate(middle, 16, 8)
    before = heap.read(0, 512)
    assert heap.reallocate_inplace(ptr, 16, 49, 8) == 16
    assert heap.read(0, 512) == before


def test_the_last_block_cannot_grow_past_the_end():
    heap = Heap(48)
    ptr = heap.allocate(16, 8)
    assert heap.reallocate_inplace(ptr, 16, 32, 8) == 16


def test_a_block_shrinks_in_place_and_its_rest_joins_the_hole_after_it(heap):
    ptr = heap.allocate(100, 8)
    heap.write(ptr, bytes(range(100)))
    assert heap.reallocate_inplace(ptr, 100, 20, 8) == 32
    assert heap.read(ptr, 32) == bytes(range(20)) + b"\xdd" * 12
    assert [block.size for block in heap.blocks()] == [32, 432]
    heap.check_invariants()


def test_a_rest_that_is_no_block_stays_with_the_block(heap):
    ptr, _ = heap.allocate(32, 8), heap.allocate(16, 8)
    assert heap.reallocate_inplace(ptr, 32, 16, 8) == 16
    assert next(heap.blocks()).size == 32
    heap.check_invariants()


def test_the_new_size_is_the_one_to_give_back(heap):
    ptr = heap.allocate(10, 8)
    assert heap.reallocate_inplace(ptr, 10, 12, 8) == heap.usable_size(10, 8)
    heap.deallocate(ptr, 12, 8)


def test_reallocate_stays_where_it_can(heap):
    ptr = heap.allocate(16, 8)
    assert heap.reallocate(ptr, 16, 200, 8) == ptr
    assert heap.reallocate(ptr, 200, 1, 8) == ptr


def test_reallocate_moves_where_it_must(heap):
    ptr, after = heap.allocate(16, 64), heap.allocate(200, 8)
    assert after > ptr
    heap.write(ptr, b"sixteen bytes ok")
    new = heap.reallocate(ptr, 16, 90, 64)
    assert new not in (None, ptr)
    assert new % 64 == 0
    assert heap.read(new, 16) == b"sixteen bytes ok"
    assert heap.read(ptr, 16) == b"\xdd" * 16
    heap.check_invariants()


def test_without_room_the_old_block_stays(heap):
    ptr, _ = heap.allocate(16, 8), heap.allocate(16, 8)
    heap.write(ptr, b"sixteen bytes ok")
    assert heap.reallocate(ptr, 16, 500, 8) is None
    assert heap.read(ptr, 16) == b"sixteen bytes ok"
    heap.deallocate(ptr, 16, 8)
    heap.check_invariants()
