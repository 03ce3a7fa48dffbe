"""Between languages: the same page, the same place on it, and no jump that nobody asked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .conftest import LANGUAGES, PAGES, PROJECT, Visit


@pytest.mark.parametrize("name", PAGES)
def test_the_switcher_leads_to_the_same_page(visit: Visit, name):
    for here in LANGUAGES:
        page = visit.open(f"{here}/{name}")
        links = page.eval_on_selector_all(
            ".allocdoc-languages a", "links => links.map(a => a.href)"
        )
        assert links == [f"{visit.address}/{folder}/{name}" for folder in LANGUAGES]
        current = page.locator(".allocdoc-languages a[aria-current=page]")
        assert current.get_attribute("href").endswith(f"{here}/{name}")
        alternates = page.eval_on_selector_all(
            "link[rel=alternate][hreflang]", "links => links.map(l => [l.hreflang, l.href])"
        )
        for language in PROJECT.languages:
            assert [language.tag, f"{visit.address}/{language.folder}/{name}"] in alternates
        assert page.locator("link[rel=canonical]").count() == 1
    assert visit.problems == []


def test_the_switcher_keeps_the_place_on_the_page(visit: Visit):
    page = visit.open("en/alignment.html#the-flaw")
    page.click(".allocdoc-languages a[hreflang=ja]")
    page.wait_for_url("**/ja/alignment.html#the-flaw")
    assert page.locator("#the-flaw").count() == 1


@pytest.mark.parametrize(
    ("locale", "tag"),
    [("ru-RU", "ru"), ("zh-SG", "zh-CN"), ("es-MX", "es"), ("ja", "ja"), ("fr-FR", "en")],
)
def test_the_root_page_offers_the_browsers_language(browser: Browser, address, locale, tag):
    context = browser.new_context(locale=locale)
    visit = Visit(context.new_page(), address)
    page = visit.open("")
    offer = page.locator("#offer a")
    assert offer.get_attribute("hreflang") == tag
    assert page.url == f"{address}/"  # it did not jump
    assert page.locator("nav a").count() == len(LANGUAGES)
    offer.click()
    page.wait_for_url("**/*/index.html")
    page.locator(f"html[lang={tag}]").wait_for(state="attached")
    assert visit.problems == []
    context.close()


def test_a_choice_is_remembered_and_nothing_is_forced(browser: Browser, address):
    context = browser.new_context(locale="ru-RU")
    visit = Visit(context.new_page(), address)
    page = visit.open("ru/index.html")
    page.click(".allocdoc-languages a[hreflang=es]")
    page.wait_for_url("**/es/index.html")
    page = visit.open("")
    assert page.locator("#offer a").get_attribute("hreflang") == "es"
    assert page.url == f"{address}/"
    context.close()


@pytest.mark.parametrize("prefix", ["", "a/book/"])
@pytest.mark.parametrize("path", ["nowhere.html", "ja/deep/er/nowhere.html"])
def test_a_page_that_is_not_there_offers_all_languages(visit: Visit, prefix: str, path: str):
    if prefix:  # below a folder, as on a host that has more than one site
        visit.page.route(
            f"{visit.address}/{prefix}**",
            lambda route: route.continue_(url=route.request.url.replace(prefix, "")),
        )
    answer = visit.page.goto(f"{visit.address}/{prefix}{path}")
    assert answer is not None
    assert answer.status == 404
    page = visit.page
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    links = page.eval_on_selector_all("a", "links => links.map(link => link.href)")
    place = prefix if "/" in path else ""  # nothing else tells where the site lies
    assert links == [f"{visit.address}/{place}{folder}/index.html" for folder in LANGUAGES]
    assert [p for p in visit.problems if "404" not in p] == []


def test_the_root_page_lists_all_languages_without_a_script(browser: Browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = Visit(context.new_page(), address).open("")
    links = page.locator("nav a")
    assert links.all_inner_texts() == [language.name for language in PROJECT.languages]
    links.nth(2).click()
    page.wait_for_url(f"**/{LANGUAGES[2]}/index.html")
    context.close()
