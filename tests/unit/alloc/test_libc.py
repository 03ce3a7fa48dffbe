"""Real memory of this process, written and read back."""

import ctypes

import pytest

from allocdoc.alloc import MALLOC_ALIGN, MAX_SIZE, LayoutError, libc


def test_bytes_written_are_bytes_read():
    ptr = libc.malloc(300)
    libc.write(ptr, bytes(range(256)) + b"and more")
    assert libc.read(ptr + 250, 14) == bytes(range(250, 256)) + b"and more"
    libc.free(ptr)


def test_it_is_the_memory_that_others_see():
    ptr = libc.malloc(16)
    (ctypes.c_ubyte * 16).from_address(ptr)[3] = 77
    assert libc.read(ptr + 3, 1) == b"\x4d"
    libc.free(ptr)


@pytest.mark.parametrize("size", [1, 10_000])
def test_realloc_keeps_what_fits(size):
    ptr = libc.malloc(100)
    libc.write(ptr, bytes(range(100)))
    ptr = libc.realloc(ptr, size)
    kept = min(size, 100)
    assert libc.read(ptr, kept) == bytes(range(kept))
    libc.free(ptr)


def test_malloc_aligns_to_two_pointers_unasked():
    blocks = [libc.malloc(MALLOC_ALIGN + n) for n in range(50)]
    assert all(ptr % MALLOC_ALIGN == 0 for ptr in blocks)
    for ptr in blocks:
        libc.free(ptr)


@pytest.mark.parametrize("align", [1 << power for power in range(17)])
@pytest.mark.parametrize("size", [0, 1, 100, 5000])
def test_aligned_memory_is_aligned(align, size):
    ptr = libc.aligned_alloc(align, size)
    assert ptr % max(align, libc.POINTER_SIZE) == 0
    libc.write(ptr, b"x" * size)
    assert libc.read(ptr, size) == b"x" * size
    libc.aligned_free(ptr)


def test_nothing_is_a_block_of_its_own():
    a, b = libc.malloc(0), libc.malloc(0)
    assert None not in (a, b)
    assert a != b
    a = libc.realloc(a, 0)
    assert a not in (None, b)
    libc.free(a)
    libc.free(b)


def test_exhaustion_is_none_and_the_old_block_stays():
    ptr = libc.malloc(4)
    libc.write(ptr, b"stay")
    assert libc.malloc(MAX_SIZE) is None
    assert libc.aligned_alloc(64, MAX_SIZE - 63) is None
    assert libc.realloc(ptr, MAX_SIZE) is None
    assert libc.read(ptr, 4) == b"stay"
    libc.free(ptr)


# Without a check, ctypes would ask for the lowest 64 bits: one byte instead of 2**64 + 1.
@pytest.mark.parametrize("size", [-1, 2**64 + 1])
def test_an_impossible_size_is_refused(size):
    ptr = libc.malloc(1)
    with pytest.raises(LayoutError):
        libc.malloc(size)
    with pytest.raises(LayoutError):
        libc.realloc(ptr, size)
    with pytest.raises(LayoutError):
        libc.aligned_alloc(8, size)
    libc.free(ptr)


def test_an_alignment_that_is_none_is_refused():
    with pytest.raises(LayoutError, match="got 24"):
        libc.aligned_alloc(24, 8)
