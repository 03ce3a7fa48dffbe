"""``alloc_system``: the platform's own memory, through five functions.

What a guest uses: a library in somebody else's program shares that program's ``malloc``.
"""

from allocdoc.alloc import libc
from allocdoc.alloc.layout import Layout


class SystemAllocator:
    """The five functions over the C library, on real memory, at any alignment.

    ``malloc`` cannot be told an alignment. It is used where what it gives unasked is enough, and
    the aligned functions everywhere else. Size and alignment decide which, so `deallocate` knows
    where a block came from without a note in the block.

    >>> system = SystemAllocator()
    >>> ptr = system.allocate(size=100, align=4096)
    >>> ptr % 4096
    0
    >>> system.deallocate(ptr, old_size=100, align=4096)
    """

    def allocate(self, size: int, align: int) -> int | None:
        """Return the address of ``size`` new bytes at a multiple of ``align``, or ``None``.

        Raises:
            LayoutError: No memory can have this size and alignment.
        """
        layout = Layout(size, align)
        if _malloc_is_enough(layout):
            return libc.malloc(size)
        return libc.aligned_alloc(align, size)

    def deallocate(self, ptr: int, old_size: int, align: int) -> None:
        """Take a block back."""
        if _malloc_is_enough(Layout(old_size, align)):
            libc.free(ptr)
        else:
            libc.aligned_free(ptr)

    def reallocate(self, ptr: int, old_size: int, size: int, align: int) -> int | None:
        """Change a block's size: ``realloc`` where it keeps the alignment, else a copy.

        After ``None`` the old block is as it was, and still the caller's.

        Raises:
            LayoutError: No memory can have this size and alignment.
        """
        if _malloc_is_enough(Layout(old_size, align)) and _malloc_is_enough(Layout(size, align)):
            return libc.realloc(ptr, size)
        new = self.allocate(size, align)
        if new is not None:
            self.write(new, self.read(ptr, min(old_size, size)))
            self.deallocate(ptr, old_size, align)
        return new

    def reallocate_inplace(self, ptr: int, old_size: int, size: int, align: int) -> int:  # noqa: ARG002
        """Answer the old size: the C library cannot resize a block without moving it."""
        return old_size

    def usable_size(self, size: int, align: int) -> int:  # noqa: ARG002
        """Answer the size asked for: the C library promises no more."""
        return size

    def read(self, ptr: int, size: int) -> bytes:
        """Return the ``size`` bytes at ``ptr``."""
        return libc.read(ptr, size)

    def write(self, ptr: int, data: bytes) -> None:
        """Put ``data`` at ``ptr``."""
        libc.write(ptr, data)


def _malloc_is_enough(layout: Layout) -> bool:
    # A block smaller than its alignment may get less: some mallocs align small blocks only to
    # their size. Rust's own system allocator makes the same test.
    return layout.align <= min(libc.MALLOC_ALIGN, layout.size)
