"""Every mistake of a caller has its own error, and none of them changes a byte."""

import pytest

from allocdoc.alloc import (
    AllocatorError,
    DoubleFree,
    ForeignPointer,
    Heap,
    HeapCorrupted,
    WrongLayout,
)


@pytest.fixture
def heap():
    return Heap(512)


def test_freeing_twice_is_noticed(heap):
    ptr, _ = heap.allocate(16, 8), heap.allocate(16, 8)
    heap.deallocate(ptr, 16, 8)
    with pytest.raises(DoubleFree, match="block at 32: given back twice"):
        heap.deallocate(ptr, 16, 8)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (2, 1, 0)])
def test_freeing_twice_is_noticed_after_the_block_was_joined_to_others(heap, order):
    blocks = [heap.allocate(16, 8) for _ in range(3)]
    for index in order:
        heap.deallocate(blocks[index], 16, 8)
    for ptr in blocks:
        with pytest.raises(DoubleFree):
            heap.deallocate(ptr, 16, 8)


def test_freeing_twice_is_noticed_where_a_new_hole_begins(heap):
    first, second = heap.allocate(16, 8), heap.allocate(16, 8)
    heap.deallocate(first, 16, 8)
    heap.deallocate(second, 16, 8)
    assert heap.allocate(16, 8) == first
    with pytest.raises(DoubleFree):
        heap.deallocate(second, 16, 8)


@pytest.mark.parametrize("call", ["reallocate", "reallocate_inplace"])
def test_a_freed_block_cannot_be_resized(heap, call):
    ptr = heap.allocate(16, 8)
    heap.deallocate(ptr, 16, 8)
    with pytest.raises(DoubleFree):
        getattr(heap, call)(ptr, 16, 32, 8)


@pytest.mark.parametrize("ptr", [0, -16, 16, 31, 33, 48, 64, 96, 112, 512, 520, 4096])
def test_a_pointer_that_was_never_given_out_is_foreign(heap, ptr):
    heap.allocate(32, 8)
    with pytest.raises(ForeignPointer, match=f"^{ptr}: no block of this heap begins here$"):
        heap.deallocate(ptr, 32, 8)


def test_the_rest_of_a_block_that_shrank_was_never_given_out(heap):
    ptr, _ = heap.allocate(64, 8), heap.allocate(16, 8)
    heap.reallocate_inplace(ptr, 64, 16, 8)
    with pytest.raises(ForeignPointer):
        heap.deallocate(ptr + 32, 16, 8)


def test_the_block_of_another_heap_is_foreign(heap):
    ptr = Heap(512, base=4096).allocate(16, 8)
    heap.allocate(16, 8)
    with pytest.raises(ForeignPointer):
        heap.deallocate(ptr, 16, 8)


@pytest.mark.parametrize(("size", "align"), [(17, 8), (15, 8), (16, 4), (16, 16)])
@pytest.mark.parametrize("call", ["deallocate", "reallocate", "reallocate_inplace"])
def test_a_block_goes_back_with_the_layout_it_came_with(heap, call, size, align):
    ptr = heap.allocate(16, 8)
    before = heap.read(0, 512)
    arguments = (size, align) if call == "deallocate" else (size, 64, align)
    with pytest.raises(WrongLayout) as error:
        getattr(heap, call)(ptr, *arguments)
    assert str(error.value) == (
        f"block at 32: wrong layout (got {size} aligned to {align}, want 16 aligned to 8)"
    )
    assert heap.read(0, 512) == before


@pytest.mark.parametrize(("ptr", "size"), [(-1, 1), (512, 1), (500, 13), (0, 513), (0, -1)])
def test_nothing_is_read_or_written_outside(heap, ptr, size):
    with pytest.raises(ForeignPointer, match=f"^{size} bytes at {ptr}: outside of the heap"):
        heap.read(ptr, size)
    if size > 0:
        before = heap.read(0, 512)
        with pytest.raises(ForeignPointer, match=r"want 0 to 512"):
            heap.write(ptr, bytes(size))
        assert heap.read(0, 512) == before


def test_writing_past_a_block_is_noticed_at_the_next_header(heap):
    ptr, after = heap.allocate(16, 8), heap.allocate(16, 8)
    heap.write(ptr, b"seventeen bytes!!")
    for call in (
        heap.check_invariants,
        lambda: heap.deallocate(after, 16, 8),
        lambda: list(heap.blocks()),
    ):
        with pytest.raises(HeapCorrupted) as error:
            call()
        assert str(error.value) == (
            "header at offset 48: overwritten (got b'!SED', want USED or FREE)"
        )


def test_writing_past_the_last_used_block_is_noticed_by_allocate(heap):
    ptr = heap.allocate(16, 8)
    heap.write(ptr + 16, b"over")
    with pytest.raises(HeapCorrupted, match=r"offset 48: overwritten .*want FREE"):
        heap.allocate(16, 8)


WORD = 4


@pytest.mark.parametrize(
    ("offset", "field", "value", "message"),
    [
        (0, 0, b"FREE", "header at offset 0: overwritten"),
        (0, 3, 0, "header at offset 48: free, but not in the free list"),
        (0, 3, 16, "header at offset 16: overwritten .*want FREE"),
        (0, 3, 496, "header at offset 0: leads astray"),
        (16, 1, 0, "header at offset 16: bad size"),
        (16, 1, 40, "header at offset 16: bad size"),
        (16, 1, 512, "header at offset 16: bad size"),
        (16, 2, 0, "block at 32: holds 16 bytes, but its header says 10 aligned to 0"),
        (16, 2, 12, "says 10 aligned to 12"),
        (16, 2, 64, "says 10 aligned to 64"),
        (16, 3, 17, "says 17 aligned to 8"),
        (48, 3, 48, "header at offset 48: leads astray"),
        (48, 3, 0, "header at offset 112: free, but not in the free list"),
        (80, 0, b"FREE", "header at offset 80: free, and so is the one before"),
    ],
)
def test_every_broken_header_is_named(heap, offset, field, value, message):
    a, b, c = heap.allocate(10, 8), heap.allocate(10, 8), heap.allocate(10, 8)
    assert (a, b, c) == (32, 64, 96)
    heap.deallocate(b, 10, 8)
    heap.check_invariants()
    data = value if isinstance(value, bytes) else value.to_bytes(WORD, "little")
    heap.write(offset + field * WORD, data)
    with pytest.raises(HeapCorrupted, match=message):
        heap.check_invariants()


@pytest.mark.parametrize("kind", [DoubleFree, ForeignPointer, WrongLayout, HeapCorrupted])
def test_all_of_them_are_errors_of_an_allocator(kind):
    assert issubclass(kind, AllocatorError)
