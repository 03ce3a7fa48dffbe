"""One reader's visit: with a phone in the dark, in Japanese, and then in Spanish."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from .conftest import PHONE, Visit

BOOT = 60_000


def test_a_phone_in_dark_mode(browser: Browser, address: str) -> None:
    with browser.new_context(
        viewport=PHONE, color_scheme="dark", locale="ja-JP", has_touch=True, is_mobile=True
    ) as context:
        visit = Visit(context.new_page(), address)
        visit.page.set_default_timeout(8_000)
        page = visit.open("index.html")
        page.get_by_role("link", name="日本語で読む").tap()
        page.wait_for_url("**/ja/index.html")
        page.get_by_role("main").get_by_role("link", name="アラインメント").first.tap()
        page.wait_for_url("**/ja/alignment.html")
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert sum(map(int, re.findall(r"\d+", background)[:3])) < 200

        panel = page.locator('.sphinx-tabs-panel:has([data-stem="alignment_flaw"])')
        status = panel.locator(".allocdoc-run-status")
        panel.get_by_role("button", name="実行").tap()
        expect(status).to_have_text("ビルド時と同じです ✓", timeout=BOOT)

        panel.get_by_role("button", name="編集").tap()
        panel.locator("textarea").fill("while True:\n    pass\n")
        panel.get_by_role("button", name="実行").tap()
        expect(status).to_have_text("実行しています…", timeout=BOOT)
        panel.get_by_role("button", name="停止").tap()
        expect(status).to_have_text("停止しました。", timeout=10_000)

        page.locator(".mobile-header label[for=__navigation]").tap()
        page.get_by_role("search").get_by_role("textbox").tap()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("searchbox")).to_be_focused()
        page.keyboard.type("割り当て")
        found = dialog.locator('a[href*="custom-allocators.html#"]').first
        found.tap()
        page.wait_for_url("**/ja/custom-allocators.html#*")
        heading = page.url.partition("#")[2]

        page.locator(".mobile-header label[for=__navigation]").tap()
        page.get_by_role("navigation", name="言語").get_by_role("link", name="Español").tap()
        page.wait_for_url(f"**/es/custom-allocators.html#{heading}")
        expect(page.locator(f'[id="{heading}"]').get_by_role("heading").first).to_be_in_viewport()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        assert visit.problems == []
