"""Listings run where the reader is: as in the build, edited, stopped, and without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from allocdoc import settings
from allocdoc.examples import find_listings

from .conftest import DESKTOP, Visit

PROJECT = settings.load(Path(__file__).parents[2])
RUNNABLE = {
    stem
    for stem, listing in find_listings(PROJECT.examples, PROJECT.root).items()
    if listing.python is not None and not listing.python.needs
}
PAGES = ("custom-allocators", "alignment", "since-then")
BOOT = 60_000
"""Milliseconds that Python gets to start, on a busy machine."""
SAME = {"en": "Same as in the build ✓", "ja": "ビルド時と同じです ✓"}


@pytest.fixture(scope="module")
def warm(browser: Browser) -> Iterator[BrowserContext]:
    """Return a context in which Python's files stay in the cache from one test to the next."""
    with browser.new_context(viewport=DESKTOP, reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def visit(warm: BrowserContext, address: str) -> Iterator[Visit]:
    page = warm.new_page()
    page.set_default_timeout(10_000)
    yield Visit(page, address)
    page.close()


@pytest.fixture
def cold(browser: Browser, address: str) -> Iterator[Visit]:
    """Return a page of a reader who was never here: nothing comes from a cache."""
    with browser.new_context(viewport=DESKTOP, service_workers="block") as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield Visit(page, address)


def panel_of(page: Page, stem: str) -> Locator:
    return page.locator(f'.sphinx-tabs-panel:has(> * [data-stem="{stem}"], > [data-stem="{stem}"])')


def run(panel: Locator) -> Locator:
    """Click the button and return the place of the verdict."""
    panel.locator(".allocdoc-run-button").click()
    return panel.locator(".allocdoc-run-status")


def edit(panel: Locator, code: str) -> None:
    if not panel.locator("textarea").count():
        panel.get_by_role("button", name="Edit").click()
    panel.locator("textarea").fill(code)


@pytest.mark.parametrize("folder", ["en", "ja"])
def test_every_listing_gives_what_the_build_printed(visit: Visit, folder: str) -> None:
    ran = set()
    for name in PAGES:
        page = visit.open(f"{folder}/{name}.html")
        for tools in page.locator(".allocdoc-tools[data-stem]").all():
            stem = str(tools.get_attribute("data-stem"))
            panel = panel_of(page, stem)
            expect(run(panel)).to_have_text(SAME[folder], timeout=BOOT)
            ran.add(stem)
    assert ran == RUNNABLE
    assert visit.problems == []


def test_edited_code_runs_and_what_differs_is_shown(visit: Visit) -> None:
    page = visit.open("en/alignment.html")
    panel = panel_of(page, "alignment_flaw")
    panel.get_by_role("button", name="Edit").click()
    editor = panel.locator("textarea")
    expect(editor).to_be_focused()
    edit(panel, editor.input_value() + "\n\ndef all_aligned(align):\n    return 'mine'\n")
    page.keyboard.press("Control+Enter")
    status = panel.locator(".allocdoc-run-status")
    expect(status).to_have_text(re.compile("differ from the build: [1-9]"), timeout=BOOT)
    output = panel.locator(".allocdoc-run-output")
    expect(output).to_contain_text("'mine'")
    expect(output).to_contain_text("In the build:")
    panel.get_by_role("button", name="Reset").click()
    expect(editor).to_have_count(0)
    expect(run(panel)).to_have_text(SAME["en"], timeout=BOOT)
    assert visit.problems == []


def test_an_endless_loop_is_stopped_at_once_and_another_run_starts(visit: Visit) -> None:
    page = visit.open("en/alignment.html")
    panel = panel_of(page, "alignment_flaw")
    edit(panel, "while True:\n    pass\n")
    status = run(panel)
    expect(status).to_have_text("Running …", timeout=BOOT)
    panel.get_by_role("button", name="Stop").click()
    expect(status).to_have_text("Stopped.", timeout=10_000)
    edit(panel, "def all_aligned(align):\n    return align < 9\n")
    expect(run(panel)).to_have_text(SAME["en"], timeout=BOOT)
    assert visit.problems == []


def test_output_without_end_is_cut(visit: Visit) -> None:
    page = visit.open("en/alignment.html")
    panel = panel_of(page, "alignment_flaw")
    edit(panel, "while True:\n    print('again and again')\n")
    status = run(panel)
    expect(status).to_contain_text("more than 100,000 characters", timeout=BOOT)
    assert len(panel.locator(".allocdoc-run-output").inner_text()) < 110_000


def test_a_traceback_has_the_readers_lines_alone(visit: Visit) -> None:
    page = visit.open("en/alignment.html")
    panel = panel_of(page, "alignment_flaw")
    edit(panel, "def fails():\n    return 1 / 0\n\nfails()\n")
    status = run(panel)
    expect(status).to_have_text("The code failed before its results.", timeout=BOOT)
    text = panel.locator(".allocdoc-run-output").inner_text()
    assert "ZeroDivisionError" in text
    assert "return 1 / 0" in text
    assert 'File "alignment_flaw.py", line 4' in text
    assert "reader.py" not in text


def test_a_second_listing_ends_the_first(visit: Visit) -> None:
    page = visit.open("en/alignment.html")
    first, second = panel_of(page, "alignment_flaw"), panel_of(page, "alignment_mended")
    edit(first, "while True:\n    pass\n")
    expect(run(first)).to_have_text("Running …", timeout=BOOT)
    expect(run(second)).to_have_text(SAME["en"], timeout=BOOT)
    expect(first.locator(".allocdoc-run-status")).to_contain_text("another listing")


def test_it_works_without_a_network_once_it_was_fetched(visit: Visit) -> None:
    page = visit.open("en/alignment.html")
    expect(run(panel_of(page, "alignment_flaw"))).to_have_text(SAME["en"], timeout=BOOT)
    # A worker that the service worker did not serve yet has come from the network.
    page.reload()
    panel = panel_of(page, "alignment_flaw")
    expect(run(panel)).to_have_text(SAME["en"], timeout=BOOT)
    asked: list[str] = []
    with page.expect_response("**/run.js"):
        page.reload()
    visit.page.context.on("request", lambda one: asked.append(one.url))
    visit.page.context.set_offline(True)
    try:
        expect(run(panel_of(page, "alignment_flaw"))).to_have_text(SAME["en"], timeout=BOOT)
    finally:
        visit.page.context.set_offline(False)
    assert [url for url in asked if "_runtime" in url]


def test_nothing_of_it_is_loaded_before_it_is_asked_for(
    context: BrowserContext, address: str
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    Visit(context.new_page(), address).open("en/alignment.html")
    assert asked
    assert not [url for url in asked if "_runtime" in url]


def test_a_page_from_a_file_says_why_it_cannot(site: Path, warm: BrowserContext) -> None:
    page = warm.new_page()
    page.goto((site / "en" / "alignment.html").as_uri())
    page.locator(".allocdoc-run-button").first.click()
    expect(page.locator(".allocdoc-run-status").first).to_contain_text("allocdoc serve")
    page.close()


def test_files_that_do_not_come_are_an_error_that_is_said(cold: Visit) -> None:
    page = cold.open("ru/alignment.html")
    page.route("**/_runtime/**/*.wasm", lambda route: route.abort())
    status = run(panel_of(page, "alignment_flaw"))
    expect(status).to_contain_text("Python", timeout=BOOT)
    expect(status).to_contain_text(re.compile("не удалось|Не удалось"), timeout=BOOT)


def test_a_start_that_takes_too_long_is_given_up_with_a_word(cold: Visit) -> None:
    page = cold.page
    page.clock.install()
    cold.open("en/alignment.html")
    # Neither an answer nor an error.
    page.route("**/_runtime/**/*.zip", lambda _: None)
    panel = panel_of(page, "alignment_flaw")
    panel.locator(".allocdoc-run-button").click()
    status = panel.locator(".allocdoc-run-status")
    expect(status).to_contain_text("Loading Python", timeout=BOOT)
    page.clock.fast_forward(61_000)
    expect(status).to_contain_text("has not started after 60 seconds")
    expect(panel.locator(".allocdoc-run-button")).to_have_text("Run")
    page.unroute_all(behavior="ignoreErrors")
