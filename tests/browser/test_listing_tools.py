"""What a reader can do with a listing: copy all of it, unfold it, and see two languages at once."""

from __future__ import annotations

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
