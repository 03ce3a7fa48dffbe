"""The status page in a real browser, and an incomplete page with its marks."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from allocdoc.site.serve import listen

from .conftest import LANGUAGES, PHONE, ROOT, Visit
from .test_pages import CONTRAST

CATALOG = "locale/ja/LC_MESSAGES/index.po"


@pytest.mark.parametrize("folder", LANGUAGES)
def test_every_language_shows_the_same_bars(visit: Visit, folder: str) -> None:
    page = visit.open(f"{folder}/status.html")
    bars = page.locator("table.allocdoc-status").first.locator("meter")
    assert bars.count() == len(LANGUAGES) - 1
    for bar in bars.all():
        assert bar.is_visible()
        assert bar.evaluate("bar => [bar.min, bar.max, bar.value]") == [0, 100, 100]
        assert bar.get_attribute("aria-label")
    assert visit.problems == []


def test_complete_pages_have_no_note(visit: Visit) -> None:
    for folder in LANGUAGES:
        page = visit.open(f"{folder}/alignment.html")
        assert page.locator(".allocdoc-translation, .allocdoc-untranslated").count() == 0


@pytest.fixture(scope="module")
def incomplete(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build and serve this project in Japanese, with one message untranslated and one fuzzy."""
    project = tmp_path_factory.mktemp("incomplete")
    for name in ("docs", "examples", "conf.py"):
        (project / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "locale", project / "locale")
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    settings = settings.replace('repository = ""', 'repository = "https://forge.example/x"')
    (project / "pyproject.toml").write_text(settings, encoding="utf-8")
    _spoil(project / CATALOG)
    out = project / "build/ja"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", "-c", str(project)]
    command += ["-D", "language=ja", str(project / "docs"), str(out)]
    subprocess.run(command, check=True)
    with listen(out, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.address.rstrip("/")
        server.shutdown()
        thread.join()


def _spoil(catalog: Path) -> None:
    """Take one translation away and make another one fuzzy."""
    head, *entries = catalog.read_text(encoding="utf-8").split("\n\n")
    number = next(n for n, e in enumerate(entries) if "This is one chapter" in e)
    entries[number] = entries[number][: entries[number].index("msgstr")] + 'msgstr ""'
    number = next(n for n, e in enumerate(entries) if "Start with" in e)
    before = '#, fuzzy\n#| msgid "Begin with [Custom allocators](custom-allocators.md)."\nmsgid'
    entries[number] = entries[number].replace("msgid", before, 1)
    catalog.write_text("\n\n".join([head, *entries]), encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_can_be_seen_and_read(browser: Browser, incomplete: str, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    visit = Visit(context.new_page(), incomplete)
    page = visit.open("index.html")
    passage = page.locator("p.allocdoc-untranslated").first
    width = passage.evaluate("node => getComputedStyle(node).borderInlineStartWidth")
    assert width == "2px"
    page.locator("details.allocdoc-earlier summary").click()
    assert page.locator("details.allocdoc-earlier ins").first.is_visible()
    ours = (
        ".allocdoc-translation, .allocdoc-translation a, .allocdoc-translate, .allocdoc-earlier *"
    )
    measured = page.evaluate(CONTRAST, ours)
    assert len(measured) > 6
    assert [(round(ratio, 2), text) for ratio, text in measured if ratio < 4.5] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    assert visit.problems == []
    context.close()


def test_languages_of_the_parts(browser: Browser, incomplete: str) -> None:
    context = browser.new_context()
    page = Visit(context.new_page(), incomplete).open("index.html")
    language = "node => node.closest('[lang]').lang"
    wanted = {
        "p.allocdoc-untranslated": "en",
        "a.allocdoc-translate": "ja",
        "details.allocdoc-earlier summary": "ja",
        "details.allocdoc-earlier ins": "en",
        ".allocdoc-translation": "ja",
    }
    for selector, tag in wanted.items():
        assert page.locator(selector).first.evaluate(language) == tag
    assert "のうち" in page.locator(".allocdoc-translation").inner_text()
    context.close()
