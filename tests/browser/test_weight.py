"""What a first visit costs: bytes, requests, and no text that moves while a reader reads it."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import BrowserContext, Response

from .conftest import PHONE, Visit

BYTES = 60 * 1024
REQUESTS = 12
SHIFT = 0.001
"""Google calls 0.1 good. What is left here is the theme's own toggle, which its script shows."""

MOVES = """
window.moved = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    const nodes = shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 80));
    moved.push([shift.value, nodes]);
  }
}).observe({ type: "layout-shift", buffered: true });
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
