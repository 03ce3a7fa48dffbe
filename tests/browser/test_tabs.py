"""Tabs: one choice for all listings, by mouse and by keyboard; without them, all is shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .conftest import LANGUAGES, Visit


def _shown(page: Page) -> set[str]:
    return set(
        page.eval_on_selector_all(
            ".sphinx-tabs-panel:not([hidden])", "panels => panels.map(p => p.dataset.name)"
        )
    )


def _three(page: Page) -> list[str]:
    """The ids of the examples that have all three tabs."""
    return page.eval_on_selector_all(
        ".allocdoc-example",
        "boxes => boxes.filter(b => b.querySelectorAll('[role=tab]').length == 3).map(b => b.id)",
    )


@pytest.mark.parametrize("folder", LANGUAGES)
def test_a_choice_holds_for_all_listings_and_the_next_page(visit: Visit, folder):
    page = visit.open(f"{folder}/custom-allocators.html")
    boxes = _three(page)
    assert len(boxes) >= 7
    page.click(f"#{boxes[0]} [role=tab][name=rust]")
    for box in boxes:
        panel = page.locator(f"#{box} .sphinx-tabs-panel:not([hidden])")
        assert panel.get_attribute("data-name") == "rust"
        chosen = page.locator(f"#{box} [role=tab][aria-selected=true]")
        assert chosen.get_attribute("name") == "rust"
    page = visit.open(f"{folder}/alignment.html")
    assert _shown(page) == {"rust"}
    assert visit.problems == []


def test_print_shows_every_listing_with_its_label(visit: Visit):
    page = visit.open("ja/alignment.html")
    page.emulate_media(media="print")
    assert page.locator(".sphinx-tabs-panel").count() == 6
    for panel in page.locator(".sphinx-tabs-panel").all():
        assert panel.is_visible()
        assert panel.locator(".allocdoc-label").is_visible()
    assert not page.locator("[role=tablist]").first.is_visible()
