"""Every Rust listing does with the compiler of this machine what its header says."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc.errors import MissingProgramError
from allocdoc.examples import find_listings
from allocdoc.examples.rust import Rustc, check, find_rustc

ROOT = Path(__file__).parents[1]
LISTINGS = find_listings(ROOT / "examples", ROOT)
STEMS = [stem for stem, listing in LISTINGS.items() if listing.rust]

pytestmark = pytest.mark.rust


@pytest.fixture(scope="session")
def rustc() -> Rustc:
    found = find_rustc()
    if found is None:
        pytest.skip("no rustc here (apt-get install rustc libjemalloc-dev)")
    return found


def test_there_are_listings() -> None:
    assert STEMS


@pytest.mark.parametrize("stem", STEMS)
def test_listing(stem: str, rustc: Rustc, tmp_path: Path) -> None:
    try:
        failures = check(LISTINGS[stem], LISTINGS, rustc, tmp_path)
    except MissingProgramError as error:
        pytest.skip(str(error))
    assert not failures, "\n\n".join(map(str, failures))
