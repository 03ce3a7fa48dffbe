"""jemalloc at work. Run by test_jemalloc.py, in a process that has room for the library."""

import pytest

from allocdoc.alloc import MAX_SIZE, LayoutError, jemalloc


@pytest.fixture
def real():
    return jemalloc.load()


@pytest.mark.parametrize("align", [1 << power for power in range(14)])
@pytest.mark.parametrize("size", [0, 1, 100, 5000])
def test_blocks_are_aligned_and_keep_their_bytes(real, align, size):
    ptr = real.allocate(size, align)
    real.write(ptr, b"a" * size)
    ptr = real.reallocate(ptr, size, 3 * size, align)
    assert ptr % align == 0
    assert real.read(ptr, size) == b"a" * size
    real.deallocate(ptr, 3 * size, align)


def test_a_block_has_the_bytes_of_its_size_class(real):
    usable = real.usable_size(100, 1)
    assert usable > 100
    assert real.usable_size(usable, 1) == usable
    assert real.usable_size(100, 4096) >= 4096


def test_in_place_a_block_grows_within_its_class_and_no_further(real):
    usable = real.usable_size(100, 1)
    ptr = real.allocate(100, 1)
    assert real.reallocate_inplace(ptr, 100, usable, 1) == usable
    assert real.reallocate_inplace(ptr, usable, usable + 1, 1) < usable + 1
    real.deallocate(ptr, usable, 1)


def test_exhaustion_is_none_and_the_old_block_stays(real):
    ptr = real.allocate(4, 1)
    real.write(ptr, b"stay")
    assert real.allocate(MAX_SIZE // 2, 1) is None
    assert real.reallocate(ptr, 4, MAX_SIZE // 2, 1) is None
    assert real.read(ptr, 4) == b"stay"
    real.deallocate(ptr, 4, 1)


@pytest.mark.parametrize("function", ["allocate", "usable_size"])
def test_an_impossible_layout_is_refused(real, function):
    with pytest.raises(LayoutError):
        getattr(real, function)(-1, 8)


def test_it_is_found_by_the_systems_own_search(monkeypatch):
    monkeypatch.setattr(jemalloc, "FILE_NAMES", ())
    assert jemalloc.find() is not None
