"""The simulated heap: where blocks lie, what they hold, and how it all comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocdoc.alloc import Block, Heap, LayoutError


def shape(heap):
    """Return the heap as a list of sizes: used ones positive, free ones negative."""
    return [-block.size if block.free else block.size for block in heap.blocks()]


def test_a_new_heap_is_one_free_block():
    heap = Heap(256)
    assert list(heap.blocks()) == [Block(address=32, size=224, free=True)]
    assert (heap.size, heap.free_bytes, heap.used_bytes, heap.header_bytes) == (256, 224, 0, 32)
    assert heap.largest_free == 224


@pytest.mark.parametrize("size", [0, 32, 100, -64, 2**32])
def test_a_heap_has_a_sensible_size(size):
    with pytest.raises(ValueError, match=f"got {size}, want a multiple of 16 from 48"):
        Heap(size)


@pytest.mark.parametrize("base", [-16, 8])
def test_a_heap_has_a_sensible_base(base):
    with pytest.raises(ValueError, match=f"got {base}, want 0 or a multiple of 16"):
        Heap(256, base=base)


def test_the_smallest_heap_holds_one_small_block():
    heap = Heap(48)
    assert heap.allocate(16, 1) == 32
    assert heap.allocate(0, 1) is None
    assert heap.largest_free == 0


def test_the_first_hole_that_fits_is_split():
    heap = Heap(512)
    first, second = heap.allocate(100, 8), heap.allocate(10, 8)
    heap.deallocate(first, 100, 8)
    assert shape(heap) == [-112, 16, -320]
    assert heap.allocate(20, 8) == first
    assert shape(heap) == [32, -64, 16, -320]
    assert heap.allocate(65, 8) > second
    heap.check_invariants()


def test_what_is_too_small_for_a_block_stays_in_the_block():
    heap = Heap(256)
    ptr, _ = heap.allocate(48, 8), heap.allocate(8, 8)
    heap.deallocate(ptr, 48, 8)
    assert heap.allocate(32, 8) == ptr
    assert shape(heap)[0] == 48


def test_what_is_just_enough_for_a_block_becomes_one():
    heap = Heap(256)
    ptr, _ = heap.allocate(64, 8), heap.allocate(8, 8)
    heap.deallocate(ptr, 64, 8)
    assert heap.allocate(32, 8) == ptr
    assert shape(heap)[:2] == [32, -16]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (2, 1, 0), (2, 0, 1)])
def test_neighbours_are_joined_in_whatever_order_they_are_freed(order):
    heap = Heap(512)
    blocks = [heap.allocate(40, 8) for _ in range(3)]
    for index in order:
        heap.deallocate(blocks[index], 40, 8)
        heap.check_invariants()
    assert shape(heap) == [-480]


@pytest.mark.parametrize("base", [0, 16, 48, 4096 + 16])
@pytest.mark.parametrize("align", [1 << power for power in range(10)])
def test_any_alignment_is_kept_and_the_padding_stays_usable(base, align):
    heap = Heap(4096, base=base)
    heap.allocate(1, 1)
    ptr = heap.allocate(24, align)
    assert ptr % align == 0
    heap.check_invariants()
    assert heap.free_bytes + heap.used_bytes + heap.header_bytes == heap.size
    padding = next(heap.blocks()).address + 32
    if ptr > padding:
        assert heap.allocate(1, 1) == padding


def test_padding_too_small_for_a_block_moves_the_block_on():
    heap = Heap(256)
    heap.allocate(1, 1)
    assert heap.allocate(1, 32) == 64
    heap = Heap(256)
    heap.allocate(17, 1)
    # 80 comes next and 96 is aligned, but the 16 bytes between are no block.
    assert heap.allocate(1, 32) == 128
    assert shape(heap) == [32, -32, 16, -96]


@pytest.mark.parametrize(("size", "align"), [(225, 1), (4096, 1), (1, 512), (2**40, 1)])
def test_exhaustion_is_none_and_changes_nothing(size, align):
    heap = Heap(256)
    before = heap.read(0, 256)
    assert heap.allocate(size, align) is None
    assert heap.read(0, 256) == before


@given(st.integers(0, 500))
def test_the_largest_free_size_can_be_had_and_no_larger_one(size):
    heap = Heap(512)
    heap.deallocate(heap.allocate(size, 1) or heap.allocate(1, 1), size if size <= 480 else 1, 1)
    heap.allocate(min(size, 400), 16)
    assert heap.allocate(heap.largest_free + 1, 16) is None
    assert heap.allocate(heap.largest_free, 16) is not None


def test_new_bytes_and_freed_bytes_look_different():
    heap = Heap(256)
    ptr = heap.allocate(24, 8)
    assert heap.read(ptr, 32) == b"\xcd" * 32
    heap.write(ptr, b"secret")
    heap.deallocate(ptr, 24, 8)
    assert heap.read(ptr, 32) == b"\xdd" * 32


def test_a_header_that_joining_makes_needless_is_freed_memory():
    heap = Heap(256)
    ptr = heap.allocate(16, 8)
    assert heap.read(ptr + 16, 4) == b"FREE"
    heap.deallocate(ptr, 16, 8)
    assert heap.read(ptr + 16, 16) == b"\xdd" * 16


def test_the_headers_are_in_the_heaps_own_bytes():
    heap = Heap(256)
    ptr = heap.allocate(24, 8)
    # State, length with header, alignment, size asked for.
    assert heap.read(ptr - 16, 16) == b"USED\x30\0\0\0\x08\0\0\0\x18\0\0\0"
    heap.deallocate(ptr, 24, 8)
    assert heap.read(ptr - 16, 4) == b"FREE"
    assert heap.read(0, 4) == b"ROOT"


def test_a_block_of_nothing_is_a_block():
    heap = Heap(256)
    a, b = heap.allocate(0, 1), heap.allocate(0, 1)
    assert a != b
    heap.deallocate(a, 0, 1)
    heap.deallocate(b, 0, 1)
    assert shape(heap) == [-224]


def test_usable_sizes_are_what_blocks_have():
    heap = Heap(512)
    for size in (0, 1, 15, 16, 17, 100):
        ptr = heap.allocate(size, 1)
        block = next(block for block in heap.blocks() if block.address == ptr)
        assert block.size == heap.usable_size(size, 1) >= size


def test_impossible_layouts_are_refused():
    heap = Heap(256)
    ptr = heap.allocate(8, 8)
    for call in (
        lambda: heap.allocate(8, 3),
        lambda: heap.deallocate(ptr, -8, 8),
        lambda: heap.reallocate(ptr, 8, -8, 8),
        lambda: heap.reallocate_inplace(ptr, 8, -8, 8),
        lambda: heap.usable_size(-8, 8),
    ):
        with pytest.raises(LayoutError):
            call()
    heap.check_invariants()
