"""The crates of 2015 and the targets' defaults."""

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
    Artifact,
    Crate,
    SystemAllocator,
)

ALL = (CORE, LIBC, LIBALLOC, STD, ALLOC_SYSTEM, ALLOC_JEMALLOC)


def test_who_allocates_and_who_only_needs_it():
    assert [crate.name for crate in ALL if crate.is_allocator] == ["alloc_system", "alloc_jemalloc"]
    assert [crate.name for crate in ALL if crate.needs_allocator] == ["alloc"]


def test_the_standard_library_is_not_compiled_against_any_allocator():
    assert not any(crate.is_allocator for crate in STD.dependencies)
    assert LIBALLOC in STD.dependencies


@pytest.mark.parametrize("crate", [ALLOC_SYSTEM, ALLOC_JEMALLOC])
def test_the_allocators_use_core_and_libc_alone(crate):
    assert set(crate.dependencies) == {CORE, LIBC}


def test_the_system_crate_provides_the_system_allocator():
    assert isinstance(ALLOC_SYSTEM.provides(), SystemAllocator)


def test_executables_get_jemalloc_where_there_is_one_and_libraries_never():
    assert (LINUX.executable_default, WINDOWS.executable_default) == (ALLOC_JEMALLOC, ALLOC_SYSTEM)
    assert (LINUX.library_default, WINDOWS.library_default) == (ALLOC_SYSTEM, ALLOC_SYSTEM)


def test_a_target_lacks_jemalloc_and_nothing_else():
    assert [crate.name for crate in ALL if not WINDOWS.has(crate)] == ["alloc_jemalloc"]
    assert all(LINUX.has(crate) for crate in ALL)


def test_artifacts_are_called_what_rustc_calls_them():
    assert [kind.value for kind in Artifact] == ["executable", "dylib", "staticlib", "rlib"]


def test_a_crate_is_a_short_frozen_value():
    crate = Crate("app", (STD,))
    assert repr(crate) == "Crate('app')"
    assert crate == Crate("app", (STD,))
    with pytest.raises(AttributeError):
        crate.name = "other"
