"""What a first visit costs: bytes, requests, and no text that moves while a reader reads it."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import BrowserContext, Response, ViewportSize

from .conftest import PHONE, PROJECT, Visit

BYTES = 60 * 1024
REQUESTS = 12
SHIFT = 0.001
"""Google calls 0.1 good."""

MOVES = """
window.moved = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    const nodes = shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 80));
    moved.push([shift.value, nodes]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""

PLACES = """
[...document.querySelectorAll("h1, article section > *, .mobile-header a, .mobile-header label")]
  .map((node) => node.getBoundingClientRect())
  .map(({ x, y, width, height }) => [x, y, width, height]);
"""


@pytest.mark.parametrize("name", ["custom-allocators", "alignment"])
@pytest.mark.parametrize("folder", ["en", "ru", "ja"])
def test_a_first_visit_is_light_and_still(
    context: BrowserContext, visit: Visit, folder: str, name: str
) -> None:
    got: list[Response] = []
    visit.page.on("response", lambda response: got.append(response))
    visit.page.add_init_script(MOVES)
    if folder == "ja":
        visit.page.set_viewport_size(PHONE)
    page = visit.open(f"{folder}/{name}.html")
    page.wait_for_load_state("networkidle")
    weight = {response.url: len(gzip.compress(response.body())) for response in got}
    assert len(got) <= REQUESTS, list(weight)
    assert sum(weight.values()) <= BYTES, weight
    moved = page.evaluate("moved")
    assert sum(value for value, _ in moved) < SHIFT, moved
    assert visit.problems == []


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 720}], ids=["phone", "desktop"])
@pytest.mark.parametrize("folder", [language.folder for language in PROJECT.languages])
def test_nothing_moves_when_the_scripts_come(visit: Visit, folder: str, size: ViewportSize) -> None:
    # How late they come depends on the machine; here they do not come at all the first time.
    visit.page.set_viewport_size(size)
    visit.page.route("**/*.js*", lambda route: route.abort())
    early = visit.open(f"{folder}/custom-allocators.html").evaluate(PLACES)
    visit.page.unroute("**/*.js*")
    late = visit.open(f"{folder}/custom-allocators.html").evaluate(PLACES)
    assert len(early) > 10
    assert early == late
