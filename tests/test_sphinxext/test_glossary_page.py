"""The directive ``{terms}``: the glossary file as a page, in every language and format."""

from __future__ import annotations

import pytest

TERMS = """
[[term]]
term = "crate"
forms = ["crates"]
definition = "What *Rust* compiles, with an {term}`allocator`."
ru = { preferred = "крейт", accepted = ["крейт*"], forbidden = ["контейнер*", "ящик"] }
zh_CN = "crate"

[[term]]
term = "allocator"
definition = "Gives out memory."
ru = "аллокатор"
"""
PAGE = """
# Glossary

```{terms}
```
"""
USER = """
# User

Any {term}`crate`, {index}`heap`.
"""
CATALOG = """
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Glossary"
msgstr "Глоссарий"

msgid "What *Rust* compiles, with an {term}`allocator`."
msgstr "То, что компилирует *Rust*, и {term}`аллокатор <allocator>`."

msgid "crate"
msgstr "ящик"
"""
SETTINGS = """
[tool.allocdoc]
glossary = "docs/glossary.toml"
languages = [
    { code = "en", name = "English" },
    { code = "ru", name = "Русский" },
    { code = "zh_CN", name = "简体中文" },
]
"""


@pytest.fixture
def project(project_of):
    made = project_of("examples")
    made.write("pyproject.toml", SETTINGS)
    made.write("docs/glossary.toml", TERMS)
    made.write("docs/glossary.md", PAGE)
    made.write("docs/user.md", USER)
    made.write("docs/index.md", "# Start\n\n```{toctree}\nglossary\nuser\n```\n")
    for name in ("plain", "single", "twice"):
        (made.root / f"docs/{name}.md").unlink()
    made.write("locale/ru/LC_MESSAGES/glossary.po", CATALOG)
    return made


def good(built):
    assert (built.status, built.said) == (0, "")
    return built


def test_in_the_source_language(project) -> None:
    listing = good(project.build()).page("glossary").select_one("article dl.glossary, dl.glossary")
    crate, allocator = listing.find_all("dt")
    assert (crate["id"], crate.find(string=True)) == ("term-crate", "crate")
    assert allocator.find(string=True) == "allocator"
    definition, other = listing.find_all("dd")
    assert definition.get_text().strip() == "What Rust compiles, with an allocator."
    assert definition.em.get_text() == "Rust"
    assert definition.a["href"] == "#term-allocator"
    assert other.get_text().strip() == "Gives out memory."
    assert not listing.select("[lang], .allocdoc-not-to-use")


def test_in_a_translation(project) -> None:
    listing = good(project.build("html", "ru")).page("glossary").select_one("dl.glossary")
    crate, allocator = listing.find_all("dt")
    assert crate["id"] == "term-crate"
    assert crate.get_text().startswith("крейт (crate)")
    assert [(one.get_text(), one["lang"]) for one in crate.select("[lang]")] == [("crate", "en")]
    assert allocator.get_text().startswith("аллокатор (allocator)")
    definition = listing.dd.p
    assert definition.get_text() == "То, что компилирует Rust, и аллокатор."
    assert definition.a["href"] == "#term-allocator"
    [avoided] = listing.select(".allocdoc-not-to-use")
    assert avoided.get_text() == "≠ контейнер…, ящик"


def test_a_definition_without_a_translation_is_marked(project) -> None:
    page = good(project.build("html", "ru")).page("glossary")
    [marked] = page.select(".allocdoc-untranslated")
    assert marked.find(string=True).strip() == "Gives out memory."
    assert marked["lang"] == "en"
    assert "Переведено 2 из 3 фрагментов." in page.get_text()


def test_a_definition_goes_through_the_gate(project) -> None:
    project.replace("locale/ru/LC_MESSAGES/glossary.po", "аллокатор <allocator>", "куча <heap>")
    built = project.build("html", "ru")
    assert built.status == 1
    assert "glossary.po:10: ERROR: role.changed" in built.said
    assert built.page("glossary").dd.p.find(string=True) == "What "


def test_a_term_without_a_word_of_its_own(project) -> None:
    crate, allocator = good(project.build("html", "zh_CN")).page("glossary").find_all("dt")
    for node, name in ((crate, "crate"), (allocator, "allocator")):
        assert node.select_one("[lang=en]").get_text() == name
        assert node.get_text().removesuffix("\N{PILCROW SIGN}") == name


@pytest.mark.parametrize(("language", "names"), [("en", ["crate"]), ("ru", ["crate", "крейт"])])
def test_role_and_index_know_the_term(project, language: str, names: list[str]) -> None:
    built = good(project.build("html", language))
    link = built.page("user").select_one("a[href='glossary.html#term-crate']")
    assert link.get_text() == "crate"
    index = built.page("genindex").select("a[href='glossary.html#term-crate']")
    assert [entry.get_text() for entry in index] == names


def test_index_says_in_which_language_a_term_is(project) -> None:
    def marked(language: str) -> list[tuple[str, str]]:
        spans = project.build("html", language).page("genindex").select("a span[lang]")
        return [(span["lang"], span.get_text()) for span in spans]

    assert marked("ru") == [("en", "allocator"), ("en", "crate")]
    assert marked("en") == []


def test_messages_are_the_definitions_at_their_lines(project) -> None:
    text = good(project.build("gettext")).text("glossary.pot")
    messages = [line for line in text.splitlines() if line.startswith("msgid ")][1:]
    assert messages == [
        'msgid "Glossary"',
        'msgid "What *Rust* compiles, with an {term}`allocator`."',
        'msgid "Gives out memory."',
    ]
    assert "docs/glossary.toml:4\nmsgid" in text
    assert "docs/glossary.toml:10\nmsgid" in text


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "singlehtml", "dirhtml"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_other_formats(project, builder: str, language: str) -> None:
    built = good(project.build(builder, language))
    written = "".join(
        path.read_text(encoding="utf-8")
        for path in built.out.rglob("*")
        if path.suffix in (".tex", ".txt", ".xhtml", ".html")
    )
    assert "allocator" in written
    assert ("контейнер…" in written) == ("крейт (" in written) == (language == "ru")


def test_processes_that_read_in_parallel(project) -> None:
    for number in range(6):
        project.write(
            f"docs/more{number}.md", f"---\norphan: true\n---\n# {number}\n\n{{term}}`crate`\n"
        )
    built = good(project.build("html", "ru", "-j", "2"))
    assert built.page("more3").select("a[href='glossary.html#term-crate']")
    assert built.page("glossary").dt.get_text().startswith("крейт (crate)")


def test_a_change_of_the_file_shows(project) -> None:
    good(project.build("html", "ru"))
    project.replace("docs/glossary.toml", '"крейт"', '"ящичек"')
    project.replace("docs/glossary.toml", "Gives out memory.", "Gives memory.")
    page = good(project.build("html", "ru")).page("glossary")
    assert page.dt.get_text().startswith("ящичек (crate)")
    assert page.find_all("dd")[1].p.find(string=True).strip() == "Gives memory."


def test_terms_in_order(project) -> None:
    project.replace("docs/glossary.md", "```{terms}", "```{terms}\n:sorted:")
    names = [
        node.find(string=True) for node in good(project.build()).page("glossary").find_all("dt")
    ]
    assert names == ["allocator", "crate"]


def test_on_a_page_in_restructuredtext(project) -> None:
    (project.root / "docs/glossary.md").unlink()
    project.replace("docs/glossary.toml", "{term}", ":term:")
    project.write("docs/glossary.rst", "Glossary\n========\n\n.. terms::\n")
    page = good(project.build("html", "ru")).page("glossary")
    assert page.dt.get_text().startswith("крейт (crate)")
    assert page.dd.a["href"] == "#term-allocator"


def test_a_file_that_is_wrong_fails_until_it_is_mended(project) -> None:
    project.replace("docs/glossary.toml", 'definition = "Gives', 'defintion = "Gives')
    what = "docs/glossary.toml:10: ERROR: unknown (got 'defintion', want one of term, forms, "
    for _ in range(2):
        built = project.build("html", "ru")
        assert built.status == 1
        assert what in built.said
    project.replace("docs/glossary.toml", "defintion", "definition")
    good(project.build("html", "ru"))


def test_a_file_that_is_not_there(project) -> None:
    text = (project.root / "docs/glossary.toml").read_text(encoding="utf-8")
    (project.root / "docs/glossary.toml").unlink()
    built = project.build()
    assert built.status == 1
    assert "docs/glossary.toml:1: ERROR: cannot be read (No such file" in built.said
    project.write("docs/glossary.toml", text)
    good(project.build())


def test_a_project_without_a_glossary(project) -> None:
    project.replace("pyproject.toml", 'glossary = "docs/glossary.toml"\n', "")
    project.write("docs/user.md", "# User\n")
    built = project.build()
    assert built.status == 1
    want = 'there is no glossary (want glossary = "…" under [tool.allocdoc])'
    assert f"docs/glossary.md:3: ERROR: {want}" in built.said
