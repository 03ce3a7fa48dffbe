"""Programs that translators use write our catalogs so that nothing but words changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from translate.storage import pypo

from allocdoc import settings
from allocdoc.catalogs import merge
from allocdoc.catalogs.gate import Project, check_file
from allocdoc.site.tree import tree_of

ROOT = Path(__file__).parents[1]
PROJECT = settings.load(ROOT)
TREE = tree_of(PROJECT)
LANGUAGES = [one.code for one in PROJECT.languages if one != PROJECT.source_language]
CATALOGS = sorted(TREE.locale.rglob("LC_MESSAGES/*.po"))
NEW = "翻译 «перевод» traducción ¿翻訳？"
needs_msgmerge = pytest.mark.skipif(not shutil.which("msgmerge"), reason="GNU gettext is missing")


def name_of(path: Path) -> str:
    return path.relative_to(TREE.locale).as_posix()


@pytest.mark.parametrize("path", CATALOGS, ids=name_of)
def test_weblate_writes_a_catalog_as_it_stands(path: Path) -> None:
    """Weblate reads and writes with the Translate Toolkit."""
    assert bytes(pypo.pofile.parsefile(str(path))) == path.read_bytes()


def edited_by_weblate(path: Path, msgid: str) -> None:
    catalog = pypo.pofile.parsefile(str(path))
    catalog.updateheader(
        add=True,
        Last_Translator="A Name <name@example.org>",
        Language_Team="Español <https://weblate.example/projects/book/es/>",
        PO_Revision_Date="2026-11-25 08:00+0000",
        X_Generator="Weblate 5.14",
    )
    catalog.findunit(msgid).target = NEW
    path.write_bytes(bytes(catalog))


def edited_by_poedit(path: Path, msgid: str) -> None:
    """Change what Poedit 3.2.2 changed when a sentence was edited in its window."""
    text = path.read_text(encoding="utf-8")
    fields = ("POT-Creation-Date: ", "PO-Revision-Date: ", "Last-Translator: ", "Language-Team: ")
    text = text.replace('"Language:', "".join(f'"{one}\\n"\n' for one in fields) + '"Language:', 1)
    text = text.replace("\n\n", '\n"X-Generator: Poedit 3.2.2\\n"\n\n', 1)
    before, _, after = text.partition(f'msgid "{msgid}"\nmsgstr ')
    path.write_text(
        f'{before}msgid "{msgid}"\nmsgstr "{NEW}"{after[after.index(chr(10)) :]}', encoding="utf-8"
    )


@pytest.fixture
def tree(tmp_path: Path) -> Project:
    """Return a copy of the catalogs that may be edited."""
    shutil.copytree(TREE.locale, tmp_path / "locale")
    return replace(TREE, root=tmp_path, locale=tmp_path / "locale")


@needs_msgmerge
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edit", [edited_by_weblate, edited_by_poedit])
def test_an_edit_passes_the_gate_and_outlives_an_update(
    tree: Project, tmp_path: Path, language: str, edit: Callable[[Path, str], None]
) -> None:
    path = tree.locale / language / "LC_MESSAGES" / "index.po"
    template = tmp_path / "index.pot"
    blank = pypo.pofile.parsefile(str(path))
    for unit in blank.units:
        if not unit.isheader():
            unit.target = ""
    template.write_bytes(bytes(blank))
    msgid = "The pages"

    edit(path, msgid)
    checked = check_file(path, language, tree)
    assert not checked.findings
    assert checked.catalog is not None
    assert checked.catalog[msgid].string == NEW

    edited = path.read_bytes()
    merge(template, path, language)
    updated = path.read_bytes()
    # msgmerge may put the fields of the header into its own order, once.
    assert updated.partition(b"\n\n")[2] == edited.partition(b"\n\n")[2]
    merge(template, path, language)
    assert path.read_bytes() == updated
    assert bytes(pypo.pofile.parsefile(str(path))) == updated
