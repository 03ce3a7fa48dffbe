"""The search finds what stands on the pages, in every language, in the dialog and on its page."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from .conftest import LANGUAGES, Visit

QUERIES = Path(__file__).parent / "search_queries"

ASK = """
async (queries) => {
  const words = JSON.parse(document.getElementById("allocdoc-search-words").textContent);
  const { Engine } = await import(new URL("_static/search-engine.js", location.href));
  const index = new URL(words.index, location.href);
  const engine = await Engine.load(index, document.documentElement.lang);
  const found = {};
  for (const query of queries) {
    const results = await engine.search(query);
    found[query] = results.map(({ address }) => address);
  }
  return found;
}
"""


def expected(folder: str) -> dict[str, list[str]]:
    return tomllib.loads((QUERIES / f"{folder}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", LANGUAGES)
def test_every_query_finds_its_pages(visit: Visit, folder: str) -> None:
    wanted = expected(folder)
    assert len(wanted) >= 40
    page = visit.open(f"{folder}/search.html")
    found = page.evaluate(ASK, list(wanted))
    pages = {query: {Path(path).stem for path in paths} for query, paths in found.items()}
    missing = {
        query: sorted(set(names) - pages[query])
        for query, names in wanted.items()
        if set(names) - pages[query]
    }
    assert missing == {}
    assert visit.problems == []


def test_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("ja/index.html")
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("割り当て")
    status = dialog.get_by_role("status")
    expect(status).to_have_text(re.compile(r"見つかったページ：\d+"))
    assert dialog.locator("mark").first.inner_text() == "割り当て"
    page.keyboard.press("ArrowDown")
    first = dialog.get_by_role("link").first
    expect(first).to_be_focused()
    # The chapter or the glossary: which is nearer changes with the words around.
    address = first.evaluate("link => link.href")
    assert re.search(r"/ja/(custom-allocators|glossary)\.html", address)
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(address)
    assert visit.problems == []


def test_a_section_is_led_to_and_the_focus_comes_back(visit: Visit) -> None:
    page = visit.open("es/custom-allocators.html")
    sidebar = page.get_by_role("search").get_by_role("textbox")
    sidebar.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("fragmentacion")
    sections = dialog.locator("ol ol a, ol ul a")
    expect(sections.first).to_be_visible()
    target = sections.first.get_attribute("href") or ""
    assert "#" in target
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(sidebar).to_be_focused()
    page.goto(target)
    assert page.locator(f"#{target.partition('#')[2]}").count() == 1
    assert visit.problems == []


def test_what_is_nowhere_gives_no_result_and_advice(visit: Visit) -> None:
    page = visit.open("ru/alignment.html")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("бегемот")
    expect(dialog.get_by_role("status")).to_contain_text("«бегемот»")
    assert dialog.get_by_role("link").count() == 0
    dialog.get_by_role("button").click()
    expect(dialog).to_be_hidden()
    assert visit.problems == []


def test_the_search_page_is_the_same_without_a_dialog(visit: Visit) -> None:
    page = visit.open("zh_CN/search.html?q=系统分配器")
    link = page.locator('ol a[href*="custom-allocators.html"]').first
    expect(link).to_be_visible()
    field = page.locator(".allocdoc-search-page").get_by_role("searchbox")
    field.fill("对齐")
    expect(page.locator('ol a[href*="alignment.html"]').first).to_be_visible()
    assert "q=" in page.url
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert visit.problems == []


def test_nothing_of_it_is_loaded_before_it_is_asked_for(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    visit.open("en/alignment.html")
    assert not [url for url in asked if "search" in url]


def test_a_page_from_a_file_says_why_there_is_no_search(
    site: Path, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto((site / "es" / "search.html").as_uri())
    expect(page.locator(".allocdoc-search-file")).to_contain_text("allocdoc serve")
