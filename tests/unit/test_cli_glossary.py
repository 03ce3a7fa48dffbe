"""``allocdoc check`` with a glossary: of the project, or of any tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allocdoc.cli import main
from allocdoc.settings import parse

GLOSSARY = """\
[[term]]
term = "sentence"
definition = "Words."
ru = { preferred = "фраза", accepted = ["фраз*"], forbidden = ["предложени*"] }
"""
FOUND = """\
locale/ru/LC_MESSAGES/second.po:7: glossary.forbidden: not the word for "sentence" \
(got предложени…, want фраза)
locale/ru/LC_MESSAGES/second.po:7: glossary.missing: no word for "sentence" (want фраза)
"""


@pytest.fixture
def project(site_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (site_project / "docs/glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    monkeypatch.chdir(site_project)
    return site_project


@pytest.fixture
def with_setting(project: Path) -> Path:
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('glossary = "docs/glossary.toml"\n')
    return project


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def test_the_glossary_of_the_project(with_setting: Path) -> None:
    done = check()
    assert (done.exit_code, done.stdout, done.stderr) == (0, FOUND, "")


def test_no_glossary(project: Path) -> None:
    assert (check().exit_code, check().output) == (0, "")


@pytest.mark.parametrize("elsewhere", [[], ["--source", "docs", "--locale", "locale"]])
def test_a_glossary_that_is_named(project: Path, elsewhere: list[str]) -> None:
    (project / "docs/glossary.toml").rename(project / "terms.toml")
    done = check(*elsewhere, "--glossary", "terms.toml")
    assert done.exit_code == 0
    assert done.stdout.replace(f"{project}/", "") == FOUND
    assert not check(*elsewhere, "--glossary", "terms.toml", "-l", "ru").stderr


def test_warnings_for_a_forge(with_setting: Path) -> None:
    first, _second = check("--format", "github").stdout.splitlines()
    assert first.startswith(
        "::warning file=locale/ru/LC_MESSAGES/second.po,line=7,title=glossary.f"
    )


def test_a_glossary_of_any_tree_may_have_more_languages(project: Path) -> None:
    with (project / "docs/glossary.toml").open("a", encoding="utf-8") as file:
        file.write('de = "Satz"\n')
    elsewhere = ("--source", "docs", "--locale", "locale", "--glossary", "docs/glossary.toml")
    assert check(*elsewhere).exit_code == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('de = "Satz"\n', ":5: unknown (got 'de', want one of term, forms, definition, ru)"),
        ('forms = "x"\n', ':5: forms: not a list of strings (got \'x\', want ["…", "…"])'),
        ("]\n", ":5: not valid TOML (Invalid statement)"),
    ],
)
def test_a_glossary_that_is_wrong(with_setting: Path, change: str, message: str) -> None:
    with (with_setting / "docs/glossary.toml").open("a", encoding="utf-8") as file:
        file.write(change)
    done = check()
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"ERROR docs/glossary.toml{message}\n"


def test_a_glossary_that_is_not_there(with_setting: Path) -> None:
    (with_setting / "docs/glossary.toml").unlink()
    done = check()
    assert done.exit_code == 2
    assert done.stderr.startswith("ERROR docs/glossary.toml:1: cannot be read (No such file")
    assert "does not exist" in check("--glossary", "none.toml").stderr


def test_a_build_does_not_judge_words(with_setting: Path) -> None:
    done = CliRunner().invoke(main, ["build", "html", "-l", "ru"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert " 0 warnings " in done.stdout


def test_codes_are_listed_and_explained() -> None:
    listed = check("--list").stdout
    assert "glossary.forbidden " in listed
    assert "glossary.missing " in listed
    explained = check("--explain", "glossary.missing").stdout
    assert explained.startswith("glossary.missing (warning: the message is used)\n")
    assert '\nBad:\n    msgid "A crate is a program or a library."\n' in explained


def test_the_setting() -> None:
    root = Path("/project")
    assert parse({}, root).glossary is None
    assert parse({"glossary": "terms.toml"}, root).glossary == root / "terms.toml"
    languages = [{"code": code, "name": code} for code in ("ru", "en", "ja")]
    assert [one.code for one in parse({"languages": languages}, root).translations] == ["ru", "ja"]
