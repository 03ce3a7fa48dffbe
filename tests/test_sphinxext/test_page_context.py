"""What a page says of its siblings: the switcher, ``hreflang`` and canonical links."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

PAGES = ["index", "missing", "deep/er/page", "genindex", "search"]


def links(page, relation: str) -> list[tuple[str | None, str]]:
    return [(link.get("hreflang"), link["href"]) for link in page.select(f'link[rel="{relation}"]')]


@pytest.mark.parametrize("name", PAGES)
def test_switcher_leads_to_the_same_page(built, name: str) -> None:
    nav = built("translations", "html", "ru").page(name).select_one("nav.allocdoc-languages")
    assert nav["aria-label"] == "Языки"
    up = "../" * (name.count("/") + 1)
    found = [(a["hreflang"], a["lang"], a["href"], a.get_text()) for a in nav.select("a")]
    assert found == [
        ("en", "en", f"{up}en/{name}.html", "English"),
        ("ru", "ru", f"{up}ru/{name}.html", "Русский"),
        ("zh-CN", "zh-CN", f"{up}zh_CN/{name}.html", "简体中文"),
    ]
    assert [a.get("aria-current") for a in nav.select("a")] == [None, "page", None]


def test_every_link_leads_to_a_file(translations, tmp_path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    built = {code: translations.build("html", code) for code in ("en", "ru", "zh_CN")}
    for code, one in built.items():
        one.out.rename(site / code)
    for path in site.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        targets = {link["href"] for link in page.select("[hreflang]")}
        assert len(targets) == 3
        assert all((path.parent / target).is_file() for target in targets)


def test_folders_of_dirhtml(translations) -> None:
    built = translations.build("dirhtml", "en")
    deep = built.page("deep/er/page/index").select("nav.allocdoc-languages a")
    assert deep[1]["href"] == "../../../../ru/deep/er/page/"
    assert built.page("index").select("nav.allocdoc-languages a")[1]["href"] == "../ru/"


def test_relative_alternates_without_an_address(built) -> None:
    page = built("translations", "html", "ru").page("deep/er/page")
    assert links(page, "alternate") == [
        ("en", "../../../en/deep/er/page.html"),
        ("x-default", "../../../en/deep/er/page.html"),
        ("ru", "../../../ru/deep/er/page.html"),
        ("zh-CN", "../../../zh_CN/deep/er/page.html"),
    ]
    assert links(page, "canonical") == [(None, "../../../ru/deep/er/page.html")]


@pytest.mark.parametrize("address", ["https://example.org/book", "https://example.org/book/"])
def test_absolute_ones_with_an_address(translations, address: str) -> None:
    translations.replace("pyproject.toml", "languages", f'base_url = "{address}"\nlanguages')
    page = translations.build("html", "zh_CN").page("deep/er/page")
    base = "https://example.org/book"
    assert links(page, "alternate") == [
        ("en", f"{base}/en/deep/er/page.html"),
        ("x-default", f"{base}/en/deep/er/page.html"),
        ("ru", f"{base}/ru/deep/er/page.html"),
        ("zh-CN", f"{base}/zh_CN/deep/er/page.html"),
    ]
    assert links(page, "canonical") == [(None, f"{base}/zh_CN/deep/er/page.html")]
    # Readers still move within the copy of the site that they read.
    switcher = page.select("nav.allocdoc-languages a")
    assert switcher[0]["href"] == "../../../en/deep/er/page.html"


def test_address_that_conf_sets_is_kept(translations) -> None:
    translations.replace("pyproject.toml", "languages", 'base_url = "https://a.org"\nlanguages')
    built = translations.build("html", "ru", "-D", "html_baseurl=https://b.org/")
    assert links(built.page("index"), "canonical") == [(None, "https://b.org/index.html")]


def test_markup_in_an_address_is_escaped(translations) -> None:
    address = 'https://example.org/\\"><script>x</script>'
    translations.replace("pyproject.toml", "languages", f'base_url = "{address}"\nlanguages')
    assert "<script>x" not in translations.build("html", "ru").text("index.html")


def test_markup_in_the_name_of_a_language_is_escaped(translations) -> None:
    translations.replace("pyproject.toml", "Русский", "<b>Русский</b>")
    page = translations.build("html", "ru").page("index")
    assert page.select_one("nav.allocdoc-languages [aria-current]").get_text() == "<b>Русский</b>"


def test_one_language_has_no_switcher(translations) -> None:
    table = '[tool.allocdoc]\nlanguages = [{ code = "en", name = "English" }]\n'
    translations.write("pyproject.toml", table)
    page = translations.build().page("index")
    assert not page.select("nav.allocdoc-languages")
    assert links(page, "alternate") == []
    assert page.html["lang"] == "en"


def test_language_that_is_not_among_the_project_s(built) -> None:
    page = built("translations", "html", "de").page("index")
    assert page.html["lang"] == "de"
    assert not page.select("nav.allocdoc-languages [aria-current]")
    assert page.select_one("article h1")["lang"] == "en"


def test_style_and_script_are_there(built) -> None:
    site = built("translations")
    for name in ("allocdoc.css", "allocdoc.js", "tabs.css", "tabs.js"):
        assert (site.out / "_static" / name).is_file()
        assert f"_static/{name}" in site.text("index.html")
