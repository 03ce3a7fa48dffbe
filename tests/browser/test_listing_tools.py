"""What a reader can do with a listing: copy all of it, unfold it, and see two languages at once."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import Visit


def test_hidden_lines_unfold_and_are_copied_all_the_same(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("en/alignment.html")
    panel = page.locator(".sphinx-tabs-panel:has(.allocdoc-fold)").first
    hidden, fold = panel.locator(".allocdoc-hidden").first, panel.locator(".allocdoc-fold")
    assert not hidden.is_visible()
    panel.locator(".allocdoc-code").hover()
    panel.locator('.allocdoc-code [aria-label="Copy"]').click()
    page.locator(".allocdoc-unseen", has_text="Copied").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "def all_aligned" in copied
    assert "#@" not in copied
    fold.focus()
    page.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "true"
    assert panel.get_by_text("all_aligned").first.is_visible()
    assert visit.problems == []


def test_rust_stands_beside_python_where_there_is_room_and_stays_there(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 1500, "height": 900})
    page = visit.open("ja/alignment.html")
    page.locator(".allocdoc-beside-button").first.click()
    page.reload()
    box = page.locator(".allocdoc-pair").first
    python = box.locator('[data-name="python"].sphinx-tabs-panel').bounding_box()
    rust = box.locator('[data-name="rust"].sphinx-tabs-panel').bounding_box()
    assert python
    assert rust
    assert python["x"] + python["width"] <= rust["x"]
    box.scroll_into_view_if_needed()
    assert visit.problems == []


def test_an_address_of_a_line_opens_its_tab_and_unfolds_it(visit: Visit) -> None:
    page = visit.open("en/alignment.html")
    hidden = page.locator(".allocdoc-hidden[id]").first.get_attribute("id")
    behind = page.locator(".sphinx-tabs-panel[hidden] .allocdoc-code span[id]").first
    rust = behind.get_attribute("id")
    for line in (hidden, rust):
        visit.open("en/index.html")
        page = visit.open(f"en/alignment.html#{line}")
        expect(page.locator(f'[id="{line}"]')).to_be_in_viewport()
    assert visit.problems == []


def test_numbers_of_lines_are_links_to_them(visit: Visit) -> None:
    page = visit.open("es/alignment.html")
    box = page.locator(".allocdoc-code").first
    box.hover()
    box.get_by_role("button").first.click()
    second = box.locator("a.allocdoc-line").nth(1)
    expect(second).to_be_visible()
    assert second.get_attribute("aria-label") == "Línea 2"
    second.click()
    assert page.url.endswith(".py-2")
    assert visit.problems == []


def test_of_a_terminal_only_what_was_typed_is_copied(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("en/publishing.html")
    block = page.locator(".highlight-console").first
    block.hover()
    block.get_by_role("button", name="Copy").click()
    page.locator(".allocdoc-unseen", has_text="Copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == [
        "allocdoc build html -l ru -o part-ru",
        "allocdoc build html -l ja -o part-ja",
        "allocdoc assemble part-ru part-ja -l ru -l ja -o public",
    ]
