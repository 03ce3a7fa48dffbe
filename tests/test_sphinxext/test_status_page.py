"""The status page: the numbers of all catalogs, in every language and every format."""

from __future__ import annotations

import re

import pytest

CATALOG = "locale/ru/LC_MESSAGES/deep/er/page.po"
PAGE = "# Status\n\n```{translation-status}\n```\n"


@pytest.fixture
def project(translations):
    translations.write("docs/status.md", PAGE)
    translations.replace("docs/index.md", "missing\n", "missing\nstatus\n")
    translations.write(
        "locale/ru/LC_MESSAGES/status.po",
        r"""
        msgid ""
        msgstr ""
        "Language: ru\n"
        "Content-Type: text/plain; charset=UTF-8\n"

        msgid "Status"
        msgstr "Состояние"
        """,
    )
    return translations


def rows(built, number: int = 0) -> list[list[str]]:
    table = built.page("status").select("table.allocdoc-status")[number]
    return [
        [cell.get_text().strip().replace("\xa0", " ") for cell in row.select("th, td")]
        for row in table.select("tr")
    ]


def test_languages(project) -> None:
    built = project.build()
    assert (built.status, built.said) == (0, "")
    heads = ["Progress", "Translated", "To be reviewed", "Untranslated", "Refused", "Words left"]
    assert rows(built) == [
        ["Language", *heads],
        ["Русский", "96%", "31", "1", "0", "0", "3"],
        ["简体中文", "0%", "0", "0", "32", "0", "63"],
    ]
    assert rows(built, 1)[0] == ["Page", *heads]
    assert rows(built, 1)[1] == ["Deep", "66%", "2", "1", "0", "0", "3"]


def test_numbers_are_the_same_in_every_language(project) -> None:
    english, russian = project.build(), project.build("html", "ru")
    for number in range(3):
        both = [rows(built, number) for built in (english, russian)]
        assert [row[2:] for row in both[0][1:]] == [row[2:] for row in both[1][1:]]
    assert rows(russian)[0][0] == "Язык"
    assert rows(russian)[1][1] == "96 %"
    # A page has the title that its own language gives it.
    assert rows(russian, 1)[1][0] == "Глубоко"


def test_bars_can_be_read_by_everybody(project) -> None:
    page = project.build("html", "ru").page("status").find("article")
    bars = page.select("meter")
    assert len(bars) == 2 + 3 + 3
    assert [bars[0][key] for key in ("min", "max", "value")] == ["0", "100", "96"]
    assert {bar["aria-label"] for bar in bars} == {"Переведено"}
    assert not page.select("[style]")
    ids = [found["id"] for found in page.select("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_names_of_languages_and_links_to_pages(project) -> None:
    page = project.build("html", "ru").page("status").find("article")
    assert page.select_one("#status-zh-cn [lang]")["lang"] == "zh-CN"
    hrefs = [found["href"] for found in page.select("table a")]
    assert "deep/er/page.html" in hrefs
    assert not [href for href in hrefs if "//" in href]


def test_catalogs_on_the_forge(project) -> None:
    project.replace("pyproject.toml", "allocdoc]", 'allocdoc]\nrepository = "https://f.example/x/"')
    built = project.build()
    assert rows(built, 1)[0][-1] == "Catalog"
    links = built.page("status").find("article").select("table a[href^=https]")
    assert f"https://f.example/x/blob/main/{CATALOG}" in [link["href"] for link in links]
    # There is no file to lead to.
    assert [row[-1] for row in rows(built, 2)[1:]] == ["–", "–", "–"]


def test_page_follows_every_catalog(project) -> None:
    assert rows(project.build())[1][2:4] == ["31", "1"]
    assert rows(project.build())[1][2:4] == ["31", "1"]
    project.replace(CATALOG, "#, fuzzy\n", "")
    assert rows(project.build())[1][2:4] == ["32", "0"]
    # Of a language that had none.
    text = (project.root / CATALOG).read_text(encoding="utf-8")
    chinese = re.sub('"Plural.*\n', "", text).replace("Language: ru", "Language: zh_CN")
    project.write(CATALOG.replace("/ru/", "/zh_CN/"), chinese)
    assert rows(project.build())[2][2] == "3"


def test_unchanged_page_is_left_alone(project) -> None:
    for language in ("es", "zh_CN"):
        project.write(f"locale/{language}/LC_MESSAGES/index.po", "")
    project.replace("pyproject.toml", '    { code = "zh_CN", name = "简体中文" },\n', "")
    built = project.build()
    page = built.out / "status.html"
    before = page.stat().st_mtime_ns
    assert project.build().status == 0
    assert page.stat().st_mtime_ns == before


def test_page_that_goes_is_forgotten(project) -> None:
    assert project.build("html", "ru").status == 0
    (project.root / "docs/missing.md").unlink()
    project.replace("docs/index.md", "missing\n", "")
    built = project.build("html", "ru")
    assert (built.status, built.said) == (0, "")


def test_domain_has_no_names_of_its_own(project) -> None:
    project.write("docs/status.md", PAGE + "\n[](Status)\n")
    assert "'myst' cross-reference target not found" in project.build().said


def test_comments_of_history_are_no_markup(project) -> None:
    project.write("examples/greeting.2015.rs", "fn main() {\n    // See `this`.\n}\n")
    with (project.root / "locale/ru/LC_MESSAGES/index.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "See `this`."\nmsgstr "См."\n')
    assert rows(project.build())[1][5] == "0"


def test_refused_catalog_is_counted(project) -> None:
    project.replace(CATALOG, '"Глубоко"', '"Глубоко')
    page = rows(project.build(), 1)[1]
    assert page == ["Deep", "0%", "0", "0", "0", str(int(page[5])), page[6]]
    assert int(page[5]) > 0


@pytest.mark.parametrize(
    ("builder", "file"), [("text", "status.txt"), ("latex", "translations.tex")]
)
def test_other_formats_have_plain_tables(project, builder: str, file: str) -> None:
    built = project.build(builder, "ru")
    assert (built.status, built.said) == (0, "")
    text = built.text(file)
    for word in ("Осталось слов", "Русский", "96", "Глубоко"):
        assert word in text


def test_book(project) -> None:
    built = project.build("epub", "ru")
    assert built.status == 0
    assert "Осталось слов" in built.text("status.xhtml")
    assert "<meter" not in built.text("status.xhtml")


def test_templates_hold_no_number(project) -> None:
    built = project.build("gettext")
    assert re.findall('^msgid "(.+)"$', built.text("status.pot"), re.MULTILINE) == ["Status"]


def test_domain_that_is_no_page(project) -> None:
    project.replace("conf.py", "gettext_compact = False", "gettext_compact = True")
    (project.root / CATALOG).rename(project.root / "locale/ru/LC_MESSAGES/deep.po")
    assert rows(project.build(), 1)[1][0] == "deep"


def test_language_that_nobody_writes_percent_in(project) -> None:
    project.replace("pyproject.toml", '"zh_CN"', '"tlh"')
    assert rows(project.build("html", "tlh"))[1][1] == "96%"


def test_project_without_catalogs(project) -> None:
    (project.root / "locale").rename(project.root / "elsewhere")
    built = project.build()
    assert (built.status, built.said) == (0, "")
    article = built.page("status").find("article")
    assert article.select_one("p").get_text() == "There are no translations yet."


def test_project_in_one_language(project) -> None:
    text = '[tool.allocdoc]\nlanguages = [{ code = "en", name = "English" }]\n'
    project.write("pyproject.toml", text)
    assert "There are no translations yet." in project.build().text("status.html")


def test_several_processes(project) -> None:
    for number in range(8):
        project.write(f"docs/more-{number}.md", f"---\norphan: true\n---\n# More {number}\n")
    built = project.build("html", "ru", "-j4")
    assert (built.status, built.said) == (0, "")
    assert rows(built)[1][2:4] == ["31", "1"]
    assert "Переведено 0 из 1 фрагмента." in built.text("more-3.html")
    # What one process read, the next build knows.
    project.replace(CATALOG, "#, fuzzy\n", "")
    assert rows(project.build("html", "ru", "-j4"))[1][2:4] == ["32", "0"]
