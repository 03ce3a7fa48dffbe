"""The heap against a caller who makes every mistake there is, at every moment."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from allocdoc.alloc import DoubleFree, ForeignPointer, Heap, WrongLayout

SIZE, BASE = 2048, 48

sizes = st.integers(0, 300)
alignments = st.integers(0, 8).map(lambda power: 1 << power)
choices = st.integers(0, 50)


class Careless(RuleBasedStateMachine):
    """A caller who forgets nothing, and frees and resizes whatever comes to mind."""

    def __init__(self):
        super().__init__()
        self.heap = Heap(SIZE, base=BASE)
        self.live = {}
        self.dead = {}

    def chosen(self, choice):
        ptr = sorted(self.live)[choice % len(self.live)]
        return ptr, *self.live[ptr]

    @initialize(size=sizes, align=alignments)
    def begin(self, size, align):
        self.allocate(size, align)

    @rule(size=sizes, align=alignments)
    def allocate(self, size, align):
        ptr = self.heap.allocate(size, align)
        if ptr is not None:
            assert ptr not in self.live
            self.live[ptr] = size, align

    @precondition(lambda self: self.live)
    @rule(choice=choices)
    def free_twice(self, choice):
        ptr, size, align = self.chosen(choice)
        self.heap.deallocate(ptr, size, align)
        self.dead[ptr] = self.live.pop(ptr)
        with self.refused(DoubleFree):
            self.heap.deallocate(ptr, size, align)

    @precondition(lambda self: self.live)
    @rule(choice=choices, size=sizes)
    def resize(self, choice, size):
        ptr, old_size, align = self.chosen(choice)
        new = self.heap.reallocate(ptr, old_size, size, align)
        if new is not None:
            self.dead[ptr] = self.live.pop(ptr)
            self.live[new] = size, align

    @precondition(lambda self: self.live)
    @rule(choice=choices, size=sizes, align=alignments)
    def give_back_with_any_layout(self, choice, size, align):
        ptr, *layout = self.chosen(choice)
        if layout != [size, align]:
            with self.refused(WrongLayout):
                self.heap.deallocate(ptr, size, align)

    @rule(ptr=st.integers(0, SIZE // 16 + 6).map(lambda number: 16 * number))
    def free_anything(self, ptr):
        if ptr not in self.live:
            # What was never given out cannot be given back twice.
            errors = (ForeignPointer, DoubleFree) if ptr in self.dead else ForeignPointer
            with self.refused(errors):
                self.heap.deallocate(ptr, 1, 1)

    def refused(self, errors):
        return Unchanged(self.heap, pytest.raises(errors))

    @invariant()
    def the_heap_is_whole(self):
        self.heap.check_invariants()
        used = {b.address: (b.requested, b.align) for b in self.heap.blocks() if not b.free}
        assert used == self.live


class Unchanged:
    """An error is raised, and no byte of the heap is another than before."""

    def __init__(self, heap, raises):
        self.heap, self.raises = heap, raises

    def __enter__(self):
        self.before = self.heap.read(BASE, SIZE)
        self.raises.__enter__()

    def __exit__(self, *error):
        suppressed = self.raises.__exit__(*error)
        assert self.heap.read(BASE, SIZE) == self.before
        return suppressed


TestCareless = Careless.TestCase
TestCareless.settings = settings(
    max_examples=60, stateful_step_count=50, deadline=None, print_blob=True
)
