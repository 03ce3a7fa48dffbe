"""Five functions over libc make an allocator.

>>> allocator = MyAllocator()
>>> block = allocator.allocate(4, align=4)
>>> allocator.write(block, b"1234")
>>> block = allocator.reallocate(block, 4, 8, align=4)
>>> allocator.read(block, 4)
b'1234'
>>> allocator.reallocate_inplace(block, 8, 16, align=4)
8
>>> allocator.usable_size(8, align=4)
8
>>> allocator.deallocate(block, 8, align=4)
"""

from allocdoc.alloc import CORE, LIBC, Crate, libc


class MyAllocator:
    # Return a new block, or None where there is no memory.
    def allocate(self, size: int, align: int) -> int | None:
        return libc.malloc(size)

    # Take a block back. The caller still knows how large it was.
    def deallocate(self, ptr: int, old_size: int, align: int) -> None:
        libc.free(ptr)

    # Change the size of a block. It may move, and its content moves with it.
    def reallocate(self, ptr: int, old_size: int, size: int, align: int) -> int | None:
        return libc.realloc(ptr, size)

    # Change the size without moving the block. libc has no such call, so the
    # answer is the old size.
    def reallocate_inplace(self, ptr: int, old_size: int, size: int, align: int) -> int:
        return old_size

    # Tell how much of a block may be used. libc does not say, so the answer
    # is the size that was asked for.
    def usable_size(self, size: int, align: int) -> int:
        return size

    # Python has no pointers. These two reach the real memory.
    read = staticmethod(libc.read)
    write = staticmethod(libc.write)


# The crate builds on core and libc, and never on std, which needs an allocator.
crate = Crate("my_allocator", dependencies=(CORE, LIBC), provides=MyAllocator)


if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))
