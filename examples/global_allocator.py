"""A trait with four methods, of which two have default bodies.

>>> counting = Counting(FromFive(SystemAllocator()))
>>> thousand = Layout(size=1000, align=8)
>>> block = counting.alloc_zeroed(thousand)
>>> counting.live
1000
>>> counting.read(block, 4)
b'\\x00\\x00\\x00\\x00'
>>> counting.dealloc(block, thousand)
>>> counting.live
0
>>> Layout(size=1000, align=3)
Traceback (most recent call last):
    ...
allocdoc.alloc.layout.LayoutError: alignment is not a power of two (got 3)
"""

from allocdoc.alloc import FromFive, GlobalAlloc, Layout, SystemAllocator


class Counting(GlobalAlloc):
    def __init__(self, inner: GlobalAlloc) -> None:
        self.inner = inner
        self.live = 0

    def alloc(self, layout: Layout) -> int | None:
        self.live += layout.size
        return self.inner.alloc(layout)

    # alloc_zeroed and realloc have default bodies that call these two.
    def dealloc(self, ptr: int, layout: Layout) -> None:
        self.live -= layout.size
        self.inner.dealloc(ptr, layout)

    def read(self, ptr: int, size: int) -> bytes:
        return self.inner.read(ptr, size)

    def write(self, ptr: int, data: bytes) -> None:
        self.inner.write(ptr, data)


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
