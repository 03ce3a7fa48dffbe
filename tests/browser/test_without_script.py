"""Without JavaScript all can be read, and the way to each page and language is open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .conftest import LANGUAGES, PHONE, Visit


@pytest.fixture(params=LANGUAGES)
def plain(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = Visit(context.new_page(), address).open(f"{request.param}/alignment.html")
    yield page
    context.close()


def test_every_listing_is_shown_with_its_label(plain: Page) -> None:
    panels = plain.locator(".sphinx-tabs-panel").all()
    assert len(panels) == 6
    for panel in panels:
        assert panel.is_visible()
        assert panel.locator(".allocdoc-label").is_visible()
    assert not plain.locator("[role=tablist]").first.is_visible()


def test_contents_and_languages_can_be_used(plain: Page) -> None:
    assert not plain.locator(".allocdoc-bilingual").is_visible()  # it could do nothing
    here = plain.url.split("/")[-2]
    other = next(folder for folder in LANGUAGES if folder != here)
    plain.locator("label[for=__navigation]:visible").first.click()
    plain.locator(".sidebar-tree a").first.wait_for(state="visible")
    plain.locator(f".allocdoc-languages a[href*='/{other}/']").click()
    plain.wait_for_url(f"**/{other}/alignment.html")
    plain.locator("label[for=__toc]:visible").first.click()
    plain.locator(".toc-drawer a[href='#the-flaw']").click()
    plain.wait_for_url("**#the-flaw")
