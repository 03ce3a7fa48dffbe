"""Two languages side by side: the source below its translation, when a reader asks for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .conftest import LANGUAGES, PROJECT, Visit

CONTROL = ".allocdoc-bilingual button"
SOURCE = PROJECT.source_language
TRANSLATIONS = [folder for folder in LANGUAGES if folder != SOURCE.folder]


def _ask(page: Page) -> None:
    page.click(CONTROL)
    page.locator(f"{CONTROL}[aria-pressed=true]").wait_for()


@pytest.mark.parametrize("folder", TRANSLATIONS)
def test_each_passage_has_its_source_below(visit: Visit, folder: str) -> None:
    english = visit.open(f"{SOURCE.folder}/alignment.html")
    texts = "nodes => nodes.map(n => n.innerText.replace('#', '').trim()).filter(Boolean)"
    passages = english.eval_on_selector_all("article :is(h1, h2, p[class^=m-])", texts)
    assert len(passages) > 6
    page = visit.open(f"{folder}/alignment.html")
    _ask(page)
    shown = page.eval_on_selector_all("article .allocdoc-source", texts)
    assert [text for text in passages if text not in shown] == []
    assert page.locator(f".allocdoc-source:not([lang={SOURCE.tag}])").count() == 0
    ids = page.eval_on_selector_all("[id]", "nodes => nodes.map(n => n.id)")
    assert len(ids) == len(set(ids))
    assert visit.problems == []


def test_it_is_remembered_can_be_printed_and_goes_again(visit: Visit) -> None:
    _ask(visit.open("ru/index.html"))
    page = visit.open("ru/alignment.html#the-flaw")
    copy = page.locator("#the-flaw > h2 > .allocdoc-source")
    copy.wait_for()
    assert copy.inner_text() == "The flaw"
    place = page.locator("#the-flaw > h2").bounding_box()
    assert place is not None
    assert 0 <= place["y"] < 450
    page.emulate_media(media="print")
    assert copy.is_visible()
    assert not page.locator(CONTROL).is_visible()
    page.emulate_media(media="screen")
    page.locator(CONTROL).focus()
    page.keyboard.press("Space")
    copy.wait_for(state="detached")
    assert page.locator(".allocdoc-source").count() == 0
    page = visit.open("ru/index.html")
    assert page.locator(CONTROL).get_attribute("aria-pressed") == "false"
    assert visit.problems == []


def test_impatience_shows_it_once(visit: Visit) -> None:
    page = visit.open("es/alignment.html")
    page.evaluate(
        f"() => {{ for (let i = 0; i < 3; i++) document.querySelector('{CONTROL}').click() }}"
    )
    page.locator(f"{CONTROL}[aria-pressed=true]").wait_for()
    page.wait_for_timeout(100)
    assert page.locator("h1 .allocdoc-source").count() == 1


def test_what_is_not_translated_stands_alone(visit: Visit) -> None:
    page = visit.open("ja/alignment.html")
    page.eval_on_selector("h1", "title => title.setAttribute('lang', 'en')")
    _ask(page)
    assert page.locator("h1 .allocdoc-source").count() == 0
    assert page.locator("h2 .allocdoc-source").count() > 0


def test_it_says_when_the_source_cannot_be_had(visit: Visit) -> None:
    page = visit.open("es/alignment.html")
    page.route("**/en/alignment.html", lambda route: route.fulfill(status=503, body=""))
    page.click(CONTROL)
    status = page.locator(".allocdoc-bilingual [role=status]")
    status.filter(has_text="No se ha podido").wait_for()
    assert page.locator(CONTROL).get_attribute("aria-pressed") == "false"
    page.unroute_all()
    _ask(page)
    assert status.inner_text() == ""
