"""Marks by which a script finds the source of each passage, and the control that asks for it."""

from __future__ import annotations

import re

import pytest

from allocdoc.sphinxext.bilingual import mark_of

PAGE = """
# A title

A *first* sentence.

- An item

Term
: A definition.

| Head |
|------|
| Cell |

A *first* sentence.
"""
TEXTS = ["A title", "A *first* sentence.", "An item", "Term", "A definition.", "Head", "Cell"]
CATALOG = """
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "A *first* sentence."
msgstr "*Первое* предложение."
"""


def marks(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in page.select("article [class], body [class]"):
        for name in element["class"]:
            texts = found.setdefault(name, [])
            if re.fullmatch("m-[0-9a-f]{8}", name) and element.get_text(" ") not in texts:
                texts.append(" ".join(element.get_text(" ").replace("¶", "").split()))
    return {name: texts for name, texts in found.items() if name.startswith("m-")}


@pytest.fixture
def project(translations):
    translations.write("docs/missing.md", PAGE)
    translations.write("locale/ru/LC_MESSAGES/missing.po", CATALOG)
    return translations


def test_a_passage_has_the_same_mark_in_each_language(project) -> None:
    english = marks(project.build().page("missing"))
    russian = marks(project.build("html", "ru").page("missing"))
    assert set(english) == set(russian) == {mark_of(text) for text in TEXTS}
    first = mark_of("A *first* sentence.")
    assert english[first][0].replace(" .", ".") == "A first sentence."
    assert russian[first][0].startswith("Первое")


def test_a_label_of_a_tab_has_none(built) -> None:
    page = built("translations", "html", "ru").page("index")
    tabs = page.select("[role=tab]")
    assert tabs
    assert not [tab for tab in tabs if "m-" in " ".join(tab.get("class", []))]


def test_a_page_in_one_language_and_a_book_have_none(project) -> None:
    book = project.build("epub", "ru")
    assert mark_of("An item") not in book.text("missing.xhtml")
    text = project.root.joinpath("pyproject.toml").read_text(encoding="utf-8")
    alone = re.sub(
        r"languages = \[.*?\n\]",
        'languages = [{code = "en", name = "English"}]',
        text,
        flags=re.DOTALL,
    )
    assert alone != text
    project.write("pyproject.toml", alone)
    page = project.build("html", "en").page("missing")
    assert marks(page) == {}
    assert not page.select(".allocdoc-bilingual, .allocdoc-languages")


def test_only_translated_pages_have_the_control(built) -> None:
    russian = built("translations", "html", "ru")
    box = russian.page("deep/er/page").select_one(".allocdoc-bilingual")
    assert box["data-page"] == "../../../en/deep/er/page.html"
    assert box.button.get_text() == "Показать исходный текст"
    assert not russian.page("search").select(".allocdoc-bilingual")
    assert not built("translations").page("index").select(".allocdoc-bilingual")
