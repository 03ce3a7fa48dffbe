"""The pinned packages: any pip that Python brings along can install them, with their hashes."""

from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = sorted((Path(__file__).parents[1] / "requirements").glob("*.txt"))


def pinned(lock: Path) -> dict[str, Requirement]:
    """Return the requirements of a lock file by the names of their packages."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    heads = [line.removesuffix(" \\") for line in lines if line[:1].isalnum()]
    found = [Requirement(head) for head in heads]
    return {canonicalize_name(one.name): one for one in found}


def asked(one: Requirement) -> list[Requirement]:
    """Return what an installed package asks for with extras."""
    try:
        needs = [Requirement(line) for line in requires(one.name) or ()]
    except PackageNotFoundError:  # for another system or Python
        return []
    extras = {"", *one.extras}
    return [
        need
        for need in needs
        if need.extras
        and (need.marker is None or any(need.marker.evaluate({"extra": name}) for name in extras))
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_what_is_asked_for_with_extras_is_pinned_with_them(lock: Path) -> None:
    # Before pip 23.3, a pin of `name` says nothing about `name[extra]`: the newest version of that
    # is taken, and refused as it has no hash, from the day on which there is a newer one.
    lines = pinned(lock)
    needs = [need for one in lines.values() for need in asked(one)]
    for need in needs:
        assert need.extras <= lines[canonicalize_name(need.name)].extras, str(need)
    assert needs or lock.name != "test.txt"  # pytest-cov asks for coverage[toml]
