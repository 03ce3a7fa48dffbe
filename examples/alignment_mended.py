"""The alignment is kept, also by a block that grows.

>>> all_aligned(8)
True
>>> all_aligned(4096)
True
>>> block = allocate(4, align=4096)
>>> libc.write(block, b"1234")
>>> block = reallocate(block, 4, 10_000, align=4096)
>>> is_aligned(block, 4096), libc.read(block, 4)
(True, b'1234')
>>> deallocate(block)
"""

import struct
import sys

from allocdoc.alloc import align_up, is_aligned, libc

WORD = struct.calcsize("P")


def allocate(size: int, align: int) -> int | None:
    # Ask for the block, for one word, and for room to move.
    raw = libc.malloc(size + WORD + align - 1)
    if raw is None:
        return None
    # Step over the word, then go up to the next multiple.
    block = align_up(raw + WORD, align)
    # Keep malloc's pointer in the word before the block.
    libc.write(block - WORD, raw.to_bytes(WORD, sys.byteorder))
    return block


def deallocate(block: int) -> None:
    # free accepts only the pointer that malloc gave.
    libc.free(int.from_bytes(libc.read(block - WORD, WORD), sys.byteorder))


def reallocate(block: int, old_size: int, size: int, align: int) -> int | None:
    # realloc would forget the alignment. Take a new block and copy.
    moved = allocate(size, align)
    if moved is not None:
        libc.write(moved, libc.read(block, min(old_size, size)))
        deallocate(block)
    return moved
#@ hide


def all_aligned(align: int) -> bool:
    blocks = [allocate(24, align) for _ in range(64)]
    good = all(is_aligned(block, align) for block in blocks)
    for block in blocks:
        deallocate(block)
    return good
#@ show


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
