"""A message is one line of text: nothing in it can become a block, and nothing in it is run."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from allocdoc.catalogs import verified
from allocdoc.catalogs.gate import Checked, Project, Reader
from allocdoc.catalogs.gate.checking import domain_of
from allocdoc.catalogs.gate.reading import Candidate
from allocdoc.catalogs.gate.syntax import Entry, parse


def entries(there: Candidate) -> tuple[Entry, ...]:
    return tuple(entry for entry in parse(there.data.decode()).current if entry.msgstr)


CATALOG = "locale/ru/LC_MESSAGES/index.po"
PROSE = 'msgstr "Немного *прозы* и `code`."'


@pytest.fixture(autouse=True)
def no_gate(monkeypatch) -> None:
    """Let everything pass: the parser alone has to keep a message in its place."""

    def check(
        candidates: list[tuple[Path, Candidate]], language: str, project: Project, _: Reader
    ) -> list[Checked]:
        return [
            Checked(path, language, domain_of(path, language, project), accepted=entries(there))
            for path, there in candidates
        ]

    monkeypatch.setattr(verified, "check_candidates", check)


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (r"# Заголовок `code`", "# Заголовок code"),
        (r"- пункт `code`", "- пункт code"),
        (r"> цитата `code`", "> цитата code"),
        (r"один `code`\n\nдва", "один code\n\nдва"),
        (r"```{include} ../conf.py\n```", "{include} ../conf.py"),
        (r":::{admonition} Чужое\nтекст\n:::", ":::{admonition} Чужое\nтекст\n:::"),
        (r"---\nmyst:\n  substitutions:\n    x: 1\n---\n`code`", "substitutions:\nx: 1"),
        (r"$$\nx\n$$", "x"),
        (r"| a |\n|---|\n| b |", "| a |\n|—|\n| b |"),
        (r"(target)=\n`code`", "(target)=\ncode"),
        (r"    отступ `code`", "отступ code"),
    ],
)
def test_a_message_stays_one_paragraph(translations, message: str, shown: str) -> None:
    translations.replace(CATALOG, PROSE, f'msgstr "{message}"')
    article = translations.build("html", "ru").page("index").find("article")
    paragraph = article.select_one("h1 + div + p")
    assert shown in paragraph.get_text()
    assert not paragraph.select("pre, ul, blockquote, table, div, section, h1, h2")
    # What stands around it is where it was.
    assert len(article.select("section > p")) == 2


def test_a_title_is_inline_text_too(translations) -> None:
    translations.replace(CATALOG, 'msgstr "Всё"', 'msgstr "# *Всё* и `code`"')
    title = translations.build("html", "ru").page("index").select_one("h1")
    assert title.select_one("em").get_text() == "Всё"
    assert title.get_text().startswith("# Всё и code")


def test_a_message_that_looks_like_an_underlined_title_is_text(translations) -> None:
    translations.replace(CATALOG, PROSE, r'msgstr "ab\n====" ')
    article = translations.build("html", "ru").page("index").find("article")
    assert [title.get_text() for title in article.select("h2")] == []


def test_two_parsers_read_the_pages_and_the_messages_of_a_build(translations, monkeypatch) -> None:
    from allocdoc.sphinxext import markdown

    made = []
    original = markdown.create_md_parser
    monkeypatch.setattr(
        markdown, "create_md_parser", lambda *args: made.append(original(*args)) or made[-1]
    )
    translations.build("html", "ru")
    assert len(made) == 2


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_messages_of_a_page_are_those_that_sphinx_finds(translations, language: str) -> None:
    from sphinx.util.nodes import extract_messages

    from allocdoc.sphinxext.messages import messages_of, untranslated

    translations.build("html", language)
    trees = list(translations.root.rglob("*.doctree"))
    assert len(trees) > 1
    lengths = []
    for tree in trees:
        page = pickle.loads(tree.read_bytes())
        found = list(messages_of(page))
        assert found == list(extract_messages(page))
        assert found
        left = [(node, message) for node, message in found if not node.get("translated")]
        assert list(untranslated(page)) == left
        lengths.append((len(left), len(found)))
    # In a translation there are both.
    assert any(0 < left < all_ for left, all_ in lengths) is (language == "ru")
