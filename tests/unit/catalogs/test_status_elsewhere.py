"""``allocdoc status --source --locale``: the status of a project without settings."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allocdoc.cli import main
from allocdoc.site.status import named

HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRIES = """\
msgid "Read this."
msgstr "Прочтите."

msgid "Read `that`."
msgstr "Прочтите то."

#, fuzzy
msgid "Read it."
msgstr "Прочтите."

msgid "Read."
msgstr ""
"""
WHERE = ("--source", "pages", "--locale", "pages/locale")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/intro.md").write_text("# Intro\n", encoding="utf-8")
    for language in ("ru", "tlh", "en"):
        path = tmp_path / f"pages/locale/{language}/LC_MESSAGES/intro.po"
        path.parent.mkdir(parents=True)
        path.write_text(HEADER.format(language) + ENTRIES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def status(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["status", *WHERE, *arguments])


def found(*arguments: str) -> dict:
    return json.loads(status("--format", "json", *arguments).stdout)


def test_all_languages_but_that_of_the_source(project: Path) -> None:
    content = found()
    assert content["source_language"] == "en"
    named = [(one["code"], one["name"]) for one in content["languages"]]
    assert named == [("ru", "русский"), ("tlh", "tlh")]


def test_one_language(project: Path) -> None:
    [one] = found("-l", "ru")["languages"]
    numbers = [one[key] for key in ("translated", "refused", "fuzzy", "untranslated")]
    assert numbers == [1, 1, 1, 1]
    assert one["catalogs"][0]["path"] == "pages/locale/ru/LC_MESSAGES/intro.po"


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="no msgfmt (apt-get install gettext)")
def test_counts_are_those_of_msgfmt(project: Path) -> None:
    [one] = found("-l", "ru")["languages"]
    command = ["msgfmt", "--statistics", "-o", "/dev/null", one["catalogs"][0]["path"]]
    environment = {"LC_ALL": "C", "PATH": "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    said = [int(number) for number in re.findall(r"(\d+) \w+", done.stderr)]
    assert said == [one["translated"] + one["refused"], one["fuzzy"], one["untranslated"]]


def test_table_and_limit(project: Path) -> None:
    done = status("--fail-under", "50")
    assert done.exit_code == 1
    assert "русский (ru)" in done.stdout
    assert done.stderr == "ru: 25 % (want 50 %)\ntlh: 25 % (want 50 %)\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-l", "ja"], "unknown language (got ja, want one of en, ru, tlh)"),
        (["-l", "en"], "no translation was asked for (got en, want one of: ru, tlh)"),
    ],
)
def test_wrong_language(project: Path, arguments: list[str], message: str) -> None:
    done = status(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr


def test_no_language_at_all(project: Path) -> None:
    shutil.rmtree(project / "pages/locale")
    (project / "pages/locale").mkdir()
    done = status()
    assert done.exit_code == 2
    assert done.stderr.endswith("(got en, want one of: none)\n")


def test_both_folders_are_needed(project: Path) -> None:
    done = CliRunner().invoke(main, ["status", "--source", "pages"])
    assert done.exit_code == 2
    assert "--source and --locale go together" in done.stderr


@pytest.mark.parametrize(
    ("code", "name"),
    [("zh_CN", "中文 (简体, 中国)"), ("pt-BR", "português (Brasil)"), ("x", "x"), ("xx", "xx")],
)
def test_names(code: str, name: str) -> None:
    assert (named(code).code, named(code).name) == (code, name)
