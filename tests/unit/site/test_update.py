"""``allocdoc update``: catalogs follow the pages, and what a translator wrote stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allocdoc.cli import main

SECOND = "locale/ru/LC_MESSAGES/second.po"
INDEX = "ru/LC_MESSAGES/index.po"
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


def test_a_refused_catalog_is_named_and_left_alone(site_project: Path):
    broken = site_project / SECOND
    broken.write_text('msgid "A sentence.\nmsgstr "Предложение."\n', encoding="utf-8")
    before = broken.read_bytes()
    done = update(site_project)
    assert done.exit_code == 1
    assert f"{SECOND}:1: po.syntax: a string without its end" in done.stderr
    assert broken.read_bytes() == before
    # The other catalog is made all the same.
    assert done.stdout == "ru      1 message   1 untranslated   0 fuzzy   1 catalog changed\n"
    assert (site_project / "locale/ru/LC_MESSAGES/index.po").is_file()


def test_a_catalog_that_gettext_alone_refuses_is_named_too(site_project: Path):
    update(site_project)
    odd = site_project / SECOND
    entry = 'msgid "A sentence."'
    text = odd.read_text(encoding="utf-8").replace(entry, f"#| what it was before\n{entry}")
    odd.write_text(text, encoding="utf-8")
    done = update(site_project)
    assert done.exit_code == 1
    assert re.match(rf'{SECOND}:\d+: not a PO file \(keyword "what" unknown', done.stderr)
    assert odd.read_text(encoding="utf-8") == text
    assert "1 message " in done.stdout


def test_a_dropped_message_is_named_and_stays_as_it_was_written(site_project: Path):
    update(site_project)
    bad = site_project / SECOND
    text = bad.read_text(encoding="utf-8").replace("Предложение.", "[П](https://evil.example)")
    bad.write_text(text, encoding="utf-8")
    done = update(site_project)
    assert done.exit_code == 1
    line = text[: text.index("[П]")].count("\n") + 1
    assert done.stderr.startswith(f"{SECOND}:{line}: link.")
    assert bad.read_text(encoding="utf-8") == text


def test_a_bad_text_goes_to_no_other_page(site_project: Path):
    update(site_project)
    catalog = site_project / SECOND
    text = catalog.read_text(encoding="utf-8").replace("Предложение.", "[П](https://evil.example)")
    catalog.write_text(text, encoding="utf-8")
    page = site_project / "docs/index.md"
    page.write_text(page.read_text() + "\nA sentence.\n")
    update(site_project)
    assert 'msgid "A sentence."\nmsgstr ""' in catalogs(site_project)[INDEX].decode()


@pytest.mark.parametrize("link", [SECOND, "locale/ru/LC_MESSAGES", "locale/ru"])
def test_a_link_is_refused_and_nothing_is_written_through_it(site_project: Path, link: str):
    update(site_project)
    path, elsewhere = site_project / link, site_project / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    page = site_project / "docs/second.md"
    page.write_text(page.read_text() + "\nMore.\n")
    files = [elsewhere] if elsewhere.is_file() else sorted(elsewhere.rglob("*.po"))
    before = [file.read_bytes() for file in files]
    done = update(site_project)
    assert (done.exit_code, path.is_symlink()) == (1, True)
    assert f"{link}:1: po.not-a-file: not a regular file (got a symbolic link" in done.stderr
    assert [file.read_bytes() for file in files] == before


def test_the_catalog_of_a_page_that_is_gone_is_kept_and_named(site_project: Path):
    update(site_project)
    (site_project / "docs/second.md").rename(site_project / "docs/other.md")
    index = site_project / "docs/index.md"
    index.write_text(index.read_text().replace("second", "other"))
    before = catalogs(site_project)[second := "ru/LC_MESSAGES/second.po"]
    done = update(site_project)
    assert done.exit_code == 0
    assert done.stderr == f"locale/{second}:1: note: no page has this catalog (it is kept)\n"
    assert catalogs(site_project)[second] == before
    other = catalogs(site_project)["ru/LC_MESSAGES/other.po"].decode()
    assert 'msgid "A sentence."\nmsgstr "Предложение."' in other
    assert '#: examples/adding.py\nmsgid "Add them."\nmsgstr "Сложить."' in other
    assert "0 catalogs changed" in update(site_project).stdout


def test_text_that_moved_and_came_back(site_project: Path):
    update(site_project)
    page, index = site_project / "docs/second.md", site_project / "docs/index.md"
    old = page.read_text(), index.read_text()
    start = catalogs(site_project)
    page.write_text(old[0].replace("A sentence.\n", ""))
    index.write_text(old[1] + "\nA sentence.\n")
    update(site_project)
    moved = catalogs(site_project)
    assert 'msgid "A sentence."\nmsgstr "Предложение."' in moved[INDEX].decode()
    assert '#~ msgid "A sentence."' in moved["ru/LC_MESSAGES/second.po"].decode()
    page.write_text(old[0])
    index.write_text(old[1])
    update(site_project)
    back = catalogs(site_project)
    assert back["ru/LC_MESSAGES/second.po"] == start["ru/LC_MESSAGES/second.po"]


def test_the_words_of_sphinx_itself_are_no_catalog(site_project: Path):
    templates = site_project / "docs/_templates"
    templates.mkdir()
    (templates / "x.html").write_text("{% trans %}Hello{% endtrans %}", encoding="utf-8")
    conf = site_project / "conf.py"
    conf.write_text(conf.read_text() + 'templates_path = ["_templates"]\n')
    assert update(site_project).exit_code == 0
    assert (site_project / "build/gettext/sphinx.pot").is_file()
    assert set(catalogs(site_project)) == {INDEX, "ru/LC_MESSAGES/second.po"}


def test_templates_of_old_pages_go(site_project: Path):
    update(site_project)
    (site_project / "docs/second.md").unlink()
    (site_project / "docs/index.md").write_text("# Welcome\n")
    update(site_project)
    assert [path.name for path in (site_project / "build/templates").iterdir()] == ["index.pot"]


def test_what_is_wrong_with_a_page_is_named_and_stops_no_update(site_project: Path):
    update(site_project)
    page = site_project / "docs/second.md"
    text = page.read_text(encoding="utf-8") + "\nMore.\n\n```python\nprint()\n```\n"
    page.write_text(text, encoding="utf-8")
    done = update(site_project)
    assert done.exit_code == 1
    assert "docs/second.md:10: ERROR: python code that is no example" in done.stderr
    [changed] = [text for text in catalogs(site_project).values() if b'msgid "More."' in text]
    assert "Предложение.".encode() in changed


def test_a_build_that_ends_early_stops_the_update(site_project: Path):
    conf = site_project / "conf.py"
    conf.write_text(conf.read_text().replace('["allocdoc"]', '["allocdoc", "no.such.module"]'))
    before = catalogs(site_project)
    done = update(site_project)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no.such.module" in done.stderr
    assert catalogs(site_project) == before


def test_an_unknown_language_is_named(site_project: Path):
    done = update(site_project, "-l", "xx")
    assert (done.exit_code, done.stderr) == (
        2,
        "ERROR unknown language (got xx, want one of en, ru)\n",
    )
