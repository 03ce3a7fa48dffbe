"""What axe-core finds on each kind of page: nothing, of no impact, in any language.

The sample: every kind of page in every language, where languages take turns with the four ways of
looking at it (light or dark, wide or narrow); the page with the most on it also in all four ways,
in Russian and in Japanese.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .conftest import DESKTOP, LANGUAGES, PHONE, Visit

MOST = "alignment"
KINDS = [MOST, "index", "glossary", "status", "search", "genindex", "publishing"]
WAYS = [(scheme, size) for scheme in ("light", "dark") for size in (DESKTOP, PHONE)]


def found(browser: Browser, address: str, way: tuple[str, dict[str, int]], paths: list[str]):
    scheme, size = way
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    visit = Visit(context.new_page(), address)
    problems = []
    for path in paths:
        for violation in Axe().run(visit.open(path)).response["violations"]:
            nodes = "; ".join(node["html"][:200] for node in violation["nodes"])
            problems.append(f"{path} {scheme} {size['width']}: {violation['id']}: {nodes}")
    context.close()
    return problems + visit.problems


@pytest.mark.parametrize("turn", range(len(WAYS)))
def test_axe_finds_nothing(browser: Browser, address: str, turn: int) -> None:
    paths = ["index.html", "404.html"] + [
        f"{folder}/{kind}.html"
        for row, folder in enumerate(LANGUAGES)
        for column, kind in enumerate(KINDS)
        if (row + column) % len(WAYS) == turn or (kind == MOST and folder in ("ru", "ja"))
    ]
    assert found(browser, address, WAYS[turn], paths) == []


def test_axe_would_find_something(visit: Visit) -> None:
    page = visit.open("en/index.html")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == ["html-has-lang"]
