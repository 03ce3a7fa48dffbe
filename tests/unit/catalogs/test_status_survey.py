"""The status of a tree of catalogs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from allocdoc.catalogs.gate import Project
from allocdoc.catalogs.status import (
    CatalogStatus,
    Counts,
    LanguageStatus,
    State,
    read_templates,
    survey,
)
from allocdoc.errors import CatalogError
from allocdoc.settings import Language

RU, JA = Language("ru", "Русский"), Language("ja", "日本語")
HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRIES = """\
msgid "Read this."
msgstr "Прочтите."

#, fuzzy
#| msgid "A page."
msgid "A long page."
msgstr "Страница."

msgid "Three more words."
msgstr ""

#, fuzzy
msgid "Fuzzy and empty."
msgstr ""

#~ msgid "Gone."
#~ msgstr "Нет."
"""
DROPPED = '\nmsgid "A `name`."\nmsgstr "Имя."\n'
BROKEN = ENTRIES.replace('"Прочтите."', '"Прочтите.')


@pytest.fixture
def project(tmp_path: Path) -> Project:
    pages = {"page": "myst", "deep/other": "myst"}
    return Project(tmp_path, tmp_path / "locale", ("en", "ru", "ja"), pages)  # type: ignore[arg-type]


@pytest.fixture
def write(project: Project) -> Callable[[str, str, str], Path]:
    def catalog(language: str, domain: str, entries: str) -> Path:
        path = project.locale / language / "LC_MESSAGES" / f"{domain}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER.format(language) + entries, encoding="utf-8")
        return path

    return catalog


def only(languages: tuple[LanguageStatus, ...]) -> CatalogStatus:
    ((catalog,),) = (one.catalogs for one in languages)
    return catalog


def states(catalog: CatalogStatus) -> dict[str, str]:
    return {message.msgid: message.state.value for message in catalog.messages}


def test_each_message_has_one_state(project, write) -> None:
    write("ru", "page", ENTRIES + DROPPED)
    catalog = only(survey(project, [RU]))
    assert (catalog.domain, catalog.path) == ("page", "locale/ru/LC_MESSAGES/page.po")
    assert states(catalog) == {
        "Read this.": "translated",
        "A long page.": "fuzzy",
        "Three more words.": "untranslated",
        "Fuzzy and empty.": "untranslated",
        "A `name`.": "refused",
    }
    assert catalog.counts == Counts(1, 1, 2, 1, words_left=3 + 3 + 3 + 2)


def test_fuzzy_message_knows_its_past_and_its_line(project, write) -> None:
    path = write("ru", "page", ENTRIES)
    fuzzy = only(survey(project, [RU])).messages[1]
    assert (fuzzy.old, fuzzy.previous) == ("Страница.", "A page.")
    assert path.read_text("utf-8").splitlines()[fuzzy.line - 1] == 'msgid "A long page."'
    translated = only(survey(project, [RU])).messages[0]
    assert (translated.old, translated.previous) == ("", "")


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="no msgfmt (apt-get install gettext)")
def test_counts_are_those_of_msgfmt(project, write) -> None:
    path = write("ru", "page", ENTRIES)
    command = ["msgfmt", "--statistics", "-o", "/dev/null", str(path)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": "/usr/bin"}
    )
    said = {
        word: int(n) for n, word in re.findall(r"(\d+) (translated|fuzzy|untrans)", done.stderr)
    }
    counts = only(survey(project, [RU])).counts
    assert said == {
        "translated": counts.translated,
        "fuzzy": counts.fuzzy,
        "untrans": counts.untranslated,
    }


def test_refused_file_counts_as_refused_whole(project, write) -> None:
    write("ru", "page", BROKEN)
    write("ja", "page", ENTRIES.replace("Прочтите", "読む") + DROPPED)
    ru, ja = survey(project, [RU, JA])
    # How many messages the page has is known from the language that can be read.
    assert ru.counts == Counts(refused=5, words_left=13)
    assert ja.counts.total == 5
    assert (ja.counts.translated, ja.counts.refused) == (1, 1)


def test_refused_file_that_is_the_only_one(project, write) -> None:
    write("ru", "page", ENTRIES.replace("Language: ru", "Language: es")).write_text(
        HEADER.format("es") + ENTRIES, encoding="utf-8"
    )
    assert survey(project, [RU])[0].counts.refused == 4


def test_link_is_refused_and_not_followed(project, write, tmp_path) -> None:
    path = write("ru", "page", ENTRIES)
    path.rename(tmp_path / "elsewhere.po")
    path.symlink_to(tmp_path / "elsewhere.po")
    write("ja", "page", ENTRIES)
    assert survey(project, [RU, JA])[0].counts == Counts(refused=4, words_left=11)


def test_missing_catalog_is_untranslated(project, write) -> None:
    write("ru", "page", ENTRIES)
    ja = survey(project, [JA, RU])[0]
    assert (ja.language, ja.catalogs[0].path) == (JA, "")
    assert ja.counts == Counts(untranslated=4, words_left=11)
    assert {message.line for message in ja.catalogs[0].messages} == {0}


def test_sum_over_catalogs(project, write) -> None:
    write("ru", "page", ENTRIES)
    write("ru", "deep/other", 'msgid "One."\nmsgstr "Один."\n')
    (ru,) = survey(project, [RU])
    assert [catalog.domain for catalog in ru.catalogs] == ["deep/other", "page"]
    assert ru.counts == Counts(2, 1, 2, 0, words_left=9)


def test_catalog_of_no_page_does_not_count(project, write) -> None:
    write("ru", "page", ENTRIES)
    write("ru", "sphinx", ENTRIES)
    assert [catalog.domain for catalog in survey(project, [RU])[0].catalogs] == ["page"]


def test_templates_say_which_messages_there_are(project, write, tmp_path) -> None:
    write("ru", "page", ENTRIES)
    templates = tmp_path / "templates"
    (templates / "deep").mkdir(parents=True)
    pot = HEADER.format("") + 'msgid "Read this."\nmsgstr ""\n\nmsgid "New here."\nmsgstr ""\n'
    (templates / "page.pot").write_text(pot, encoding="utf-8")
    (templates / "deep/other.pot").write_text(pot, encoding="utf-8")
    (ru,) = survey(project, [RU], read_templates(templates))
    assert [states(catalog) for catalog in ru.catalogs] == [
        {"Read this.": "untranslated", "New here.": "untranslated"},
        {"Read this.": "translated", "New here.": "untranslated"},
    ]


def test_refused_file_with_a_template(project, write) -> None:
    write("ru", "page", BROKEN)
    (ru,) = survey(project, [RU], {"page": ("Read this.", "New here.")})
    assert states(ru.catalogs[0]) == dict.fromkeys(("Read this.", "New here."), State.REFUSED)


def test_nothing_to_count(project) -> None:
    with pytest.raises(CatalogError, match=r"locale: no catalogs .*allocdoc update makes them"):
        survey(project, [RU])


def test_no_templates(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"no templates \(got none, want \*\.pot\)"):
        read_templates(tmp_path)


def test_template_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "page.pot").write_bytes(b'msgid "\xe4"\nmsgstr ""\n')
    with pytest.raises(CatalogError, match=r"page\.pot:1: not UTF-8"):
        read_templates(tmp_path)
