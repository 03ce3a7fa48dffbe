"""Linking: which allocator an artifact gets, and what the linker prints when it gets none."""

from textwrap import dedent

import pytest

from allocdoc.alloc import (
    ALLOC_JEMALLOC,
    ALLOC_SYSTEM,
    CORE,
    LIBALLOC,
    LIBC,
    LINUX,
    STD,
    WINDOWS,
    AllocatorCycle,
    Artifact,
    Crate,
    LinkError,
    MissingOnTarget,
    NameClash,
    NotOnThisTarget,
    SystemAllocator,
    TwoAllocators,
    link,
)

MY_ALLOCATOR = Crate("my_allocator", (LIBC, CORE), provides=SystemAllocator)
FINAL = [Artifact.EXECUTABLE, Artifact.DYLIB, Artifact.STATICLIB]


def names(image):
    return [crate.name for crate in image.crates]


def refused(error, root, artifact=Artifact.EXECUTABLE, target=LINUX):
    with pytest.raises(error) as caught:
        link(root, artifact, target)
    return str(caught.value)


@pytest.mark.parametrize(
    ("artifact", "target", "allocator"),
    [
        (Artifact.EXECUTABLE, LINUX, ALLOC_JEMALLOC),
        (Artifact.EXECUTABLE, WINDOWS, ALLOC_SYSTEM),
        (Artifact.DYLIB, LINUX, ALLOC_SYSTEM),
        (Artifact.STATICLIB, LINUX, ALLOC_SYSTEM),
        (Artifact.STATICLIB, WINDOWS, ALLOC_SYSTEM),
        (Artifact.RLIB, LINUX, None),
    ],
)
def test_the_compiler_chooses_by_artifact_and_target(artifact, target, allocator):
    image = link(Crate("app", (STD,)), artifact, target)
    assert (image.allocator, image.injected) == (allocator, allocator is not None)
    assert (image.root.name, image.artifact, image.target) == ("app", artifact, target)


@pytest.mark.parametrize("artifact", Artifact)
def test_who_names_an_allocator_gets_it(artifact):
    image = link(Crate("app", (STD, MY_ALLOCATOR)), artifact, LINUX)
    assert (image.allocator, image.injected) == (MY_ALLOCATOR, False)


@pytest.mark.parametrize("artifact", Artifact)
def test_who_never_allocates_gets_no_allocator(artifact):
    image = link(Crate("app", (LIBC,)), artifact, LINUX)
    assert (image.allocator, image.injected) == (None, False)
    assert names(image) == ["app", "libc", "core"]


def test_an_allocator_crate_is_its_own_allocator():
    image = link(MY_ALLOCATOR, Artifact.RLIB, LINUX)
    assert (image.allocator, image.injected) == (MY_ALLOCATOR, False)


def test_each_crate_is_there_once_before_what_it_depends_on():
    image = link(Crate("app", (STD,)), Artifact.EXECUTABLE, LINUX)
    assert names(image) == ["app", "std", "alloc", "alloc_jemalloc", "libc", "core"]
    assert image.crates[0] == image.root == Crate("app", (STD,))


def test_crates_keep_the_order_in_which_they_are_named():
    mid = Crate("mid", (Crate("a"), Crate("b", (Crate("c"), Crate("d"))), Crate("e")))
    image = link(Crate("app", (mid, Crate("f"))), Artifact.RLIB, LINUX)
    assert names(image) == ["app", "mid", "a", "b", "c", "d", "e", "f"]


def test_the_same_allocator_on_two_ways_is_one():
    left, right = Crate("left", (MY_ALLOCATOR,)), Crate("right", (MY_ALLOCATOR,))
    image = link(Crate("app", (STD, left, right)), Artifact.EXECUTABLE, LINUX)
    assert image.allocator == MY_ALLOCATOR
    assert names(image).count("my_allocator") == 1


@pytest.mark.parametrize("artifact", [one for one in Artifact if one is not Artifact.RLIB])
def test_two_allocators_are_refused(artifact):
    app = Crate("app", (STD, ALLOC_JEMALLOC, Crate("mid", (MY_ALLOCATOR,))))
    assert refused(TwoAllocators, app, artifact) == dedent(
        f"""\
        error: cannot link two allocators into one {artifact.value}
          alloc_jemalloc  <- app
          my_allocator    <- app -> mid"""
    )


def test_more_than_two_are_counted():
    crates = tuple(Crate(f"a{n}", provides=SystemAllocator) for n in range(5))
    assert "link three allocators" in refused(TwoAllocators, Crate("app", crates[:3]))
    assert "link 5 allocators" in refused(TwoAllocators, Crate("app", crates))


def test_the_root_may_be_one_of_two_allocators():
    root = Crate("mine", (ALLOC_SYSTEM,), provides=SystemAllocator)
    assert refused(TwoAllocators, root, Artifact.STATICLIB) == dedent(
        """\
        error: cannot link two allocators into one staticlib
          mine          <- the root crate
          alloc_system  <- mine"""
    )


def test_an_rlib_with_two_allocators_is_left_to_whoever_links_it():
    root = Crate("lib", (ALLOC_SYSTEM, ALLOC_JEMALLOC))
    image = link(root, Artifact.RLIB, LINUX)
    assert (image.allocator, image.injected) == (None, False)
    assert refused(TwoAllocators, Crate("app", (root,)))


def test_an_allocator_may_not_depend_on_who_needs_one():
    bad = Crate("my_allocator", (CORE, Crate("log", (STD,))), provides=SystemAllocator)
    message = dedent(
        """\
        error: an allocator cannot depend on a crate that needs an allocator
          my_allocator -> log -> std -> alloc
          `my_allocator` is an allocator, `alloc` needs one"""
    )
    assert refused(AllocatorCycle, bad, Artifact.RLIB) == message
    assert refused(AllocatorCycle, Crate("app", (STD, bad))) == message


def test_an_allocator_may_not_need_one_itself():
    bad = Crate("bad", needs_allocator=True, provides=SystemAllocator)
    assert "\n  bad\n  `bad` is an allocator, `bad` needs one" in refused(AllocatorCycle, bad)


def test_the_path_shown_is_the_shortest():
    far = Crate("far", (Crate("middle", (LIBALLOC,)),))
    bad = Crate("bad", (far, LIBALLOC), provides=SystemAllocator)
    assert "\n  bad -> alloc\n" in refused(AllocatorCycle, bad)
    near = Crate("near", (LIBALLOC,))
    bad = Crate("bad", (near, far), provides=SystemAllocator)
    assert "\n  bad -> near -> alloc\n" in refused(AllocatorCycle, bad)
    bad = Crate("bad", (far, near), provides=SystemAllocator)
    assert "\n  bad -> near -> alloc\n" in refused(AllocatorCycle, bad)


@pytest.mark.parametrize("artifact", Artifact)
def test_jemalloc_cannot_be_named_where_it_is_not(artifact):
    app = Crate("app", (STD, Crate("mid", (ALLOC_JEMALLOC,))))
    assert refused(MissingOnTarget, app, artifact, WINDOWS) == dedent(
        """\
        error: alloc_jemalloc: not on this target (x86_64-pc-windows-msvc)
          alloc_jemalloc  <- app -> mid"""
    )
    assert issubclass(MissingOnTarget, NotOnThisTarget)


def test_two_different_crates_cannot_have_one_name():
    other = Crate("my_allocator", (CORE,), provides=SystemAllocator)
    app = Crate("app", (MY_ALLOCATOR, Crate("mid", (other,))))
    assert refused(NameClash, app) == dedent(
        """\
        error: two different crates are named `my_allocator`
          one of them  <- mid"""
    )


def test_an_injected_crate_cannot_take_the_name_of_another():
    app = Crate("app", (STD, Crate("alloc_jemalloc")))
    assert "named `alloc_jemalloc`" in refused(NameClash, app)
    assert link(app, Artifact.DYLIB, LINUX).allocator == ALLOC_SYSTEM


def test_equal_crates_are_one_crate():
    twice = (Crate("same", (CORE,)), Crate("mid", (Crate("same", (CORE,)),)))
    assert names(link(Crate("app", twice), Artifact.RLIB, LINUX)).count("same") == 1


def test_all_of_them_are_link_errors():
    for kind in (TwoAllocators, AllocatorCycle, MissingOnTarget, NameClash):
        assert issubclass(kind, LinkError)


def test_loading_makes_the_allocator():
    allocator = link(Crate("app", (STD, MY_ALLOCATOR)), Artifact.EXECUTABLE, LINUX).load()
    ptr = allocator.allocate(4, 4)
    allocator.write(ptr, b"real")
    assert allocator.read(ptr, 4) == b"real"
    allocator.deallocate(ptr, 4, 4)


def test_without_an_allocator_there_is_nothing_to_load():
    with pytest.raises(LinkError, match=r"^error: the rlib `app` has no allocator$"):
        link(Crate("app", (STD,)), Artifact.RLIB, LINUX).load()


def test_a_long_chain_of_crates_links():
    crate = STD
    for number in range(5000):
        crate = Crate(f"c{number}", (crate,))
    assert len(link(crate, Artifact.EXECUTABLE, LINUX).crates) == 5000 + 5
