"""What a page says of itself: a description in its language, and OpenGraph's fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocdoc.settings import Language
from allocdoc.sphinxext.meta import LONGEST, cut, locale_of


def fields(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.select("meta[property]"):
        found.setdefault(meta["property"], []).append(meta["content"])
    return found


def description(page) -> list[str]:
    return [meta["content"] for meta in page.select('meta[name="description"]')]


def test_first_words_of_the_page_describe_it(translations) -> None:
    translations.write(
        "docs/missing.md",
        """
        # *Title* & more

        :::{note}
        Not this.
        :::

        ![nor this](dot.svg)

        A [link](index.md),
        `<code>` and words.

        Another one.
        """,
    )
    page = translations.build("html", "ru").page("missing")
    assert description(page) == ["A link, <code> and words."]
    found = fields(page)
    assert found["og:title"] == ["Title & more"]
    assert found["og:description"] == description(page)


def test_a_translated_page_is_described_in_its_language(built) -> None:
    (russian,) = description(built("translations", "html", "ru").page("index"))
    (english,) = description(built("translations").page("index"))
    paragraphs = [
        p.get_text() for p in built("translations", "html", "ru").page("index").select("p")
    ]
    assert russian in [" ".join(text.split()) for text in paragraphs]
    assert russian != english


def test_languages_and_kinds(built) -> None:
    russian = built("translations", "html", "ru")
    found = fields(russian.page("index"))
    assert found["og:locale"] == ["ru_RU"]
    assert found["og:locale:alternate"] == ["en_US", "zh_CN"]
    assert found["og:type"] == ["website"]
    assert fields(russian.page("missing"))["og:type"] == ["article"]
    assert "og:url" not in found
    assert fields(russian.page("search")) == {}


def test_published_page_has_its_address(translations) -> None:
    translations.replace(
        "pyproject.toml", "languages", 'base_url = "https://example.org/b"\nlanguages'
    )
    page = translations.build("html", "ru").page("deep/er/page")
    assert fields(page)["og:url"] == ["https://example.org/b/ru/deep/er/page.html"]


def test_description_of_the_author_goes_first(translations) -> None:
    text = '---\nmyst:\n  html_meta:\n    description: "Mine."\n---\n\n# Title\n\nText.\n'
    translations.write("docs/missing.md", text)
    assert description(translations.build().page("missing")) == ["Mine."]


@pytest.mark.parametrize("text", ["# Only a title\n", "# A picture\n\n![](dot.svg)\n"])
def test_page_without_text_has_none(translations, text: str) -> None:
    translations.write("docs/missing.md", text)
    page = translations.build().page("missing")
    assert description(page) == []
    assert "og:description" not in fields(page)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("en", "en_US"),
        ("es", "es_ES"),
        ("ja", "ja_JP"),
        ("zh_CN", "zh_CN"),
        ("pt_BR", "pt_BR"),
        ("xx", ""),
        ("eo", "eo_001"),
    ],
)
def test_language_of_open_graph_has_a_territory(code: str, wanted: str) -> None:
    assert locale_of(Language(code, code)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Short.", "Short."),
        ("One sentence. Then another that is too long", "One sentence."),
        ("Words without an end of a sentence", "Words without an end of…"),
        ("3.141592653589793238462643383", "3.1415926535897932384626…"),
        (
            "一句话。然后是另一句很长很长很长很长很长很长的话",
            "一句话。然后是另一句很长很长很长很长很长很…",
        ),
        (
            "这是一个相当长的句子到这里才完。后面还有许多别的内容",
            "这是一个相当长的句子到这里才完。",
        ),
    ],
)
def test_long_text_is_cut_where_it_may_be(text: str, wanted: str) -> None:
    assert cut(text, 25 if ord(text[0]) < 256 else 22) == wanted


@given(st.text(alphabet="ab .,。、字", max_size=400))
def test_no_description_is_too_long_or_ends_in_a_space(text: str) -> None:
    text = " ".join(text.split())
    short = cut(text)
    assert len(short) <= LONGEST
    assert short == short.rstrip()
    assert text.startswith(short.removesuffix("…"))
