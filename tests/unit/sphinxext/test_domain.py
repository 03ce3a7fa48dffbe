"""What the Sphinx domain remembers, and how it comes back from a reading process."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.environment import BuildEnvironment

from allocdoc.errors import CatalogError
from allocdoc.examples import Listing, Result
from allocdoc.sphinxext.domain import AllocdocDomain, Problem


@pytest.fixture
def domain() -> AllocdocDomain:
    env = SimpleNamespace(domaindata={})
    return AllocdocDomain(env)  # type: ignore[arg-type]


def ran(key: str, *, passed: bool = True) -> Result:
    return Result(key=key, passed=passed)


def test_other_process_adds_the_pages_that_it_read(domain: AllocdocDomain) -> None:
    domain.note_problem("a", Problem("docs/a.md:1", "here"))
    other = {
        "shown": {"b": {"x": "key"}, "c": {"x": "key"}},
        "problems": {"b": [Problem("docs/b.md:2", "there")]},
        "inputs": {"b": "hash"},
    }
    domain.merge_domaindata({"b"}, other)
    assert domain.shown == {"b": {"x": "key"}}
    assert domain.inputs == {"b": "hash"}
    assert [p.place for found in domain.problems.values() for p in found] == [
        "docs/a.md:1",
        "docs/b.md:2",
    ]


def test_page_is_outdated_when_what_it_shows_has_changed(domain: AllocdocDomain) -> None:
    run = domain.run
    run.listings = {stem: Listing(stem) for stem in ("good", "bad", "rust")}
    run.results = {"good": ran("1"), "bad": ran("2", passed=False)}
    for docname, stem in (("a", "good"), ("b", "bad"), ("c", "rust"), ("d", "unknown")):
        domain.note_shown(docname, stem)
    # What failed or was missing may be mended by something that no page depends on.
    assert domain.outdated() == ["b", "d"]
    run.results["good"] = ran("3")
    assert domain.outdated() == ["a", "b", "d"]
    for docname in "abd":
        domain.clear_doc(docname)
    assert domain.outdated() == []


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("/p/locale/x.po:3: broken: x", "locale/x.po:3", "broken: x"),
        ("/elsewhere/x.po:3: broken", "/elsewhere/x.po:3", "broken"),
        ("examples/x.rs: bad name", "examples/x.rs:1", "bad name"),
    ],
)
def test_problem_of_an_error(text: str, place: str, message: str) -> None:
    assert Problem.of(CatalogError(text), Path("/p")) == Problem(place, message)


def test_domain_has_no_names_to_refer_to(domain: AllocdocDomain) -> None:
    assert domain.resolve_any_xref(BuildEnvironment, "a", None, "x", None, None) == []
