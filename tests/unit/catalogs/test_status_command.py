"""``allocdoc status``, on a project in a folder of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allocdoc import cli

HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def project(site_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(site_project)
    entries = (
        'msgid "A sentence."\nmsgstr "Предложение."\n\n'
        'msgid "Add them."\nmsgstr "Сложить."\n\n'
        'msgid "The second page"\nmsgstr ""\n'
    )
    catalog(site_project).write_text(HEADER + entries, encoding="utf-8")
    return site_project


def catalog(root: Path) -> Path:
    return root / "locale/ru/LC_MESSAGES/second.po"


def status(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["status", *arguments], prog_name="allocdoc")


def numbers(*arguments: str) -> dict[str, int]:
    done = status("--format", "json", *arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)["languages"][0]


def test_table(project: Path) -> None:
    done = status()
    assert done.exit_code == 0
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[2] == ["Русский", "(ru)", "66", "%", "2", "0", "1", "0", "3"]
    assert rows[3] == ["second", "66", "%", "2", "0", "1", "0", "3"]


def test_json(project: Path) -> None:
    found = numbers("-l", "ru")
    assert (found["code"], found["total"], found["percent"]) == ("ru", 3, 66)


@pytest.mark.parametrize(("limit", "code"), [("0", 0), ("66", 0), ("67", 1), ("100", 1)])
def test_fail_under(project: Path, limit: str, code: int) -> None:
    done = status("--fail-under", limit)
    assert done.exit_code == code
    assert done.stderr == (f"ru: 66 % (want {limit} %)\n" if code else "")
    assert "Русский" in done.stdout


def test_templates(project: Path) -> None:
    folder = project / "templates"
    folder.mkdir()
    (folder / "second.pot").write_text('msgid "A sentence."\nmsgstr ""\n', encoding="utf-8")
    assert numbers("--templates", str(folder))["total"] == 1


def test_comment_is_no_markup(project: Path) -> None:
    # As prose, the translation would have lost a piece of code.
    path = project / "examples/adding.py"
    text = path.read_text(encoding="utf-8").replace("# Add them.", "# Add `them`.")
    path.write_text(text, encoding="utf-8")
    po = catalog(project).read_text(encoding="utf-8").replace("Add them.", "Add `them`.")
    catalog(project).write_text(po, encoding="utf-8")
    assert (numbers()["translated"], numbers()["refused"]) == (2, 0)


def test_comments_of_all_kinds_of_listings(project: Path) -> None:
    for name, header in {"adding.rs": "//@ run-pass\n\n", "adding.2015.rs": ""}.items():
        code = f"{header}fn main() {{\n    // See `{name}`.\n}}\n"
        (project / "examples" / name).write_text(code, encoding="utf-8")
    (project / "examples/adding.rs.stdout").write_text("", encoding="utf-8")
    more = "".join(
        f'\nmsgid "See `{name}`."\nmsgstr "См."\n' for name in ("adding.rs", "adding.2015.rs")
    )
    with catalog(project).open("a", encoding="utf-8") as file:
        file.write(more)
    assert numbers()["refused"] == 0


@pytest.mark.parametrize(
    ("setting", "domains"),
    [
        ("gettext_compact = False", ["deep/page", "second"]),
        ('gettext_compact = "all"', ["all"]),
        ("", ["deep", "second"]),
    ],
)
def test_domains_follow_the_configuration(project: Path, setting: str, domains: list[str]) -> None:
    conf = project / "conf.py"
    text = conf.read_text(encoding="utf-8").replace("gettext_compact = False", setting)
    conf.write_text(text, encoding="utf-8")
    (project / "docs/deep").mkdir()
    (project / "docs/deep/page.md").write_text("# Deep\n", encoding="utf-8")
    for domain in ("deep/page", "deep", "all"):
        path = catalog(project).parent / f"{domain}.po"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEADER + 'msgid "Deep"\nmsgstr "Глубоко"\n', encoding="utf-8")
    assert [one["domain"] for one in numbers()["catalogs"]] == domains


def test_configuration_beside_the_pages_or_none(project: Path) -> None:
    (project / "conf.py").rename(project / "docs/conf.py")
    assert numbers()["total"] == 3
    (project / "docs/conf.py").unlink()
    assert numbers()["total"] == 3


def test_no_catalogs(project: Path) -> None:
    catalog(project).unlink()
    done = status()
    assert done.exit_code == 2
    assert "locale: no catalogs of this project's pages (want " in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-l", "en"], "no translation was asked for (got en, want one of: ru)"),
        (["-l", "xx"], "unknown language (got xx, want one of en, ru)"),
        (["--templates", "."], "no templates (got none, want *.pot)"),
        (["--fail-under", "101"], "101 is not in the range 0<=x<=100"),
    ],
)
def test_usage(project: Path, arguments: list[str], message: str) -> None:
    done = status(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr


def test_sphinx_is_not_started(project: Path) -> None:
    code = (
        "import sys\nfrom allocdoc import cli\n"
        "try:\n    cli.main(['status'])\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Русский" in done.stdout
    assert "sphinx.application" not in done.stdout.split()
