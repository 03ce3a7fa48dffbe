"""One workload for every allocator: whatever the order of calls, no byte is lost or shared.

Every allocator runs it twice, once by its five functions and once by today's four over them.
"""

import random
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocdoc.alloc import FromFive, Heap, Layout, SystemAllocator, jemalloc

HEAP_SIZE = 8192
EMPTY = HEAP_SIZE - 32


def ragged_heap():
    return Heap(HEAP_SIZE, base=4096 + 16)


ALLOCATORS = {"heap": ragged_heap, "system": SystemAllocator}
if jemalloc.find() is not None:
    # Elsewhere test_jemalloc.py runs this file in a process that has room for the library.
    ALLOCATORS["jemalloc"] = jemalloc.load


class ByFour:
    """The five functions again, by way of today's four, which have none for the last two."""

    def __init__(self, allocator):
        self.four = FromFive(allocator)
        self.read, self.write = self.four.read, self.four.write

    def allocate(self, size, align):
        return self.four.alloc(Layout(size, align))

    def deallocate(self, ptr, old_size, align):
        self.four.dealloc(ptr, Layout(old_size, align))

    def reallocate(self, ptr, old_size, size, align):
        return self.four.realloc(ptr, Layout(old_size, align), size)

    def reallocate_inplace(self, _ptr, old_size, _size, _align):
        return old_size

    def usable_size(self, size, _align):
        return size


@dataclass
class Owned:
    """A block that the workload owns, and what it has written there."""

    ptr: int
    size: int
    align: int
    data: bytes


class Workload:
    """Do what it is told to, and check after each step that all memory is as it should be."""

    def __init__(self, allocator, heap):
        self.allocator = allocator
        self.heap = heap
        self.owned = []
        self.random = random.Random(4)

    def allocate(self, size, align):
        fits = self.heap is None or size <= self.heap.largest_free
        ptr = self.allocator.allocate(size, align)
        if ptr is None:
            assert self.heap is not None, "real memory is not so small"
            assert not fits or align > 16
            return
        assert fits
        assert ptr % align == 0
        self._own(ptr, size, align)

    def deallocate(self, index):
        if self.owned:
            block = self.owned.pop(index % len(self.owned))
            self.allocator.deallocate(block.ptr, block.size, block.align)

    def reallocate(self, index, size):
        if self.owned:
            block = self.owned.pop(index % len(self.owned))
            ptr = self.allocator.reallocate(block.ptr, block.size, size, block.align)
            if ptr is None:
                assert self.heap is not None, "real memory is not so small"
                self.owned.append(block)
                return
            assert ptr % block.align == 0
            self._resized(block, ptr, size)

    def reallocate_inplace(self, index, size):
        if self.owned:
            block = self.owned.pop(index % len(self.owned))
            has = self.allocator.reallocate_inplace(block.ptr, block.size, size, block.align)
            if has == self.allocator.usable_size(size, block.align):
                self._resized(block, block.ptr, size)
            else:
                self.owned.append(block)

    def check(self):
        for block in self.owned:
            assert self.allocator.read(block.ptr, block.size) == block.data
        self._check_apart()
        if self.heap is not None:
            self._check_heap()

    def finish(self):
        while self.owned:
            self.deallocate(0)
            self.check()
        if self.heap is not None:
            assert [(block.size, block.free) for block in self.heap.blocks()] == [(EMPTY, True)]

    def _own(self, ptr, size, align):
        data = self.random.randbytes(size)
        self.allocator.write(ptr, data)
        self.owned.append(Owned(ptr, size, align, data))

    def _resized(self, block, ptr, size):
        kept = min(block.size, size)
        assert self.allocator.read(ptr, kept) == block.data[:kept]
        self._own(ptr, size, block.align)

    def _check_apart(self):
        end = 0
        for block in sorted(self.owned, key=lambda block: block.ptr):
            assert block.ptr >= end
            # Even a block of nothing has an address that is nobody else's.
            end = block.ptr + max(1, self.allocator.usable_size(block.size, block.align))

    def _check_heap(self):
        heap = self.heap
        heap.check_invariants()
        assert heap.free_bytes + heap.used_bytes + heap.header_bytes == heap.size == HEAP_SIZE
        used = [(b.address, b.requested, b.align) for b in heap.blocks() if not b.free]
        assert used == sorted((block.ptr, block.size, block.align) for block in self.owned)


sizes = st.one_of(st.integers(0, 80), st.integers(0, 3000))
alignments = st.integers(0, 11).map(lambda power: 1 << power)
indexes = st.integers(0, 30)
steps = st.one_of(
    st.tuples(st.just("allocate"), sizes, alignments),
    st.tuples(st.just("deallocate"), indexes),
    st.tuples(st.just("reallocate"), indexes, sizes),
    st.tuples(st.just("reallocate_inplace"), indexes, sizes),
)


@pytest.mark.parametrize("by", [lambda allocator: allocator, ByFour], ids=["five", "four"])
@pytest.mark.parametrize("name", ALLOCATORS)
@given(program=st.lists(steps, min_size=20, max_size=80))
@settings(max_examples=100, deadline=None, print_blob=True)
def test_no_byte_is_lost_or_shared(name, by, program):
    allocator = ALLOCATORS[name]()
    workload = Workload(by(allocator), allocator if name == "heap" else None)
    for operation, *arguments in program:
        getattr(workload, operation)(*arguments)
        workload.check()
    workload.finish()
