"""Everything by keyboard: reached, seen, worked, and left again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from .conftest import PHONE, Visit

FOCUS = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const node = document.activeElement;
  const style = getComputedStyle(node);
  const box = node.getBoundingClientRect();
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [node === document.body, node.outerHTML.slice(0, 300), seen, inside];
}"""


def _walk(page: Page) -> list[str]:
    """Press Tab until the page ends; return what was reached, each thing seen to have the focus."""
    reached: list[str] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        at_end, html, seen, inside = page.evaluate(FOCUS)
        if at_end:
            return reached
        assert seen, f"no focus to be seen: {html}"
        assert inside, f"out of sight: {html}"
        reached.append(html)
    raise AssertionError("the page does not end")


def _active(page: Page, expression: str) -> object:
    return page.evaluate(f"document.activeElement.{expression}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_thing_is_reached_and_seen(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    visit = Visit(context.new_page(), address)
    reached = "\n".join(_walk(visit.open("ru/alignment.html")))
    for part in ("skip-to-content", "hreflang=", "aria-pressed", 'name="q"', "theme-toggle"):
        assert part in reached, part
    assert reached.count('role="tab"') == 2  # one of each example
    assert visit.problems == []
    context.close()


def test_nothing_is_reached_in_a_drawer_that_is_shut(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    page = Visit(context.new_page(), address).open("ja/alignment.html")
    reached = "\n".join(_walk(page))
    assert "hreflang=" not in reached
    assert reached.count('role="button"') == 2
    context.close()


@pytest.mark.parametrize(
    ("drawer", "inside"), [("__navigation", ".sidebar-drawer"), ("__toc", ".toc-drawer")]
)
def test_a_drawer_opens_and_shuts(browser: Browser, address: str, drawer: str, inside: str) -> None:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    visit = Visit(context.new_page(), address)
    page = visit.open("es/alignment.html")
    control = page.locator(f"label[for={drawer}] > .icon:visible").first
    assert control.get_attribute("aria-expanded") == "false"
    assert control.get_attribute("aria-label")
    control.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(f"document.activeElement.closest('{inside}') !== null")
    assert control.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert _active(page, "parentElement.htmlFor") == drawer
    assert control.get_attribute("aria-expanded") == "false"
    assert not page.locator(inside).is_visible()
    assert visit.problems == []
    context.close()


def test_home_and_end_lead_to_the_outer_tabs(visit: Visit) -> None:
    page = visit.open("en/custom-allocators.html")
    page.locator("[role=tablist]:has([name=rust2015]) [name=python]").first.focus()
    for key, name in (
        ("End", "rust2015"),
        ("ArrowRight", "python"),
        ("ArrowLeft", "rust2015"),
        ("Home", "python"),
        ("ArrowRight", "rust"),
    ):
        page.keyboard.press(key)
        assert _active(page, "name") == name, key
    page.keyboard.press("Enter")
    tabs = page.locator("[role=tab][name=rust]")
    assert {tab.get_attribute("tabindex") for tab in tabs.all()} == {"0"}
    stops = page.locator("[role=tab][tabindex='0']")
    assert stops.count() == page.locator("[role=tablist]").count()
    page.keyboard.press("Tab")
    assert _active(page, "getAttribute('role')") == "tabpanel"
    assert visit.problems == []


def test_wide_code_can_be_scrolled(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = Visit(context.new_page(), address).open("en/custom-allocators.html")
    wide = page.locator("article pre[tabindex='0']").first
    wide.wait_for()
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.scrollLeft > 0")
    fits = "pre => pre.scrollWidth <= pre.clientWidth || pre.tabIndex == 0"
    assert all(pre.evaluate(fits) for pre in page.locator("article pre:visible").all())
    context.close()


def test_nothing_moves_for_those_who_do_not_want_it(visit: Visit) -> None:
    page = visit.open("en/alignment.html")  # the context asks for reduced motion
    slow = page.evaluate("""() => [...document.querySelectorAll("*")].filter((node) => {
      const style = getComputedStyle(node);
      return [style.transitionDuration, style.animationDuration]
        .join().split(",").some((time) => parseFloat(time) > 0.001);
    }).map((node) => node.className)""")
    assert slow == []
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
