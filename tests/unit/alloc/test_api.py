"""Today's four functions: the two that follow from the others, and the four over the five."""

import pytest

from allocdoc.alloc import FromFive, GlobalAlloc, Heap, Layout, LayoutError


class TwoFunctions(GlobalAlloc):
    """The least that an allocator of today writes; the rest is inherited."""

    def __init__(self, heap):
        self.heap = heap

    def alloc(self, layout):
        return self.heap.allocate(layout.size, layout.align)

    def dealloc(self, ptr, layout):
        self.heap.deallocate(ptr, layout.size, layout.align)

    def read(self, ptr, size):
        return self.heap.read(ptr, size)

    def write(self, ptr, data):
        self.heap.write(ptr, data)


@pytest.fixture
def heap():
    return Heap(512)


@pytest.fixture(params=[TwoFunctions, FromFive])
def memory(request, heap):
    return request.param(heap)


def test_zeroed_memory_is_zero_where_new_memory_is_not(memory):
    plain = memory.alloc(Layout(24, 8))
    zeroed = memory.alloc_zeroed(Layout(24, 8))
    assert memory.read(plain, 24) == b"\xcd" * 24
    assert memory.read(zeroed, 24) == bytes(24)


def test_zeroed_memory_can_be_exhausted(memory):
    assert memory.alloc_zeroed(Layout(4096, 8)) is None


@pytest.mark.parametrize("size", [3, 20, 200])
def test_realloc_keeps_what_fits_and_gives_the_old_block_back(memory, heap, size):
    ptr = memory.alloc(Layout(20, 4))
    memory.write(ptr, bytes(range(20)))
    new = memory.realloc(ptr, Layout(20, 4), size)
    assert memory.read(new, min(size, 20)) == bytes(range(min(size, 20)))
    memory.dealloc(new, Layout(size, 4))
    assert [block.free for block in heap.blocks()] == [True]


@pytest.mark.parametrize(("kind", "moves"), [(TwoFunctions, True), (FromFive, False)])
def test_the_default_realloc_moves_and_that_over_five_may_stay(heap, kind, moves):
    memory = kind(heap)
    ptr = memory.alloc(Layout(20, 4))
    assert (memory.realloc(ptr, Layout(20, 4), 40) != ptr) is moves


def test_a_realloc_that_fails_leaves_the_old_block(memory, heap):
    ptr = memory.alloc(Layout(20, 4))
    memory.write(ptr, bytes(range(20)))
    assert memory.realloc(ptr, Layout(20, 4), 1000) is None
    assert memory.read(ptr, 20) == bytes(range(20))
    memory.dealloc(ptr, Layout(20, 4))
    assert [block.free for block in heap.blocks()] == [True]


def test_realloc_refuses_an_impossible_size(memory):
    ptr = memory.alloc(Layout(20, 4))
    with pytest.raises(LayoutError, match="negative"):
        memory.realloc(ptr, Layout(20, 4), -1)


def test_the_trait_itself_makes_no_objects():
    with pytest.raises(TypeError, match="abstract"):
        GlobalAlloc()
