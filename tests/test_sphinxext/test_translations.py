"""A translated page: every word of it that can be translated is, and its code is the source's."""

from __future__ import annotations

import io
import tokenize
from xml.etree import ElementTree

import pytest
from pygments.lexers.rust import RustLexer
from pygments.token import Comment, Whitespace

CATALOG = "locale/ru/LC_MESSAGES/index.po"
HOSTILE = [
    'return \\"gone\\"',
    "*/ fn evil() {} /*",
    "one\\nx = 1\\n#two",
    '\\"\\"\\"',
    "\\\\",
    "# coding: latin-1",
    "-*- coding: utf-7 -*-",
    "{{ 1 + 1 }}",
    "```{include} ../conf.py",
    "<script>alert(1)</script>",
    "text \\t\\r more",
    "\u2028x = 1",
    "\u202ereversed",
    "words # noqa",
]


@pytest.fixture
def index(built):
    return built("translations", "html", "ru").page("index").find("article")


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        ("h1", "Всё#"),
        ("h1 + div + p", "Немного прозы и code."),
        ("th", "Шапка"),
        ("td", "ячейка"),
        (".admonition.note th", "Внутри"),
        (".admonition.note td", "внутренняя ячейка"),
        (".admonition.note .admonition-title", "Примечание"),
        ("div.admonition-a-title-of-its-own .admonition-title", "Свой заголовок"),
        ("div.admonition-a-title-of-its-own p + p", "Тело."),
        (".sphinx-tabs-tab", "Слева"),
        (".sphinx-tabs-tab + .sphinx-tabs-tab", "Справа"),
        (".sphinx-tabs-panel p", "Текст слева."),
        ("dt", "арена#"),
        ("dd", "Где лежат блоки."),
        ("dl + p", "Одна арена."),
        ("figcaption .caption-text", "Хорошая подпись."),
        ("#example-greeting > p", "Как здороваться"),
    ],
)
def test_words_are_translated(index, selector: str, text: str) -> None:
    assert index.select_one(selector).get_text().replace("¶", "#").strip() == text


def test_cells_of_a_table_that_a_directive_made_are_translated(index) -> None:
    cells = [cell.get_text() for cell in index.select("td")]
    assert {"первая ячейка", "вторая ячейка"} <= set(cells)


def test_text_of_an_image_is_translated(index) -> None:
    assert index.find("img")["alt"] == "Точка"


def test_index_is_translated(built) -> None:
    index = built("translations", "html", "ru").page("genindex")
    assert {"арена", "куча"} <= {link.get_text() for link in index.select("article a")}


def test_nothing_of_it_is_marked_as_english(index) -> None:
    assert not index.select("[lang]")


def test_labels_made_by_hand_carry_no_attribute_of_sphinx(index) -> None:
    allowed = {"id", "class", "name", "role", "tabindex", "aria-selected", "aria-controls"}
    for tab in index.select("[role=tab]"):
        assert set(tab.attrs) == allowed
    tablists = [found["aria-label"] for found in index.select("[role=tablist]")]
    assert tablists[0] == "Содержимое по вкладкам"


def test_tabs_made_by_hand_cannot_be_closed(index) -> None:
    assert not index.select(".closeable")


def test_tabs_made_by_hand_are_plain_elsewhere(built) -> None:
    text = built("translations", "text", "ru").text("index.txt")
    left, right = text.index("**Слева**"), text.index("**Справа**")
    assert left < text.index("Текст слева.") < right < text.index("Текст справа.")


def test_comments_are_translated_and_nothing_else(index) -> None:
    python, rust = (block.get_text() for block in index.select(".allocdoc-code pre"))
    assert python == (
        "def greet(name: str) -> str:\n"
        "    # Поздороваться.\n"
        '    sign = "# not a comment"\n'
        '    return f"hello {name}{sign[1:1]}"  # И уйти.\n'
    )
    assert "    // Поздороваться на Rust.\n" in rust
    assert 'println!("// not a comment"); /* Блок. */' in rust


def python_tokens(code: str) -> list[tuple[int, str]]:
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    skipped = (tokenize.COMMENT, tokenize.NL)
    return [(token.type, token.string) for token in tokens if token.type not in skipped]


def rust_tokens(code: str) -> list[tuple[object, str]]:
    tokens = RustLexer().get_tokens(code)
    return [(kind, text) for kind, text in tokens if kind not in Whitespace and kind not in Comment]


def shown_code(done) -> list[str]:
    blocks = ElementTree.parse(done.out / "index.xml").iter("literal_block")
    return [block.text for block in blocks if block.get("classes") == "allocdoc-code"]


@pytest.mark.parametrize("text", HOSTILE)
def test_translation_of_a_comment_cannot_change_code(translations, built, text: str) -> None:
    for words in ("Поздороваться.", "И уйти.", "Поздороваться на Rust.", "Блок."):
        translations.replace(CATALOG, f'"{words}"', f'"{text}"')
    done = translations.build("xml", "ru")
    source, shown = shown_code(built("translations", "xml")), shown_code(done)
    # What the gate leaves out is named, and the comment stays as it was.
    assert (shown != source) == (done.status == 0)
    assert python_tokens(shown[0]) == python_tokens(source[0])
    assert rust_tokens(shown[1]) == rust_tokens(source[1])


def test_markup_in_a_comment_is_text(translations) -> None:
    translations.replace(CATALOG, '"Поздороваться."', '"<script>alert(1)</script>"')
    page = translations.build("html", "ru").page("index")
    assert not page.select("pre script")
    assert "# <script>alert(1)</script>" in page.select_one(".allocdoc-code pre").get_text()


def test_page_says_its_language(built) -> None:
    for code, tag in (("en", "en"), ("ru", "ru"), ("zh_CN", "zh-CN")):
        site = built("translations", "html", code)
        for page in ("index", "deep/er/page", "search", "genindex"):
            assert site.page(page).html["lang"] == tag


def test_session_runs_from_the_source(built) -> None:
    # The same key, the same result: nothing is run for a language.
    english = built("translations").page("index").select_one(".allocdoc-session pre").get_text()
    russian = built("translations", "html", "ru").page("index")
    assert russian.select_one(".allocdoc-session pre").get_text() == english
