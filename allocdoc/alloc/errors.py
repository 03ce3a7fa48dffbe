"""What goes wrong with memory and with linking, one exception for each kind of mistake.

Running out of memory is none of these: it is an answer, ``None``, as a null pointer is in C. An
exception here always means that the caller (or whoever wrote over the heap) made a mistake.
"""

# ruff: noqa: N818 - each name says what is wrong; "Error" would add nothing


class AllocatorError(Exception):
    """The base of everything that allocators and the linker refuse."""


class DoubleFree(AllocatorError):
    """A block was given back that had been given back before."""


class ForeignPointer(AllocatorError):
    """A pointer does not name a block of this heap, or bytes outside of it were touched."""


class WrongLayout(AllocatorError):
    """A block was given back with another size or alignment than it was asked for with."""


class HeapCorrupted(AllocatorError):
    """The heap's own bytes make no sense any more; somebody wrote where they should not."""


class UseAfterDrop(AllocatorError):
    """A box was used after its memory had been given back."""


class NotOnThisTarget(AllocatorError):
    """The allocator does not exist on this target."""


class LinkError(AllocatorError):
    """The crates cannot become the artifact; the text is what the linker prints."""


class NameClash(LinkError):
    """Two different crates have one name, so nobody could say which of them is meant."""


class MissingOnTarget(LinkError, NotOnThisTarget):
    """A crate that was named does not exist on the target."""


class AllocatorCycle(LinkError):
    """An allocator depends on a crate that needs an allocator."""


class TwoAllocators(LinkError):
    """More than one allocator was linked explicitly."""
