"""``allocdoc build html`` and the status page: a language's page shows the catalogs of all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from allocdoc import cli

CATALOG = """\
msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "A sentence."
msgstr "{}"
"""


@pytest.fixture
def project(site_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(site_project)
    page = "# Status\n\n```{translation-status}\n```\n"
    (site_project / "docs/status.md").write_text(page, encoding="utf-8")
    index = "# Welcome\n\n```{toctree}\nsecond\nstatus\n```\n"
    (site_project / "docs/index.md").write_text(index, encoding="utf-8")
    write(site_project, "")
    return site_project


def write(project: Path, translation: str) -> None:
    path = project / "locale/ru/LC_MESSAGES/second.po"
    path.write_text(CATALOG.format(translation), encoding="utf-8")


def build(project: Path) -> tuple[str, str]:
    """Build English alone; return what was said, and the percentage on its status page."""
    done = CliRunner().invoke(cli.main, ["build", "html", "-l", "en"], prog_name="allocdoc")
    assert done.exit_code == 0, done.output
    page = (project / "build/html/en/status.html").read_text(encoding="utf-8")
    found = re.search(r"(\d+%)", page)
    assert found
    return done.output, found[1]


def test_a_page_in_one_language_follows_the_catalogs_of_another(project: Path) -> None:
    assert build(project)[1] == "0%"
    said, percent = build(project)
    assert "unchanged" in said
    assert percent == "0%"
    write(project, "Предложение.")
    assert build(project)[1] == "100%"
