"""Every Python listing of the chapter runs in its cage, without the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc.examples import Limits, find_listings, run_all

ROOT = Path(__file__).parents[1]
LISTINGS = {s: one for s, one in find_listings(ROOT / "examples", ROOT).items() if one.python}


def test_there_are_listings() -> None:
    assert LISTINGS


@pytest.mark.parametrize("stem", LISTINGS)
def test_listing(stem: str) -> None:
    result = run_all({stem: LISTINGS[stem]}, None, Limits())[stem]
    assert result.passed, "\n\n".join(map(str, result.failures))
