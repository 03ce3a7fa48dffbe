"""``allocdoc update``: catalogs follow the pages, and what a translator wrote stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allocdoc.cli import main

pytestmark = pytest.mark.usefixtures("gettext")


@pytest.fixture
def gettext() -> None:
    from shutil import which

    if which("msgmerge") is None:
        pytest.skip("no GNU gettext found (apt-get install gettext)")


def update(root: Path, *arguments: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        return CliRunner().invoke(main, ["update", *arguments])


def catalogs(root: Path) -> dict[str, bytes]:
    folder = root / "locale"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.po")}


def test_new_messages_come_in_and_old_translations_stay(site_project: Path):
    done = update(site_project)
    assert done.exit_code == 0, done.output
    assert done.stdout == "ru      4 messages   2 untranslated   0 fuzzy   2 catalogs changed\n"
    second = catalogs(site_project)["ru/LC_MESSAGES/second.po"].decode()
    assert "Предложение." in second
    assert '#: examples/adding.py\nmsgid "Add them."\nmsgstr "Сложить."' in second
    assert 'msgid "Welcome"' in catalogs(site_project)["ru/LC_MESSAGES/index.po"].decode()


def test_a_second_run_changes_not_one_byte(site_project: Path):
    update(site_project)
    before = catalogs(site_project)
    done = update(site_project, "-l", "ru")
    assert done.stdout.endswith("0 catalogs changed\n")
    assert catalogs(site_project) == before


def test_a_changed_sentence_is_fuzzy_and_shows_what_it_was(site_project: Path):
    update(site_project)
    page = site_project / "docs/second.md"
    page.write_text(page.read_text().replace("A sentence.", "A longer sentence."))
    done = update(site_project)
    assert "1 fuzzy" in done.stdout
    second = catalogs(site_project)["ru/LC_MESSAGES/second.po"].decode()
    assert '#, fuzzy\n#| msgid "A sentence."\nmsgid "A longer sentence."' in second


def test_a_new_line_above_a_sentence_changes_no_catalog(site_project: Path):
    update(site_project)
    before = catalogs(site_project)
    page = site_project / "docs/second.md"
    page.write_text("\n\n" + page.read_text())
    assert "0 catalogs changed" in update(site_project).stdout
    assert catalogs(site_project) == before


def test_a_broken_catalog_is_named_and_left_alone(site_project: Path):
    broken = site_project / "locale/ru/LC_MESSAGES/second.po"
    broken.write_text('msgid "A sentence.\nmsgstr "Предложение."\n', encoding="utf-8")
    before = broken.read_bytes()
    done = update(site_project)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"ERROR {broken}:1: not a PO file")
    assert broken.read_bytes() == before


def test_a_page_that_cannot_be_built_stops_the_update(site_project: Path):
    page = site_project / "docs/second.md"
    page.write_text("# Page\n\n```python\nprint()\n```\n")
    before = catalogs(site_project)
    done = update(site_project)
    assert done.exit_code == 1
    assert "docs/second.md:3: ERROR: python code that is no example" in done.stderr
    assert catalogs(site_project) == before


def test_an_unknown_language_is_named(site_project: Path):
    done = update(site_project, "-l", "xx")
    assert (done.exit_code, done.stderr) == (
        2,
        "ERROR unknown language (got xx, want one of en, ru)\n",
    )
