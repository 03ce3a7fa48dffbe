"""The linker against RFC 1183's rules, stated once more by brute force, over random crates."""

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from allocdoc.alloc import (
    ALLOC_JEMALLOC,
    ALLOC_SYSTEM,
    STD,
    AllocatorCycle,
    Artifact,
    Crate,
    MissingOnTarget,
    SystemAllocator,
    Target,
    TwoAllocators,
    link,
)


@st.composite
def graphs(draw):
    """Return the last of some crates, each of which may depend on any before it."""
    crates = [STD, ALLOC_SYSTEM, ALLOC_JEMALLOC]
    for number in range(draw(st.integers(1, 7))):
        dependencies = tuple(draw(st.lists(st.sampled_from(crates), max_size=3)))
        needs = draw(st.sampled_from([False, False, False, True]))
        provides = draw(st.sampled_from([None, None, None, None, SystemAllocator]))
        crates.append(Crate(f"c{number}", dependencies, needs, provides))
    return crates[-1]


def reach(crate):
    """Return the names of a crate and of all that can be reached from it, with the crates."""
    found = {crate.name: crate}
    for dependency in crate.dependencies:
        found |= reach(dependency)
    return found


def rfc_1183(root, artifact, target):
    """Return the error's class, or the allocator's name and whether it is injected."""
    reachable = reach(root)
    if "alloc_jemalloc" in reachable and not target.has_jemalloc:
        return MissingOnTarget
    explicit = [crate for crate in reachable.values() if crate.provides]
    if any(needy.needs_allocator for each in explicit for needy in reach(each).values()):
        return AllocatorCycle
    if artifact is Artifact.RLIB:
        return (explicit[0].name if len(explicit) == 1 else None), False
    if len(explicit) >= 2:
        return TwoAllocators
    if len(explicit) == 1:
        return explicit[0].name, False
    nobody_needs_one = not any(crate.needs_allocator for crate in reachable.values())
    if nobody_needs_one:
        return None, False
    if artifact is Artifact.EXECUTABLE and target.has_jemalloc:
        return "alloc_jemalloc", True
    return "alloc_system", True


@given(graphs(), st.sampled_from(Artifact), st.booleans())
@settings(max_examples=500, deadline=None, print_blob=True)
def test_the_linker_does_what_the_rfc_says(root, artifact, has_jemalloc):
    target = Target("some-target", has_jemalloc)
    expected = rfc_1183(root, artifact, target)
    if isinstance(expected, type):
        event(expected.__name__)
        with pytest.raises(expected):
            link(root, artifact, target)
        return
    image = link(root, artifact, target)
    allocator = image.allocator.name if image.allocator else None
    assert (allocator, image.injected) == expected
    event(f"injected: {image.injected}, allocator: {allocator is not None}")
    check_crates(image)


def check_crates(image):
    """Every crate that is needed, once, the root first, each before its dependencies."""
    needed = reach(image.root) | (reach(image.allocator) if image.allocator else {})
    names = [crate.name for crate in image.crates]
    assert sorted(names) == sorted(needed)
    assert image.crates[0] is image.root
    for crate in image.crates:
        for dependency in crate.dependencies:
            assert names.index(crate.name) < names.index(dependency.name)
