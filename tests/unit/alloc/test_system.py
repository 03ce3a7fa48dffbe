"""The system allocator: real memory, at any alignment, also after it has moved."""

import pytest

from allocdoc.alloc import MALLOC_ALIGN, MAX_SIZE, LayoutError, SystemAllocator, libc

ALIGNMENTS = [1 << power for power in range(14)]


@pytest.fixture
def system():
    return SystemAllocator()


@pytest.mark.parametrize("align", ALIGNMENTS)
@pytest.mark.parametrize("size", [0, 1, 7, 64, 3000])
def test_many_blocks_are_all_aligned(system, align, size):
    blocks = [system.allocate(size, align) for _ in range(20)]
    assert all(ptr % align == 0 for ptr in blocks)
    for ptr in blocks:
        system.deallocate(ptr, size, align)


@pytest.mark.parametrize("align", ALIGNMENTS)
@pytest.mark.parametrize(("old_size", "size"), [(24, 5000), (5000, 24), (0, 100), (100, 0)])
def test_a_block_that_moves_stays_aligned_and_keeps_its_bytes(system, align, old_size, size):
    ptr = system.allocate(old_size, align)
    data = bytes(n % 251 for n in range(old_size))
    system.write(ptr, data)
    ptr = system.reallocate(ptr, old_size, size, align)
    assert ptr % align == 0
    kept = min(old_size, size)
    assert system.read(ptr, kept) == data[:kept]
    system.deallocate(ptr, size, align)


@pytest.mark.parametrize("align", [1, 4096])
def test_exhaustion_is_none_and_the_old_block_stays(system, align):
    ptr = system.allocate(4, align)
    system.write(ptr, b"stay")
    assert system.allocate(MAX_SIZE - align + 1, align) is None
    assert system.reallocate(ptr, 4, MAX_SIZE - align + 1, align) is None
    assert system.read(ptr, 4) == b"stay"
    system.deallocate(ptr, 4, align)


KINDS = {"malloc": "free", "aligned_alloc": "aligned_free"}
SIZES = (0, 1, MALLOC_ALIGN - 1, MALLOC_ALIGN, 100)


@pytest.fixture
def kinds(monkeypatch):
    """Note how each block was made, and refuse to free it in the other way."""
    noted = {}
    seen = set()

    def making(kind, function):
        def make(*arguments):
            ptr = function(*arguments)
            noted[ptr] = kind
            return ptr

        return make

    def freeing(kind, function):
        def free(ptr):
            assert noted.pop(ptr) == kind
            seen.add(kind)
            function(ptr)

        return free

    def realloc(ptr, size, function=libc.realloc):
        assert noted.pop(ptr) == "malloc"
        new = function(ptr, size)
        noted[new] = "malloc"
        return new

    for make, free in KINDS.items():
        monkeypatch.setattr(libc, make, making(make, getattr(libc, make)))
        monkeypatch.setattr(libc, free, freeing(make, getattr(libc, free)))
    monkeypatch.setattr(libc, "realloc", realloc)
    return seen


@pytest.mark.parametrize("align", [1, MALLOC_ALIGN // 2, MALLOC_ALIGN, 2 * MALLOC_ALIGN])
def test_each_block_goes_back_to_where_it_came_from(system, kinds, align):
    # On Windows the two kinds of blocks have two ways back; elsewhere only this test can tell.
    for old_size in SIZES:
        for size in SIZES:
            ptr = system.allocate(old_size, align)
            ptr = system.reallocate(ptr, old_size, size, align)
            system.deallocate(ptr, size, align)
    assert "aligned_alloc" in kinds
    assert ("malloc" in kinds) == (align <= MALLOC_ALIGN)


def test_the_c_library_can_neither_resize_in_place_nor_tell_what_it_gave(system):
    ptr = system.allocate(10, 8)
    assert system.reallocate_inplace(ptr, 10, 11, 8) == 10
    assert system.usable_size(10, 8) == 10
    system.deallocate(ptr, 10, 8)


def test_an_impossible_layout_is_refused(system):
    ptr = system.allocate(10, 8)
    with pytest.raises(LayoutError, match="got 12"):
        system.allocate(10, 12)
    with pytest.raises(LayoutError, match="negative"):
        system.reallocate(ptr, 10, -1, 8)
    system.deallocate(ptr, 10, 8)
