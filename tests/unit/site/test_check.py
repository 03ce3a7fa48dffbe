"""``allocdoc check``: what is wrong with a tree of catalogs, in three forms."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allocdoc.catalogs.gate import codes
from allocdoc.cli import main
from allocdoc.errors import SettingsError
from allocdoc.settings import load
from allocdoc.site.tree import tree_at, tree_of

CATALOG = "locale/ru/LC_MESSAGES/second.po"


def check(root: Path, *arguments: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        return CliRunner().invoke(main, ["check", *arguments])


def spoil(root: Path, text: str = "[Предложение](//evil).") -> None:
    path = root / CATALOG
    changed = path.read_text(encoding="utf-8").replace("Предложение.", text)
    path.write_text(changed, encoding="utf-8")


def test_a_good_tree_is_silent(site_project: Path):
    done = check(site_project)
    assert (done.exit_code, done.output) == (0, "")


def test_a_finding_names_file_line_and_code(site_project: Path):
    spoil(site_project)
    done = check(site_project)
    assert done.exit_code == 1
    what = "the targets of links changed (got //evil, want nothing)"
    assert done.stdout == f"{CATALOG}:7: link.target-changed: {what}\n"


def test_the_findings_as_json(site_project: Path):
    spoil(site_project)
    [row] = json.loads(check(site_project, "--format", "json").stdout)
    assert (row["path"], row["line"], row["level"]) == (CATALOG, 7, "error")
    assert row["code"] == "link.target-changed"


def test_the_findings_as_notes_of_a_pull_request(site_project: Path):
    strange = site_project / "locale/ru/LC_MESSAGES/a,b%.po"
    strange.write_text("", encoding="utf-8")
    done = check(site_project, "--format", "github")
    assert done.exit_code == 1
    path = "locale/ru/LC_MESSAGES/a%2Cb%25.po"
    assert done.stdout.splitlines()[0].startswith(f"::error file={path},line=1,title=po.domain::")


def test_a_warning_alone_is_no_failure(site_project: Path):
    page = site_project / "docs/second.md"
    page.write_text(page.read_text().replace("A sentence.", "A **sentence.** Yes."))
    path = site_project / CATALOG
    text = path.read_text(encoding="utf-8").replace("A sentence.", "A **sentence.** Yes.")
    path.write_text(text.replace("Предложение.", "** Предложение.** Да."), encoding="utf-8")
    done = check(site_project)
    assert done.stdout.startswith(f"{CATALOG}:7: emphasis.open: ")
    assert done.exit_code == 0


def test_one_language_of_several(site_project: Path):
    spoil(site_project)
    assert check(site_project, "-l", "en").exit_code == 0
    assert check(site_project, "-l", "ru").exit_code == 1
    done = check(site_project, "-l", "xx")
    assert (done.exit_code, done.stderr) == (
        2,
        "ERROR unknown language (got xx, want one of en, ru)\n",
    )


def test_the_comments_of_listings_are_plain_text(site_project: Path):
    listing = site_project / "examples/adding.py"
    listing.write_text(listing.read_text().replace("Add them.", "Add *them."))
    path = site_project / CATALOG
    text = path.read_text(encoding="utf-8").replace("Add them.", "Add *them.")
    path.write_text(text.replace("Сложить.", "# Сложить `их`."), encoding="utf-8")
    assert check(site_project).output == ""


def test_somebody_elses_project(site_project: Path, tmp_path: Path):
    spoil(site_project)
    other = tmp_path / "other"
    shutil.copytree(site_project / "docs", other / "pages")
    shutil.copytree(site_project / "locale", other / "pages/locale")
    (other / "conf.py").write_text("gettext_compact = False\n")
    done = check(tmp_path, "--source", "other/pages", "--locale", "other/pages/locale")
    assert done.exit_code == 1
    path = "other/pages/locale/ru/LC_MESSAGES/second.po"
    assert done.stdout.startswith(f"{path}:7: link.target-changed")


def test_a_project_outside_of_this_folder_is_shown_from_its_own(site_project: Path, tmp_path: Path):
    spoil(site_project)
    here = tmp_path / "here"
    here.mkdir()
    arguments = ("--source", "../project/docs", "--locale", "../project/locale")
    assert check(here, *arguments).stdout.startswith(f"{CATALOG}:7: link.target-changed")


def test_a_conf_that_only_running_it_would_tell(site_project: Path):
    conf = site_project / "conf.py"
    conf.write_text(conf.read_text() + "myst_enable_extensions = list(sorted(names))\n")
    done = check(site_project)
    assert done.exit_code == 2
    assert "conf.py:5: myst_enable_extensions is not a plain list" in done.stderr


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ('myst_enable_extensions = ["linkfy"]', "'enable_extensions' items not recognised"),
        ('myst_heading_anchors = "a"', "'heading_anchors' must be in "),
        ("myst_url_schemes = 3", "'url_schemes' "),
    ],
)
def test_what_myst_does_not_know(site_project: Path, setting: str, what: str):
    conf = site_project / "conf.py"
    conf.write_text(f"{conf.read_text()}{setting}\n")
    done = check(site_project)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"ERROR {conf}: MyST says: {what}")


def test_of_two_confs_that_among_the_pages_of_a_tree_elsewhere_counts(site_project: Path):
    (site_project / "docs/conf.py").write_text('gettext_compact = "all"\n')
    docs, locale = site_project / "docs", site_project / "locale"
    assert set(tree_at(docs, locale, site_project).pages) == {"all"}
    assert "second" in tree_of(load(site_project)).pages


@pytest.mark.parametrize("folder", ["pages", "catalogs"])
def test_a_folder_that_is_not_there(tmp_path: Path, folder: str):
    for name in {"pages", "catalogs"} - {folder}:
        (tmp_path / name).mkdir()
    with pytest.raises(SettingsError, match=f"{folder}: no such folder"):
        tree_at(tmp_path / "pages", tmp_path / "catalogs", tmp_path)


@pytest.mark.parametrize(("value", "domain"), [("True", "deep"), ('"all"', "all")])
def test_compact_catalogs_of_a_tree(site_project: Path, value: str, domain: str):
    conf = site_project / "conf.py"
    text = conf.read_text().replace("gettext_compact = False", f"gettext_compact = {value}")
    conf.write_text(text)
    page = site_project / "docs/deep/page.md"
    page.parent.mkdir()
    page.write_text("# Page\n")
    assert domain in tree_of(load(site_project)).pages


@pytest.mark.parametrize(
    "arguments",
    [["--source", "docs"], ["--locale", "locale"], ["--source", "none", "--locale", "locale"]],
)
def test_wrong_arguments(site_project: Path, arguments: list[str]):
    done = check(site_project, *arguments)
    assert done.exit_code == 2
    assert "Error: " in done.stderr


def test_a_tree_without_a_conf_takes_the_defaults_of_sphinx(site_project: Path):
    (site_project / "conf.py").unlink()
    assert check(site_project).exit_code == 0


def test_the_codes_are_listed_and_explained(site_project: Path):
    listed = check(site_project, "--list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == sorted(codes())
    explained = check(site_project, "--explain", "code.changed").stdout
    assert "Bad:" in explained
    assert "Good:" in explained
    assert check(site_project, "--explain", "code.none").exit_code == 2
