"""The preview: a save changes the open page in place, says what is wrong, and outlives it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from tests.conftest import PROJECT

SECONDS = 30_000  # in milliseconds; patience with slow machines, no promise
LONG = "\n\n".join(f"Sentence {number} fills the page." for number in range(60))
CATALOG = "locale/ru/LC_MESSAGES/second.po"
PAGE = "docs/second.md"
EXAMPLE = "examples/adding.py"
BAR = ".allocdoc-preview"
NOTE = ".allocdoc-preview-finding"


@dataclass(frozen=True, slots=True)
class Preview:
    """A project whose preview is running, and its address."""

    root: Path
    address: str

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = tmp_path_factory.mktemp("preview")
    for name, text in PROJECT.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    conf, page = root / "conf.py", root / PAGE
    conf.write_text(conf.read_text().replace('"basic"', '"furo"'), encoding="utf-8")
    page.write_text(f"{page.read_text()}\n{LONG}\n\nThe [last](index.md) one.\n", encoding="utf-8")
    command = [sys.executable, "-m", "allocdoc", "serve", "--watch", "--port", "0"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Preview(root, process.stdout.readline().strip())
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=10)
    assert workers(root) == []


def workers(root: Path) -> list[str]:
    """Return the processes that build a project."""
    listing = subprocess.run(
        ["ps", "-wweo", "pid,args"], capture_output=True, text=True, check=True
    )
    return [
        line
        for line in listing.stdout.splitlines()
        if "preview.worker" in line and str(root) in line
    ]


@pytest.fixture
def preview(running: Preview) -> Iterator[Preview]:
    """Give the files their content back after a test."""
    names = (CATALOG, PAGE, EXAMPLE, "conf.py", "pyproject.toml")
    before = {name: (running.root / name).read_bytes() for name in names}
    yield running
    for name, content in before.items():
        path = running.root / name
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def state(page: Page, wanted: str) -> None:
    page.locator(f"{BAR}[data-state={wanted}]").wait_for(timeout=2 * SECONDS)


@pytest.fixture
def see(context: BrowserContext, preview: Preview):
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A page that is gone, or not there yet, is asked for.
        if message.type == "error" and "Failed to load resource" not in message.text:
            problems.append(message.text)

    def open_page(path: str) -> Page:
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(preview.address + path)
        state(page, "ready")
        page.evaluate("window.stayed = true")
        return page

    yield open_page
    assert problems == []


def text(page: Page, wanted: str) -> None:
    expect(page.locator("article")).to_contain_text(wanted, timeout=SECONDS)


def place(page: Page) -> float:
    """Return where a passage in the middle of the page is in the window."""
    box = page.locator("p", has_text="Sentence 20 fills").bounding_box(timeout=SECONDS)
    assert box is not None
    return box["y"]


def stays(page: Page, before: float) -> None:
    """Hold the passage to its place, once a page that is loaded has come to rest."""
    for _ in range(40):
        if abs(place(page) - before) < 2:
            return
        page.wait_for_timeout(50)
    assert place(page) == before


def test_a_catalog_is_seen_where_the_reader_is(see, preview: Preview) -> None:
    page = see("ru/second.html")
    page.evaluate("scrollTo({top: 900, behavior: 'instant'})")
    page.get_by_role("link", name="last").focus(timeout=SECONDS)
    page.evaluate("scrollTo({top: 900, behavior: 'instant'})")
    before = place(page)
    preview.edit(CATALOG, "Предложение.", "Предложение, и притом длинное.")
    text(page, "Предложение, и притом длинное.")
    preview.edit(CATALOG, "Сложить.", "Сложить их.")
    text(page, "# Сложить их.")
    assert page.evaluate("window.stayed")
    assert place(page) == before
    assert page.evaluate("document.activeElement.textContent") == "last"
    # The copy button still has the code that is there.
    assert page.locator(".allocdoc-corner").count() == 2


def test_a_page_is_seen_and_its_title_everywhere(see, preview: Preview) -> None:
    page, index = see("en/second.html"), see("en/index.html")
    page.evaluate("scrollTo({top: 900, behavior: 'instant'})")
    before = place(page)
    preview.edit(PAGE, "A sentence.", "A sentence.\n\nAnother one.\n\nAnd a third.")
    expect(page.locator("p", has_text="And a third.")).to_have_count(1, timeout=SECONDS)
    assert page.evaluate("window.stayed")
    stays(page, before)
    preview.edit(PAGE, "# The second page", "# Page two\n\n## Within")
    text(page, "Within")
    stays(page, before)
    expect(index.locator(".sidebar-tree")).to_contain_text("Page two", timeout=SECONDS)
    text(index, "Page two")
    expect(page).to_have_title(re.compile("^Page two"), timeout=SECONDS)


def test_an_example_is_run_again_in_two_languages(see, preview: Preview) -> None:
    english, russian = see("en/second.html"), see("ru/second.html")
    preview.edit(EXAMPLE, ">>> total(1, 1)\n2", ">>> total(1, 41)\n42")
    for page in (english, russian):
        text(page, ">>> total(1, 41)\n42")
    preview.edit(EXAMPLE, "\n42", "\n43")
    for page in (english, russian):
        note = page.locator(f"#example-adding {NOTE}")
        expect(note).to_contain_text("examples/adding.py:3", timeout=SECONDS)
        state(page, "found")
    preview.edit(EXAMPLE, "\n43", "\n42")
    for page in (english, russian):
        state(page, "ready")
        assert page.locator(NOTE).count() == 0


def test_a_finding_stands_at_its_passage_until_it_is_mended(see, preview: Preview) -> None:
    page = see("ru/second.html")
    preview.edit(CATALOG, "Предложение.", "`Предложение`.")
    note = page.locator(f"p:text('A sentence.') + {NOTE}")
    expect(note).to_contain_text(f"{CATALOG}:7: ERROR: code.changed", timeout=SECONDS)
    state(page, "found")
    bar = page.locator(BAR)
    unfold = bar.get_by_role("button", name="Замечаний: 1")
    assert unfold.get_attribute("aria-expanded") == "false"
    unfold.press("Enter")
    assert unfold.get_attribute("aria-expanded") == "true"
    bar.get_by_role("link", name="Показать на странице").press("Enter")
    expect(note).to_be_focused(timeout=SECONDS)
    found = Axe().run(page, context=BAR)
    assert [one["id"] for one in found.response["violations"]] == []
    unfold.press("Escape")
    assert unfold.get_attribute("aria-expanded") == "false"
    preview.edit(CATALOG, "`Предложение`.", "Предложение!")
    text(page, "Предложение!")
    state(page, "ready")
    assert page.locator(NOTE).count() == 0
    assert unfold.is_hidden()


def test_a_warning_of_a_page_stays_until_the_page_is_mended(see, preview: Preview) -> None:
    page = see("en/second.html")
    preview.edit(PAGE, "A sentence.", "A {doc}`nowhere` sentence.")
    note = page.locator(f"p:has-text('nowhere') + {NOTE}")
    expect(note).to_contain_text("unknown document", timeout=SECONDS)
    preview.edit(EXAMPLE, "Adding.", "Adding two.")
    state(page, "found")
    page.wait_for_timeout(300)
    assert note.count() == 1
    preview.edit(PAGE, "A {doc}`nowhere` sentence.", "A sentence.")
    state(page, "ready")
    assert note.count() == 0


BROKEN = [
    ("conf.py", 'project = "', "project = ", "conf.py"),
    ("pyproject.toml", "[tool.allocdoc]", "[tool.allocdoc", "pyproject.toml: not valid TOML"),
    (EXAMPLE, "def total(", "def total((", "examples/adding.py:"),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"), BROKEN, ids=["conf", "settings", "example"]
)
def test_a_broken_file_leaves_the_last_good_page(
    see, preview: Preview, name: str, old: str, new: str, said: str
) -> None:
    page = see("en/second.html")
    preview.edit(name, old, new)
    state(page, "failed")
    expect(page.locator(f"{BAR}-list")).to_contain_text(said, timeout=SECONDS)
    text(page, "def total(one: int, other: int)")
    assert page.evaluate("window.stayed")
    preview.edit(name, new, old)
    state(page, "ready")


def test_a_page_that_goes_while_it_is_open(see, preview: Preview) -> None:
    page = see("en/second.html")
    path = preview.root / PAGE
    content = path.read_bytes()
    path.unlink()
    expect(page.locator(f"{BAR}-state")).to_have_text(
        "The source of this page is gone.", timeout=SECONDS
    )
    text(page, "Sentence 20 fills the page.")
    path.write_bytes(content)
    state(page, "ready")
    assert re.search("Sentence 59", page.locator("article").inner_text())
