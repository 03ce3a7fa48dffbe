"""The root page in a real browser: whose language it offers, and that it never jumps."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from allocdoc import settings
from allocdoc.site import root
from allocdoc.site.serve import listen

CODES = {"en": "English", "ru": "Русский", "zh_CN": "简体中文", "zh_TW": "繁體中文", "ja": "日本語"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    languages = [{"code": code, "name": name} for code, name in CODES.items()]
    project = settings.parse({"languages": languages}, folder)
    out = project.build / "html"
    for code in CODES:
        (out / code).mkdir(parents=True)
        (out / code / "index.html").write_text(f"<title>{code}</title>", encoding="utf-8")
    root.write(project, out)
    with listen(out, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.address
        server.shutdown()
        thread.join()


def offer(page: Page, address: str) -> tuple[str, str | None]:
    page.goto(address)
    assert page.url == address
    link = page.locator("#offer a")
    return link.inner_text(), link.get_attribute("href")


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("ru-RU", "ru"),
        ("ja", "ja"),
        ("en-GB", "en"),
        ("zh-CN", "zh_CN"),
        ("zh-Hans-SG", "zh_CN"),
        ("zh", "zh_CN"),
        ("zh-TW", "zh_TW"),
        ("zh-HK", "zh_TW"),
        ("is-IS", "en"),
    ],
)
def test_it_offers_the_browsers_language(
    browser: Browser, address: str, locale: str, code: str
) -> None:
    with browser.new_context(locale=locale) as context:
        text, href = offer(context.new_page(), address)
    assert href == f"{code}/index.html"
    assert text == root._WORDS.get(code, (CODES[code], ""))[0]


def test_a_choice_is_remembered_and_offered_without_a_jump(browser: Browser, address: str) -> None:
    with browser.new_context(locale="ru-RU") as context:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("link", name="日本語").last.click()
        expect(page).to_have_title("ja")
        assert page.evaluate("localStorage.getItem('allocdoc-language')") == "ja"
        assert offer(page, address) == ("日本語で読む", "ja/index.html")


@pytest.mark.parametrize("stored", ["xx", "", "not a tag", "<b>"])
def test_a_choice_that_is_none_is_passed_over(browser: Browser, address: str, stored: str) -> None:
    with browser.new_context(locale="ru-RU") as context:
        page = context.new_page()
        page.goto(address)
        page.evaluate("value => localStorage.setItem('allocdoc-language', value)", stored)
        assert offer(page, address)[1] == "ru/index.html"


def test_it_works_where_storage_is_forbidden(browser: Browser, address: str) -> None:
    forbid = "Object.defineProperty(window, 'localStorage', {get() { throw new Error() }})"
    with browser.new_context(locale="ru-RU") as context:
        page = context.new_page()
        errors: list[object] = []
        page.on("pageerror", lambda error: errors.append(error))
        page.add_init_script(forbid)
        assert offer(page, address)[1] == "ru/index.html"
        page.locator("#offer a").click()
        expect(page).to_have_title("ru")
    assert errors == []


def test_without_scripts_it_is_the_list(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        assert not page.locator("#offer").is_visible()
        assert page.locator("nav a").all_inner_texts() == list(CODES.values())


def test_it_fits_a_phone(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 480}) as context:
        page = context.new_page()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
