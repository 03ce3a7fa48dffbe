"""malloc is never told the alignment, and so it cannot keep it.

>>> all_aligned(8)
True
>>> all_aligned(4096)
False
"""

from allocdoc.alloc import is_aligned, libc


def allocate(size: int, align: int) -> int | None:
    # The alignment comes in here, and this line drops it.
    return libc.malloc(size)


def all_aligned(align: int) -> bool:
    # Hold all blocks at once, so that no place is given out twice.
    blocks = [allocate(24, align) for _ in range(64)]
    good = all(is_aligned(block, align) for block in blocks)
    for block in blocks:
        libc.free(block)
    return good


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
