"""What a page says of its own translation, and how it marks a passage that has none."""

from __future__ import annotations

import pytest

CATALOG = "locale/ru/LC_MESSAGES/deep/er/page.po"
FORGE = "https://forge.example/x"
HERE = f"{FORGE}/blob/main/{CATALOG}"


@pytest.fixture
def with_forge(translations):
    setting = f'allocdoc]\nrepository = "{FORGE}"'
    translations.replace("pyproject.toml", "allocdoc]", setting)
    return translations


def article(project, name: str = "deep/er/page", language: str = "ru"):
    built = project.build("html", language)
    assert (built.status, built.said) == (0, "")
    return built.page(name).find("article")


def fuzzy(project, old: str, previous: str = "", source: str = "A fuzzy sentence.") -> None:
    """Make the fuzzy entry another: what it says, and what it was made for."""
    before = f'#, fuzzy\n#| msgid "{previous}"\n' if previous else "#, fuzzy\n"
    project.replace(CATALOG, "#, fuzzy\n", before)
    project.replace(CATALOG, '"Неверно."', f'"{old}"')
    project.replace(CATALOG, '"A fuzzy sentence."', f'"{source}"')
    project.replace("docs/deep/er/page.md", "A fuzzy sentence.", source)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deep/er/page", "Переведено 2 из 3 фрагментов."),
        ("missing", "Переведено 0 из 14 фрагментов."),
    ],
)
def test_note_says_how_far_the_page_is(translations, name: str, text: str) -> None:
    assert (
        article(translations, name).select_one(".allocdoc-translation").get_text().strip() == text
    )


@pytest.mark.parametrize(
    ("total", "words"),
    [(1, "1 фрагмента"), (2, "2 фрагментов"), (5, "5 фрагментов"), (21, "21 фрагмента")],
)
def test_note_has_the_right_plural(translations, total: int, words: str) -> None:
    paragraphs = "".join(f"\n\nNumber {number}." for number in range(total - 1))
    translations.write("docs/more.md", f"# Title{paragraphs}\n")
    translations.replace("docs/index.md", "missing\n", "missing\nmore\n")
    assert f"Переведено 0 из {words}." in article(translations, "more").get_text()


def test_note_leads_to_the_guide(translations) -> None:
    translations.write("docs/translating.md", "# How to\n")
    translations.replace("docs/index.md", "missing\n", "missing\ntranslating\n")
    link = article(translations).select_one(".allocdoc-translation a")
    assert (link["href"], link.get_text()) == ("../../translating.html", "Как помочь")
    # The guide does not lead to itself.
    assert not article(translations, "translating").select(".allocdoc-translation a")


def test_complete_page_has_nothing(translations) -> None:
    page = article(translations, "index")
    assert not page.select("[class*=allocdoc-translat], .allocdoc-untranslated, details")


def test_images_and_lists_of_pages_can_be_complete(translations) -> None:
    translations.replace("docs/index.md", "```{toctree}\n", "```{toctree}\n:caption: Contents\n\n")
    with (translations.root / "locale/ru/LC_MESSAGES/index.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "Contents"\nmsgstr "Содержание"\n')
    assert not article(translations, "index").select(".allocdoc-translation")


@pytest.mark.parametrize("name", ["index", "missing", "deep/er/page"])
def test_source_language_has_nothing(with_forge, name: str) -> None:
    page = article(with_forge, name, "en")
    assert not page.select("[class*=allocdoc-translat], .allocdoc-untranslated, details")


def _language(found) -> str:
    return (found if found.get("lang") else found.find_parent(lang=True))["lang"]


def test_passages_are_marked(translations) -> None:
    page = article(translations, "missing")
    marked = {
        found.get_text().removesuffix("¶"): (found.name, _language(found))
        for found in page.select(".allocdoc-untranslated")
    }
    assert marked == {
        "Nothing here is translated": ("h1", "en"),
        "Plain words.": ("p", "en"),
        "A cell": ("p", "en"),
        "more": ("p", "en"),
        "Term": ("dt", "en"),
        "Its definition.": ("p", "en"),
        "A caption.": ("span", "en"),
        "An English caption": ("span", "en"),
        "Words.": ("p", "en"),
    }


def test_labels_of_tabs_keep_their_look(translations) -> None:
    tab = article(translations, "missing").select_one("[role=tab]")
    assert (tab.get_text(), tab["lang"], tab["class"]) == ("A label", "en", ["sphinx-tabs-tab"])


def test_earlier_translation_can_be_unfolded(translations) -> None:
    fuzzy(translations, "Неверно.", previous="A wrong sentence.")
    details = article(translations).select_one("p.allocdoc-untranslated + details")
    assert details.select_one("summary").get_text() == "Прежний перевод"
    old, new = details.select(".allocdoc-earlier-text")
    assert (old["lang"], old.get_text()) == ("ru", "Неверно.")
    assert (new["lang"], new.get_text()) == ("en", "A wrong fuzzy sentence.")
    assert new.select_one("del").get_text() == "wrong"
    assert new.select_one("ins").get_text() == "fuzzy"
    assert not details.select("a")


@pytest.mark.parametrize("previous", ["", "A fuzzy sentence."])
def test_no_words_changed_that_are_known(translations, previous: str) -> None:
    fuzzy(translations, "Неверно.", previous=previous)
    assert len(article(translations).select("details .allocdoc-earlier-text")) == 1


HOSTILE = [
    "<script>alert(1)</script>",
    "</div></details><img src=x onerror=alert(1)>",
    "![x](https://evil.example/x.png) [y](javascript:alert(1))",
    "```{include} ../../conf.py```",
    "{download}`/etc/passwd` {{ env }} &lt;b&gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_earlier_translation_is_plain_text(translations, text: str) -> None:
    fuzzy(translations, text, previous=text)
    details = article(translations).select_one("details")
    old, new = details.select(".allocdoc-earlier-text")
    assert old.get_text() == text
    assert text.split()[0] in new.get_text()
    names = {found.name for found in details.find_all(True)}
    assert names <= {"summary", "div", "ins", "del"}


def test_earlier_translation_hides_nothing(translations) -> None:
    fuzzy(translations, "Не\u202eвер\u200bно.", previous="A wro\u200bng sentence.")
    old, new = article(translations).select("details .allocdoc-earlier-text")
    assert old.get_text() == "Неверно."
    assert new.select_one("del").get_text() == "wrong"


def test_earlier_translation_is_cut(translations) -> None:
    fuzzy(translations, "я" * 30_000)
    assert (
        len(article(translations).select_one("details .allocdoc-earlier-text").get_text()) == 10_000
    )


FUZZY = '\n#, fuzzy\nmsgid "{}"\nmsgstr "Было."\n'
HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def test_earlier_translation_stands_where_html_allows_it(with_forge) -> None:
    texts = ["Nothing here is translated", "A cell", "Term", "A caption.", "A label", "Words."]
    catalog = HEADER + "".join(FUZZY.format(text) for text in texts)
    with_forge.write("locale/ru/LC_MESSAGES/missing.po", catalog)
    page = article(with_forge, "missing")
    before = [
        (found.parent.name, (found.find_previous_sibling() or found.parent).name)
        for found in page.select("details")
    ]
    assert before == [
        *(("section", "h1"), ("th", "p"), ("dd", "dd")),
        *(("section", "figure"), ("div", "div"), ("div", "p")),
    ]
    assert page.select("[role=tabpanel] > details:first-child")
    assert not page.select("[role=tablist] details, [role=tablist] a, figure details")


def test_a_tab_unfolds_what_its_own_label_was(translations) -> None:
    tabs = "::::{tabs}\n:::{tab} One\nFirst.\n:::\n:::{tab} Two\nSecond.\n:::\n::::\n"
    translations.write("docs/missing.md", f"# Title\n\n{tabs}")
    translations.write("locale/ru/LC_MESSAGES/missing.po", HEADER + FUZZY.format("Two"))
    [details] = article(translations, "missing").select("details")
    panel = details.find_parent(role="tabpanel")
    assert "Second." in panel.get_text()


def test_what_stands_in_one_block_is_unfolded_below_it_in_order(translations) -> None:
    (translations.root / "docs/missing.md").unlink()
    translations.write("docs/missing.rst", "Title\n=====\n\n| One line.\n| Another.\n\nEnd.\n")
    entries = '\n#, fuzzy\nmsgid "{}"\nmsgstr "{}"\n'
    catalog = (
        HEADER + entries.format("Another.", "Вторая.") + entries.format("One line.", "Первая.")
    )
    translations.write("locale/ru/LC_MESSAGES/missing.po", catalog)
    page = article(translations, "missing")
    olds = page.select(".line-block ~ details .allocdoc-earlier-text")
    assert [old.get_text() for old in olds] == ["Первая.", "Вторая."]


def test_links_lead_to_the_branch_of_the_settings(with_forge) -> None:
    with_forge.replace("pyproject.toml", "allocdoc]", 'allocdoc]\nbranch = "docs/next#1"')
    link = article(with_forge).select_one(".allocdoc-translation a")
    assert link["href"] == HERE.replace("/main/", "/docs/next%231/")


def test_links_lead_to_the_very_line(with_forge) -> None:
    with_forge.replace(CATALOG, "#, fuzzy\n", "")
    with_forge.replace(CATALOG, "Неверно.", "")
    page = article(with_forge)
    lines = (with_forge.root / CATALOG).read_text(encoding="utf-8").splitlines()
    number = lines.index('msgid "A fuzzy sentence."') + 1
    link = page.select_one("p.allocdoc-untranslated a.allocdoc-translate")
    assert link["href"] == f"{HERE}#L{number}"
    assert (link["lang"], link.get_text()) == ("ru", "Перевести")
    assert page.select_one(".allocdoc-translation a")["href"] == HERE


def test_earlier_translation_leads_to_its_line(with_forge) -> None:
    page = article(with_forge)
    assert page.select_one("details a")["href"].startswith(f"{HERE}#L")
    assert not page.select(".allocdoc-translate")


def test_message_that_the_catalog_does_not_have(with_forge) -> None:
    with_forge.replace("docs/deep/er/page.md", "A fuzzy sentence.", "A new sentence.")
    assert article(with_forge).select_one(".allocdoc-translate")["href"] == HERE


def test_complete_page_leads_to_its_catalog_alone(with_forge) -> None:
    page = article(with_forge, "index")
    [link] = page.select("[class*=allocdoc-translat] a")
    assert link.get_text() == "Улучшить этот перевод"
    assert link["href"] == f"{FORGE}/blob/main/locale/ru/LC_MESSAGES/index.po"
    assert link.find_parent("div").get_text().strip() == link.get_text()


def test_page_without_a_catalog_leads_nowhere(with_forge) -> None:
    assert not article(with_forge, "missing").select("a[href^=https]")


def test_marks_follow_the_catalog(with_forge) -> None:
    first = article(with_forge).select_one("details a")["href"]
    with_forge.replace(CATALOG, "#, fuzzy\n", "# A remark.\n#, fuzzy\n")
    second = article(with_forge).select_one("details a")["href"]
    assert int(second.partition("#L")[2]) == int(first.partition("#L")[2]) + 1


@pytest.mark.parametrize("builder", ["latex", "text", "singlehtml", "epub"])
def test_other_formats_have_no_marks(with_forge, builder: str) -> None:
    built = with_forge.build(builder, "ru")
    assert built.status == 0
    for path in built.out.rglob("*"):
        if path.suffix in (".tex", ".txt", ".html", ".xhtml"):
            text = path.read_text(encoding="utf-8")
            assert "Неверно." not in text
            assert "Перевести" not in text
            assert "<details" not in text


def test_book_has_the_note(with_forge) -> None:
    built = with_forge.build("epub", "ru")
    assert "Переведено 2 из 3 фрагментов." in built.text("deep/er/page.xhtml")
