"""The memory of a language: what translators said, wherever it stands, if the gate accepts it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest
from babel.messages.pofile import read_po

from allocdoc.catalogs.gate import Project, check_files
from allocdoc.catalogs.gate.syntax import parse
from allocdoc.catalogs.memory import Remembered, compendium, entry_text, lost, po_text, remember

HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
LONG = "A paragraph that is long enough to be like another."
OTHER = "A paragraph that is long enough to be like nothing."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    pages = {"one": "myst", "two": "myst"}
    return Project(tmp_path, tmp_path / "locale", ("ru",), pages)


def remembered(project: Project, **catalogs: str) -> dict[str, Remembered]:
    folder = project.locale / "ru/LC_MESSAGES"
    folder.mkdir(parents=True)
    paths = [folder / f"{name}.po" for name in catalogs]
    for path in paths:
        path.write_text(HEADER + "\n" + catalogs[path.stem], encoding="utf-8")
    return dict(remember(check_files(paths, "ru", project), "ru", project))


def entry(msgid: str, msgstr: str, before: str = "", mark: str = "") -> str:
    return f'{before}{mark}msgid "{msgid}"\n{mark}msgstr "{msgstr}"\n\n'


def test_texts_in_use_and_obsolete_ones(project: Project) -> None:
    text = entry("In use.", "Есть.", "# Ask Anna.\n") + entry("Gone.", "Нет.", "# Why?\n", "#~ ")
    assert remembered(project, one=text) == {
        "In use.": Remembered("Есть.", ("Ask Anna.",)),
        "Gone.": Remembered("Нет.", ("Why?",)),
    }


def test_nothing_that_is_fuzzy_or_empty(project: Project) -> None:
    text = entry("Empty.", "") + entry("Fuzzy.", "Нечётко.", "#, fuzzy\n")
    text += entry("Gone and fuzzy.", "Нечётко.", "#, fuzzy\n", "#~ ")
    assert remembered(project, one=text) == {}


def test_nothing_that_the_gate_keeps_from_the_pages(project: Project) -> None:
    bad = "[x](https://evil.example)"
    text = entry("In use.", bad) + entry("Gone.", bad, mark="#~ ") + entry("Good.", "Хорошо.")
    assert list(remembered(project, one=text)) == ["Good."]


def test_nothing_of_a_refused_catalog(project: Project) -> None:
    broken = entry("One.", "Один.") + 'msgid "no end\n'
    assert list(remembered(project, one=broken, two=entry("Two.", "Два."))) == ["Two."]


def test_what_is_in_use_goes_first_then_the_first_catalog(project: Project) -> None:
    one = entry("A.", "gone", mark="#~ ") + entry("B.", "first")
    two = entry("A.", "in use") + entry("B.", "second")
    memory = remembered(project, one=one, two=two)
    assert {msgid: said.msgstr for msgid, said in memory.items()} == {"B.": "first", "A.": "in use"}


def messages(text: str) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in parse(text).current}


def chosen(memory: dict[str, str], own: str, *wanted: str) -> dict[str, str]:
    said = {msgid: Remembered(msgstr) for msgid, msgstr in memory.items()}
    template = "".join(entry(msgid, "") for msgid in wanted)
    return messages(compendium(said, "ru", parse(HEADER + "\n" + own), parse(template)))


def test_a_text_is_taken_over_word_for_word() -> None:
    assert chosen({"A.": "А.", "B.": "Б.", LONG: "…"}, "", "A.") == {"A.": "А."}


def test_a_message_without_translation_gets_one() -> None:
    assert chosen({"A.": "А."}, entry("A.", ""), "A.") == {"A.": "А."}


def test_what_the_catalog_says_itself_stays() -> None:
    own = entry("A.", "mine") + entry("B.", "mine", "#, fuzzy\n") + entry(LONG, "mine", "", "#~ ")
    memory = {"A.": "theirs", "B.": "theirs", LONG: "theirs"}
    assert chosen(memory, own, "A.", "B.", OTHER) == {}


def test_guesses_are_for_new_texts_and_from_long_ones() -> None:
    memory = {"Short.": "Кратко.", LONG: "Длинно."}
    assert chosen(memory, "", OTHER) == {LONG: "Длинно."}
    assert chosen(memory, entry(OTHER, ""), OTHER) == {}


def test_nothing_of_use_is_an_empty_file() -> None:
    memory = {LONG: Remembered("Длинно.")}
    assert compendium(memory, "ru", parse(""), parse("")) == ""


def test_a_catalogs_own_notes_go_before_remembered_ones() -> None:
    own = parse(entry("A.", "", "# Mine.\n# Both.\n"))
    memory = {"A.": Remembered("А.", ("Both.", "Theirs."))}
    [made] = parse(compendium(memory, "ru", own, parse(entry("A.", "")))).current
    assert made.comments == ["Mine.", "Both.", "Theirs."]


def lost_msgids(before: str, after: str) -> list[str]:
    return [entry.msgid for entry in lost(parse(before), parse(after))]


def test_a_pair_that_is_gone_is_lost() -> None:
    before = entry("A.", "А.") + entry("B.", "Б.", mark="#~ ") + entry("C.", "В.")
    assert lost_msgids(before, entry("C.", "В.", mark="#~ ")) == ["A.", "B."]


def test_a_fuzzy_text_may_move_on_to_another_message() -> None:
    before = entry("A.", "А.", "#, fuzzy\n")
    assert lost_msgids(before, entry("B.", "А.", "#, fuzzy\n")) == []
    assert lost_msgids(before, entry("B.", "Б.")) == ["A."]
    # An accepted one is as good as lost there: the translator will write over it.
    assert lost_msgids(entry("A.", "А."), entry("B.", "А.", "#, fuzzy\n")) == ["A."]


def test_what_cannot_be_lost() -> None:
    before = (
        HEADER
        + "\n"
        + entry("Empty.", "")
        + entry("There.", "old")
        + entry("A.", "А.", 'msgctxt "menu"\n')
        + 'msgid "block"\nmsgid_plural "blocks"\nmsgstr[0] "блок"\nmsgstr[1] "блока"\n'
    )
    assert lost_msgids(before, entry("There.", "new")) == []


TROUBLE = 'A "quote", a \\ and\na second\tline.'


def test_text_comes_back_as_it_was(tmp_path: Path) -> None:
    [one] = parse(po_text([], "ru") + "\n" + entry("x", "y", "# Note.\n#\n#, fuzzy\n")).current
    one.msgid, one.msgstr = TROUBLE, TROUBLE[::-1]
    path = tmp_path / "x.po"
    path.write_text(po_text([one], "ru"), encoding="utf-8")
    with path.open("rb") as file:
        [_, read] = read_po(file)
    assert (read.id, read.string, read.fuzzy) == (TROUBLE, TROUBLE[::-1], True)
    assert read.user_comments == ["Note.", ""]
    [again] = parse(entry_text(one, "#~ ")).entries
    assert (again.msgid, again.msgstr, again.obsolete) == (TROUBLE, TROUBLE[::-1], True)


@pytest.mark.skipif(not which("msgfmt"), reason="GNU gettext is missing")
def test_gettext_reads_it(tmp_path: Path) -> None:
    [one] = parse(entry("x", "y")).current
    one.msgid, one.msgstr = TROUBLE, "Кавычка"
    path = tmp_path / "x.po"
    path.write_text(po_text([one], "ru"), encoding="utf-8")
    subprocess.run(["msgfmt", "-o", "-", str(path)], check=True, capture_output=True)
