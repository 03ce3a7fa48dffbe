"""``allocdoc check`` also looks at the catalogs of a project's own interface."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allocdoc.cli import main
from allocdoc.settings import load
from allocdoc.site.check import check
from allocdoc.site.tree import tree_of

HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GOOD = HEADER + 'msgid "%(n)s of *"\nmsgstr "%(n)s из `"\n'


@pytest.fixture
def project(site_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = site_project / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text + 'interface = "words"\n', encoding="utf-8")
    write(site_project, "ru/LC_MESSAGES/site.po", GOOD)
    monkeypatch.chdir(site_project)
    return site_project


def write(root: Path, name: str, text: str = "") -> None:
    path = root / "words" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def test_plain_strings_have_no_markup(project: Path):
    done = run()
    assert (done.exit_code, done.output) == (0, "")


def test_a_place_for_a_value_has_to_stay(project: Path):
    write(project, "ru/LC_MESSAGES/site.po", GOOD.replace("%(n)s из", "%(число)s из"))
    done = run()
    assert done.exit_code == 1
    assert done.stdout.startswith("words/ru/LC_MESSAGES/site.po:7: interface.format: ")


def test_a_file_that_breaks_the_rules_of_files(project: Path):
    write(project, "ru/LC_MESSAGES/site.po", GOOD.replace("Language: ru", "Language: es"))
    assert run().stdout.startswith("words/ru/LC_MESSAGES/site.po:2: po.language: ")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ru/LC_MESSAGES/site.mo", "po.mo"),
        ("xx/LC_MESSAGES/site.po", "po.unknown-language"),
        ("ru/LC_MESSAGES/run.sh", "po.unexpected"),
        ("ru/site.po", "po.unexpected"),
    ],
)
def test_strays(project: Path, name: str, code: str):
    write(project, name)
    done = run()
    assert done.exit_code == 1
    assert done.stdout.startswith(f"words/{name}:1: {code}: ")


def test_a_link(project: Path):
    (project / "words/ru/LC_MESSAGES/other.po").symlink_to("/dev/zero")
    assert run().stdout.startswith("words/ru/LC_MESSAGES/other.po:1: po.not-a-file: ")


def test_what_tools_keep_there_is_let_be(project: Path):
    write(project, "babel.cfg", "[python: **.py]\n")
    write(project, "site.pot", "no")
    assert run().output == ""


def test_one_language_of_several(project: Path):
    write(project, "ru/LC_MESSAGES/site.po", "no")
    assert run("-l", "ru").exit_code == 1
    assert run("-l", "en").exit_code == 0


def test_findings_of_both_are_sorted_together(project: Path):
    write(project, "ru/LC_MESSAGES/site.mo")
    (project / "locale/ru/LC_MESSAGES/x.po").write_text("", encoding="utf-8")
    settings = load(project)
    found = check(tree_of(settings), interface=settings.interface)
    assert found == sorted(found)
    assert {finding.path.partition("/")[0] for finding in found} == {"locale", "words"}


def test_a_folder_that_is_not_there(project: Path):
    settings = project / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('"words"', '"word"'), encoding="utf-8")
    done = run()
    assert done.exit_code == 2
    assert done.stderr.endswith("word: no such folder (want the catalogs of the interface)\n")


def test_a_project_elsewhere_has_none(project: Path):
    write(project, "ru/LC_MESSAGES/site.mo")
    assert run("--source", "docs", "--locale", "locale").exit_code == 0


def test_update_passes_them_over(project: Path):
    from allocdoc.catalogs.gate import check_tree

    assert [one.domain for one in check_tree(tree_of(load(project)))] == ["second"]


def test_the_interface_of_any_tree(project: Path):
    write(project, "ru/LC_MESSAGES/site.po", GOOD.replace("%(n)s из", "%(число)s из"))
    elsewhere = ("--source", "docs", "--locale", "locale")
    assert run(*elsewhere).exit_code == 0
    done = run(*elsewhere, "--interface", "words")
    assert done.exit_code == 1
    assert done.stdout.startswith("words/ru/LC_MESSAGES/site.po:7: interface.format: ")
    assert run("--interface", "nowhere").exit_code == 2
