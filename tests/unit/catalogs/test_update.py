"""Merging templates into catalogs: nothing of a translator's is lost, nothing changes twice."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from allocdoc.catalogs import merge, relative_locations
from allocdoc.catalogs.memory import Remembered
from allocdoc.catalogs.update import new_catalog
from allocdoc.errors import CatalogError, MissingProgramError


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


needs_msgmerge = pytest.mark.skipif(not shutil.which("msgmerge"), reason="GNU gettext is missing")
POT_HEADER = """#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: book 1\\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


class Place:
    """A template and a catalog, and the merge of the one into the other."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "page.pot"
        self.catalog = folder / "locale/ru/LC_MESSAGES/page.po"

    def merge(self, *messages: str, language: str = "ru", header: str = POT_HEADER):
        entries = (f'\n#: docs/page.md\nmsgid "{text}"\nmsgstr ""\n' for text in messages)
        self.template.write_text(header + "".join(entries), encoding="utf-8")
        return merge(self.template, self.catalog, language)

    @property
    def text(self) -> str:
        return self.catalog.read_text(encoding="utf-8")

    def translate(self, msgid: str, msgstr: str, comment: str = "") -> None:
        old = f'#: docs/page.md\nmsgid "{msgid}"\nmsgstr ""\n'
        assert old in self.text
        new = f'{comment}#: docs/page.md\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'
        self.catalog.write_text(self.text.replace(old, new), encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@needs_msgmerge
@pytest.mark.parametrize("language", ["ru", "zh_CN", "es", "ja", "ar"])
def test_new_file_gets_a_header(place: Place, language: str) -> None:
    done = place.merge("One.", "Two.", language=language)
    assert (done.messages, done.untranslated, done.fuzzy, done.changed) == (2, 2, 0, True)
    assert done.path == place.catalog
    assert f'"Language: {language}\\n"' in place.text
    assert '"Project-Id-Version: book 1\\n"' in place.text
    assert '"Content-Type: text/plain; charset=UTF-8\\n"' in place.text
    assert "Date" not in place.text
    catalog = read(place.catalog)
    assert catalog.num_plurals == get_plural(language).num_plurals
    assert not catalog.fuzzy


@needs_msgmerge
def test_update_is_idempotent(place: Place) -> None:
    place.merge("One.", "Two.")
    place.translate("One.", "Один.")
    place.merge("One.", "Two, changed.", "Three.")
    before = place.text
    os.utime(place.catalog, (1, 1))
    # Built at another time: only the date of the template differs.
    done = place.merge(
        "One.", "Two, changed.", "Three.", header=POT_HEADER.replace("2026-01", "2027-05")
    )
    assert not done.changed
    assert place.text == before
    assert place.catalog.stat().st_mtime == 1


@needs_msgmerge
def test_work_and_comments_of_translators_are_kept(place: Place) -> None:
    place.merge("One.", "Two.")
    place.translate("One.", "Один.", comment="# Ask the author.\n")
    done = place.merge("Zero.", "Two.", "One.")
    assert (done.messages, done.untranslated) == (3, 2)
    assert '# Ask the author.\n#: docs/page.md\nmsgid "One."\nmsgstr "Один."\n' in place.text


@needs_msgmerge
def test_headers_of_translators_are_kept(place: Place) -> None:
    place.merge("One.")
    mine = (
        '"Last-Translator: Anna <anna@example.org>\\n"\n'
        '"PO-Revision-Date: 2026-03-04 05:06+0300\\n"\n'
        '"X-Generator: Poedit 3\\n"\n'
    )
    text = place.text.replace('"Language: ru', mine + '"Language: ru')
    place.catalog.write_text("# Anna, 2026.\n" + text, encoding="utf-8")
    place.merge("One.", "Two.")
    for line in ("# Anna, 2026.", *mine.splitlines()):
        assert line in place.text


@needs_msgmerge
def test_changed_message_keeps_its_previous_text(place: Place) -> None:
    place.merge("Memory is given out in blocks of one size.")
    place.translate("Memory is given out in blocks of one size.", "Память выдаётся блоками.")
    done = place.merge("Memory is given out in blocks of one length.")
    assert (done.fuzzy, done.untranslated) == (1, 0)
    assert '#| msgid "Memory is given out in blocks of one size."' in place.text
    assert "Память выдаётся блоками." in place.text


@needs_msgmerge
def test_removed_message_is_kept_and_comes_back(place: Place) -> None:
    place.merge("One.", "Quite another thing.")
    place.translate("One.", "Один.")
    gone = place.merge("Quite another thing.")
    assert gone.messages == 1
    assert '#~ msgid "One."\n#~ msgstr "Один."\n' in place.text
    back = place.merge("One.", "Quite another thing.")
    assert (back.messages, back.untranslated, back.fuzzy) == (2, 1, 0)
    assert "#~" not in place.text


@needs_msgmerge
def test_line_numbers_never_get_in(place: Place) -> None:
    place.merge("One.")
    before = place.text
    moved = POT_HEADER + '\n#: docs/page.md:99\nmsgid "One."\nmsgstr ""\n'
    place.template.write_text(moved, encoding="utf-8")
    assert not merge(place.template, place.catalog, "ru").changed
    assert place.text == before
    assert "#: docs/page.md\n" in before


@needs_msgmerge
def test_message_that_talks_of_dates_is_whole(place: Place) -> None:
    line = "POT-Creation-Date: today\\n"
    header, first = POT_HEADER, f'\nmsgid ""\n"{line}"\n"more"\nmsgstr ""\n'
    place.template.write_text(header + first, encoding="utf-8")
    merge(place.template, place.catalog, "ru")
    assert [message.id for message in read(place.catalog) if message.id] == [
        "POT-Creation-Date: today\nmore"
    ]


@needs_msgmerge
def test_line_ends_of_windows(place: Place) -> None:
    place.merge("One.")
    place.translate("One.", "Один.")
    place.catalog.write_bytes(place.catalog.read_bytes().replace(b"\n", b"\r\n"))
    assert place.merge("One.").untranslated == 0
    assert 'msgstr "Один."' in place.text
    assert not place.merge("One.").changed


@needs_msgmerge
@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_empty_file_is_like_none(place: Place, content: bytes) -> None:
    place.catalog.parent.mkdir(parents=True)
    place.catalog.write_bytes(content)
    place.merge("One.")
    assert '"Language: ru\\n"' in place.text
    assert "Plural-Forms: nplurals=3" in place.text


@needs_msgmerge
@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"\xef\xbb\xbf" + b'msgid "One."\nmsgstr "x"\n', 1),
        ('msgid ""\nmsgstr ""\n\nmsgid "One."\nmsgstr "ф"\n'.encode("koi8-r"), 5),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=KOI8-R\\n"\n', 2),
        (b'msgid "One."\nmsgstr "x\n', 2),
        (b'<<<<<<< HEAD\nmsgid "One."\n', 1),
        # What Babel takes and GNU gettext does not.
        (b'msgid "One."\nmsgstr "x"\n\nmsgid "One."\nmsgstr "y"\n', 4),
    ],
)
def test_broken_catalog_is_named_and_left_alone(place: Place, content: bytes, line: int) -> None:
    place.catalog.parent.mkdir(parents=True)
    place.catalog.write_bytes(content)
    with pytest.raises(CatalogError) as caught:
        place.merge("One.")
    assert str(caught.value).startswith(f"{place.catalog.as_posix()}:{line}: ")
    assert place.catalog.read_bytes() == content
    assert [path.name for path in place.catalog.parent.iterdir()] == ["page.po"]


def test_missing_program_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingProgramError, match=r"msgmerge not found .*gettext"):
        place.merge("One.")
    assert not place.catalog.exists()


def test_failure_without_words(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin/msgmerge"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    with pytest.raises(CatalogError, match=r"page\.po:1: not a PO file \(msgmerge failed\)"):
        place.merge("One.")


@needs_msgmerge
def test_template_without_a_project(place: Place) -> None:
    header = POT_HEADER.replace('"Project-Id-Version: book 1\\n"\n', "")
    place.merge("One.", header=header)
    assert '"Project-Id-Version: PROJECT\\n"' in place.text


@pytest.mark.parametrize("language", ["klingon", "xx", "", "../ru", "r u"])
def test_unknown_language(language: str) -> None:
    with pytest.raises(CatalogError, match="no such language"):
        new_catalog(language, "book")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("docs/page.md", "docs/deep/page.md", "examples/x.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "build/gettext").mkdir(parents=True)
    return tmp_path


def locations(root: Path, *lines: str) -> list[str]:
    template = "".join(f"#: {line}\n" for line in lines) + 'msgid "x"\nmsgstr ""\n'
    text = relative_locations(template, root / "build/gettext", root)
    assert text.endswith('msgid "x"\nmsgstr ""\n')
    return [line.removeprefix("#: ") for line in text.splitlines() if line.startswith("#:")]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("../../docs/page.md:12", "docs/page.md"),
        ("../../docs/deep/page.md:1", "docs/deep/page.md"),
        ("examples/x.py:3", "examples/x.py"),
        ("../../examples/x.py", "examples/x.py"),
        ("../../../elsewhere/y.md:3", "y.md"),
        ("<generated>:0", "<generated>"),
    ],
)
def test_locations_start_at_the_root(root: Path, written: str, wanted: str) -> None:
    assert locations(root, written) == [wanted]


def test_absolute_location(root: Path) -> None:
    assert locations(root, f"{root}/docs/page.md:4") == ["docs/page.md"]


def test_each_path_stands_once_a_message(root: Path) -> None:
    lines = ["../../docs/page.md:1", "../../docs/page.md:9", "examples/x.py:3", "examples/x.py:4"]
    assert locations(root, *lines) == ["docs/page.md", "examples/x.py"]


def test_messages_keep_their_own_locations(root: Path) -> None:
    entry = '#: ../../docs/page.md:{}\nmsgid "{}"\nmsgstr ""\n\n'
    text = relative_locations(
        entry.format(1, "a") + entry.format(2, "b"), root / "build/gettext", root
    )
    assert text.count("#: docs/page.md\n") == 2


def test_relative_locations_are_stable(root: Path) -> None:
    once = relative_locations("#: ../../docs/page.md:1\n", root / "build/gettext", root)
    assert relative_locations(once, root / "build/gettext", root) == once


LONG = "Memory is given out in blocks of one size."
LONGER = "Memory is given out in blocks of one length."


@needs_msgmerge
def test_the_old_text_outlives_work_on_the_new_one(place: Place) -> None:
    place.merge(LONG)
    place.translate(LONG, "Память выдаётся блоками.", comment="# Ask.\n")
    place.merge(LONGER)
    assert f'# Ask.\n#~ msgid "{LONG}"\n#~ msgstr "Память выдаётся блоками."\n' in place.text
    done = place.text.replace(f'#, fuzzy\n#| msgid "{LONG}"\n', "")
    done = done.replace('msgstr "Память выдаётся блоками."', 'msgstr "По длине."', 1)
    place.catalog.write_text(done, encoding="utf-8")
    back = place.merge(LONG)
    assert (back.fuzzy, back.untranslated) == (0, 0)
    assert f'msgid "{LONG}"\nmsgstr "Память выдаётся блоками."\n' in place.text
    assert f'#~ msgid "{LONGER}"\n#~ msgstr "По длине."\n' in place.text
    assert not place.merge(LONG).changed


@needs_msgmerge
def test_text_comes_from_the_memory(place: Place) -> None:
    place.template.write_text(POT_HEADER + '\nmsgid "One."\nmsgstr ""\n', encoding="utf-8")
    memory = {"One.": Remembered("Один.", ("Ask.",)), "Two.": Remembered("Два.")}
    done = merge(place.template, place.catalog, "ru", memory)
    assert (done.messages, done.untranslated, done.fuzzy) == (1, 0, 0)
    assert place.text.endswith('\n\n# Ask.\nmsgid "One."\nmsgstr "Один."\n')
    assert place.text.startswith('msgid ""\nmsgstr ""\n"Project-Id-Version: book 1\\n"')


@needs_msgmerge
def test_guess_from_the_memory_is_fuzzy(place: Place) -> None:
    place.template.write_text(POT_HEADER + f'\nmsgid "{LONGER}"\nmsgstr ""\n', encoding="utf-8")
    done = merge(place.template, place.catalog, "ru", {LONG: Remembered("Память.")})
    assert done.fuzzy == 1
    assert f'#, fuzzy\n#| msgid "{LONG}"\nmsgid "{LONGER}"\nmsgstr "Память."\n' in place.text


@needs_msgmerge
def test_lines_that_another_tool_broke_elsewhere_stay(place: Place) -> None:
    place.merge("内存按块分配。", "Gone.", language="zh_CN")
    place.translate("Gone.", "消失。")
    place.merge("内存按块分配。", language="zh_CN")
    text = place.text.replace('msgid "内存按块分配。"', 'msgid ""\n"内存按"\n"块分配。"')
    text = text.replace('#~ msgstr "消失。"', '#~ msgstr ""\n#~ "消失"\n#~ "。"\n\n')
    place.catalog.write_text(text, encoding="utf-8")
    assert not place.merge("内存按块分配。", language="zh_CN").changed
    assert place.text == text
    assert place.merge("内存按块分配。", "新。", language="zh_CN").changed


@needs_msgmerge
def test_date_that_another_tool_wrote_stays(place: Place) -> None:
    place.merge("One.")
    date = '"POT-Creation-Date: 2020-02-02 02:02+0000\\n"\n'
    text = place.text.replace('"Language: ru', date + '"Language: ru')
    place.catalog.write_text(text, encoding="utf-8")
    place.merge("One.")
    assert date in place.text
    place.merge("One.", "Two.")
    assert place.text.count("POT-Creation-Date") == 1
    assert date in place.text


@needs_msgmerge
def test_start_of_a_new_catalog(place: Place) -> None:
    place.template.write_text(POT_HEADER + '\nmsgid "One."\nmsgstr ""\n', encoding="utf-8")
    start = '\n# A note.\nmsgid "One."\nmsgstr ""\n'
    merge(place.template, place.catalog, "ru", start=start)
    assert '"Language: ru\\n"' in place.text
    assert place.text.endswith(start)


@needs_msgmerge
def test_guess_that_was_never_needed_stays_readable(place: Place) -> None:
    place.merge(LONG)
    place.translate(LONG, "Память выдаётся блоками.")
    place.merge(LONGER)
    place.merge("Quite another thing.")
    assert f'#~| msgid "{LONG}"\n#~ msgid "{LONGER}"' in place.text
    assert not place.merge("Quite another thing.").changed
