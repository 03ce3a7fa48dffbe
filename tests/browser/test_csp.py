"""No page of the site ever asks for what its policy forbids."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import LANGUAGES, Visit

REPORTS = """
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@pytest.fixture
def watched(visit: Visit) -> Visit:
    visit.page.add_init_script(REPORTS)
    return visit


def _use(page: Page) -> None:
    """Work everything on a page that is there on all."""
    page.locator(".theme-toggle-content .theme-toggle").click()
    for tab in page.locator("[role=tab][name=rust]").all()[:1]:
        tab.click()
    for control in page.locator(".allocdoc-bilingual button").all():
        control.click()
        page.locator(".allocdoc-source").first.wait_for()
        control.click()


@pytest.mark.parametrize("folder", ["", *LANGUAGES])
def test_no_page_is_refused_anything(watched: Visit, site: Path, folder: str) -> None:
    pages = site.glob("*.html") if not folder else (site / folder).rglob("*.html")
    names = sorted(path.relative_to(site).as_posix() for path in pages)
    assert len(names) > (8 if folder else 1)
    for name in names:
        page = watched.open(name)
        policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
        assert policy.startswith("default-src 'self';")
        assert "unsafe-inline" not in policy
        assert "unsafe-hashes" not in policy
        assert "'unsafe-eval'" not in policy
        assert page.locator("[style]").count() == 0, name
        if page.locator("article h1").count() and "search" not in name and "genindex" not in name:
            _use(page)
    assert watched.problems == []


@pytest.mark.parametrize("folder", LANGUAGES)
def test_searching_is_refused_nothing(watched: Visit, folder: str) -> None:
    page = watched.open(f"{folder}/search.html?q=malloc")
    link = page.locator('article a[href*="alignment.html"]').first
    link.wait_for(timeout=15_000)
    link.click()
    page.wait_for_url("**/alignment.html**")
    page.wait_for_load_state("load")
    assert watched.problems == []


def test_what_a_page_does_not_hold_is_refused(watched: Visit) -> None:
    page = watched.open("en/index.html")
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'changed'";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>x</p>");
      try { new Function("document.title = 'changed'")(); } catch {}
      return fetch("https://elsewhere.example/").catch(() => null);
    }""")
    assert page.title() != "changed"
    said = "\n".join(watched.problems)
    for directive in ("script-src-elem inline", "style-src-attr inline", "script-src eval"):
        assert f"policy: {directive}" in said
    assert "policy: connect-src https://elsewhere.example/" in said
