"""Free bytes are of no use when they are not in one piece.

>>> heap = Heap(336)
>>> blocks = [heap.allocate(64, align=8) for _ in range(4)]
>>> picture(heap)
'|####|####|####|####'
>>> heap.deallocate(blocks[0], 64, align=8)
>>> heap.deallocate(blocks[2], 64, align=8)
>>> picture(heap)
'|....|####|....|####'
>>> print(heap.allocate(120, align=8))
None
>>> heap.deallocate(blocks[1], 64, align=8)
>>> picture(heap)
'|..............|####'
>>> heap.allocate(120, align=8) == blocks[0]
True
>>> picture(heap)
'|########|.....|####'
"""

from allocdoc.alloc import Heap


def picture(heap: Heap) -> str:
    # A bar is a header of 16 bytes. The signs after it are 16 bytes each.
    return "".join(
        "|" + ("." if block.free else "#") * (block.size // 16)
        for block in heap.blocks()
    )


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
