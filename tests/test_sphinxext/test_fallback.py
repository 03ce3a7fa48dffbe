"""A passage that has no translation shows the source text, and says in which language it is."""

from __future__ import annotations

import pytest


@pytest.fixture
def missing(built):
    return built("translations", "html", "ru").page("missing").find("article")


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("h1", "Nothing here is translated"),
        ("h1 + p", "Plain words."),
        ("th > p", "A cell"),
        ("td > p", "more"),
        ("dt", "Term"),
        ("dd > p", "Its definition."),
        ("figcaption .caption-text", "A caption."),
        (".sphinx-tabs-tab", "A label"),
        (".sphinx-tabs-panel > p", "Words."),
        ("#example-greeting > p > span", "An English caption"),
    ],
)
def test_source_text_is_marked(missing, selector: str, text: str) -> None:
    found = missing.select_one(selector)
    assert found.get_text().removesuffix("#").removesuffix("¶") == text
    assert found["lang"] == "en"


def test_comments_stay_as_they_are(missing) -> None:
    assert "# Say hello." in missing.select_one(".allocdoc-code pre").get_text()


def test_interface_is_translated_all_the_same(missing) -> None:
    tab = missing.select_one("#example-greeting [role=tab][name=rust]")
    assert tab.get_text() == "Rust сегодня"
    assert "lang" not in tab.attrs


def test_fuzzy_translation_is_not_shown(built) -> None:
    page = built("translations", "html", "ru").page("deep/er/page").find("article")
    heading, *paragraphs = page.select("h1, p")
    assert heading.get_text().startswith("Глубоко")
    assert [p.get_text() for p in paragraphs] == [
        "A fuzzy sentence.",
        "Переведённое предложение.",
    ]
    assert [p.get("lang") for p in paragraphs] == ["en", None]


def test_translation_that_equals_the_source_is_not_marked(translations) -> None:
    translations.replace("locale/ru/LC_MESSAGES/deep/er/page.po", "#, fuzzy\n", "")
    translations.replace("locale/ru/LC_MESSAGES/deep/er/page.po", "Неверно.", "A fuzzy sentence.")
    page = translations.build("html", "ru").page("deep/er/page").find("article")
    assert [p.get("lang") for p in page.select("p")] == [None, None]


def test_source_language_marks_nothing(built) -> None:
    assert not built("translations").page("missing").find("article").select("[lang]")


def test_language_without_any_catalog_is_marked_whole(built) -> None:
    page = built("translations", "html", "zh_CN").page("index").find("article")
    assert page.select_one("h1")["lang"] == "en"
    # What is not text of the page has no mark, and what Sphinx translates itself needs none.
    assert page.select_one(".admonition.note .admonition-title").get_text() != "Note"
