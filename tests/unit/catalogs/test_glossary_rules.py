"""The two rules of the glossary, as the gate runs them over catalogs."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.catalogs.gate import Project, check_file, codes
from allocdoc.catalogs.glossary import Glossary, read
from allocdoc.site.check import check, is_error
from allocdoc.site.tree import tree_of, with_glossary

TERMS = """
[[term]]
term = "crate"
forms = ["crates"]
definition = "A unit."
ru = { preferred = "крейт", accepted = ["крейт*"], forbidden = ["контейнер*"] }
zh_CN = "crate"

[[term]]
term = "allocator"
definition = "It gives out memory."
zh_CN = "分配器"

[term.ru]
preferred = "аллокатор"
accepted = ["аллокатор*", "менеджер* памяти"]
forbidden = ["менеджер*"]

[[term]]
term = "custom allocator"
definition = "One that was written for a purpose."
ru = "свой аллокатор"
"""
HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def glossary(tmp_path: Path) -> Glossary:
    path = tmp_path / "glossary.toml"
    path.write_text(TERMS, encoding="utf-8")
    return read(path)


@pytest.fixture
def found_in(tmp_path: Path, glossary: Glossary):
    def check_entry(entry: str, language: str = "ru", **changes: object) -> list[str]:
        path = tmp_path / f"locale/{language}/LC_MESSAGES/page.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER.format(language) + entry, encoding="utf-8")
        values: dict[str, object] = {"pages": {"page": "myst"}, "glossary": glossary, **changes}
        project = Project(tmp_path, tmp_path / "locale", ("ru", "zh_CN"), **values)  # type: ignore[arg-type]
        checked = check_file(path, language, project)
        assert not checked.dropped
        return [str(one).partition(": ")[2] for one in checked.findings]

    return check_entry


@pytest.fixture
def found(found_in):
    def check_message(msgid: str, msgstr: str, language: str = "ru", **changes: object):
        return found_in(f'msgid "{msgid}"\nmsgstr "{msgstr}"\n', language, **changes)

    return check_message


@pytest.mark.parametrize("name", ["glossary.missing", "glossary.forbidden"])
def test_the_help_is_true(found_in, name: str) -> None:
    code = codes()[name]
    assert code.is_warning
    assert [text.partition(":")[0] for text in found_in(code.bad)] == [name]
    assert found_in(code.good) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Two crates.", "Два **крейта**."),
        ("A crate.", "Крейт."),
        ("A [crate](a.md).", "Один [крейт](a.md)."),
        ("See {term}`crate`.", "См. {term}`о крейтах <crate>`."),
        ("Nothing of it.", "Контейнер и менеджер."),
        ("The `crate` is not one.", "Это не он: `crate`."),
        ("See [this](crate.md).", "См. [это](crate.md)."),
        ("An allocator.", "Менеджер памяти."),
        ("A custom allocator.", "Свой аллокатор."),
    ],
)
def test_nothing_is_said(found, msgid: str, msgstr: str) -> None:
    assert found(msgid, msgstr) == []


def test_a_term_without_its_word(found) -> None:
    assert found("A crate.", "Одна единица.") == [
        'glossary.missing: no word for "crate" (want крейт)'
    ]


def test_a_role_shows_words(found) -> None:
    assert found("See {term}`crate`.", "См. {term}`это <crate>`.")


def test_the_longer_term_wants_its_own_word(found) -> None:
    assert found("A custom allocator.", "Аллокатор.") == [
        'glossary.missing: no word for "custom allocator" (want свой аллокатор)'
    ]


def test_a_forbidden_word_beside_the_right_one(found) -> None:
    assert found("A crate in a crate.", "Контейнер в крейте.") == [
        'glossary.forbidden: not the word for "crate" (got контейнер…, want крейт)'
    ]


def test_a_forbidden_word_outside_the_accepted_phrase(found) -> None:
    what = 'glossary.forbidden: not the word for "allocator" (got менеджер…, want аллокатор)'
    assert found("An allocator, it.", "Менеджер памяти, менеджер.") == [what]


def test_scripts_without_spaces(found) -> None:
    assert found("An allocator crate.", "某分配器的crate", "zh_CN") == []
    assert found("An allocator crate.", "某crate", "zh_CN") == [
        'glossary.missing: no word for "allocator" (want 分配器)'
    ]


def test_a_language_that_the_term_does_not_have(found) -> None:
    assert found("A custom allocator.", "某", "zh_CN") == []


def test_comments_of_listings(found) -> None:
    comments = {"page": frozenset({"A *crate."})}
    assert found("A *crate.", "Нечто.", comments=comments) == [
        'glossary.missing: no word for "crate" (want крейт)'
    ]
    assert found("A *crate.", "Мой `крейт`.", comments=comments) == []


def test_what_is_not_in_use_is_not_judged(found_in) -> None:
    assert found_in('#, fuzzy\nmsgid "A crate."\nmsgstr "Нечто."\n') == []
    assert found_in('msgid "A crate."\nmsgstr ""\n') == []
    assert found_in('#~ msgid "A crate."\n#~ msgstr "Нечто."\n') == []


def test_a_refused_message_is_not_judged(tmp_path: Path, glossary: Glossary) -> None:
    path = tmp_path / "locale/ru/LC_MESSAGES/page.po"
    path.parent.mkdir(parents=True)
    entry = 'msgid "A `crate` crate."\nmsgstr "Нечто."\n'
    path.write_text(HEADER.format("ru") + entry, encoding="utf-8")
    project = Project(tmp_path, tmp_path / "locale", ("ru",), {"page": "myst"}, glossary=glossary)
    assert [one.code for one in check_file(path, "ru", project).findings] == ["code.changed"]


def test_a_finding_is_a_warning_at_the_line_of_the_translation(tmp_path, glossary) -> None:
    path = tmp_path / "locale/ru/LC_MESSAGES/page.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER.format("ru") + 'msgid "A crate."\nmsgstr "Нечто."\n', encoding="utf-8")
    project = Project(tmp_path, tmp_path / "locale", ("ru",), {"page": "rst"}, glossary=glossary)
    checked = check_file(path, "ru", project)
    [finding] = checked.findings
    assert (finding.line, is_error(finding), checked.translated) == (7, False, 1)


def test_without_a_glossary_nothing_is_judged(found) -> None:
    assert found("A crate.", "Нечто.", glossary=None) == []


def test_this_project_keeps_to_its_glossary() -> None:
    project = settings.load(Path(__file__))
    assert project.glossary is not None
    codes_wanted = [language.code for language in project.translations]
    tree = with_glossary(tree_of(project), project.glossary, codes_wanted)
    assert [str(finding) for finding in check(tree)] == []
    assert tree.glossary is not None
    for term in tree.glossary.terms:
        assert set(term.renderings) == set(codes_wanted), term.name
