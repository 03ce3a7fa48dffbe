"""A plain ``sphinx-build`` that goes on from the last one leaves the pages of one from nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from .conftest import Build, Project

PAGES = ("index", *(f"page{number}" for number in range(6)))
CONF = """\
project = "Plain"
extensions = ["allocdoc"]
gettext_compact = False
html_theme = "basic"
templates_path = ["docs/_templates"]
exclude_patterns = ["_*"]
"""
SEARCHED = ("-D", "allocdoc_search=../_search/")
"""As if Pagefind made the index."""


@pytest.fixture
def project(bare: Project) -> Project:
    bare.write("conf.py", CONF)
    bare.write("pyproject.toml", "[tool.allocdoc]\n")
    below = "\n".join(PAGES[1:])
    bare.write("docs/index.md", f"# First\n\n```{{toctree}}\n{below}\n```\n")
    for name in PAGES[1:]:
        bare.write(f"docs/{name}.md", f"# Title of {name}\n\nWords {name}.\n\n{{index}}`{name}`\n")
    return bare


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def clean(project: Project, *options: str) -> dict[str, bytes]:
    """Return what a build of a copy leaves."""
    root = project.root.with_name("copy")
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(project.root, root, ignore=shutil.ignore_patterns("build"))
    return files(Project(root).build("html", "en", *options).out)


def times(build: Build) -> dict[str, int]:
    return {path.stem: path.stat().st_mtime_ns for path in build.out.rglob("*.html")}


def rewritten(project: Project, *options: str) -> set[str]:
    """Build once more; return the pages that were written."""
    out = Build(0, "", project.root / "build/html-en")
    before = times(out)
    build = project.build("html", "en", *options)
    assert (build.status, build.said) == (0, "")
    assert files(build.out) == clean(project, *options)
    after = times(build)
    return {name for name in after if after[name] != before[name]} - {"genindex", "search"}


def test_a_paragraph_writes_its_page_and_a_title_writes_all(project: Project) -> None:
    project.build("html", "en", *SEARCHED)
    project.replace("docs/page2.md", "Words", "Other words")
    # Sphinx writes the page that lists it, too.
    assert rewritten(project, *SEARCHED) == {"index", "page2"}
    assert rewritten(project, *SEARCHED) == set()
    project.replace("docs/page2.md", "Title", "Another title")
    assert rewritten(project, *SEARCHED) == set(PAGES)
    neighbour = Build(0, "", project.root / "build/html-en").text("page3.html")
    assert "Another title of page2" in neighbour


def test_a_template_that_got_older_writes_all(project: Project) -> None:
    project.build("html", "en", *SEARCHED)
    path = project.write("docs/_templates/page.html", '{% extends "!page.html" %}\n')
    os.utime(path, (1, 1))
    assert rewritten(project, *SEARCHED) == set(PAGES)


def test_a_date_that_is_shown_writes_all(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("conf.py", CONF + 'html_last_updated_fmt = "%Y-%m-%d"\n')
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    project.build("html", "en", *SEARCHED)
    assert rewritten(project, *SEARCHED) == set()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700086400")
    assert rewritten(project, *SEARCHED) == set(PAGES)


def test_an_older_file_in_the_place_of_another_is_read(project: Project) -> None:
    project.build("html", "en", *SEARCHED)
    project.replace("docs/page1.md", "Words", "Old words")
    os.utime(project.root / "docs/page1.md", (1, 1))
    assert "page1" in rewritten(project, *SEARCHED)


def test_sphinxs_own_search_index_is_whole(project: Project) -> None:
    project.build()
    project.replace("docs/page2.md", "Words page2", "Some sentence")
    # In parts, it would keep words that are gone and lose the entries of pages not written.
    assert rewritten(project) == set(PAGES)


def test_with_more_processes(project: Project) -> None:
    project.build("html", "en", *SEARCHED, "-j", "2")
    for number in range(6):
        project.replace(f"docs/page{number}.md", "Words", "Other words")
    assert rewritten(project, *SEARCHED, "-j", "2") == set(PAGES)
    project.replace("docs/page2.md", "Other", "More")
    assert rewritten(project, *SEARCHED, "-j", "2") == {"index", "page2"}


def test_after_a_build_that_broke_off_everything_is_written(project: Project) -> None:
    project.build("html", "en", *SEARCHED)
    project.replace("docs/page2.md", "Words", "Other words")
    project.write("docs/_templates/page.html", "{{ missing.name }}\n")
    with pytest.raises(AssertionError):
        project.build("html", "en", *SEARCHED)
    (project.root / "docs/_templates/page.html").unlink()
    assert rewritten(project, *SEARCHED) == set(PAGES)


def test_outputs_that_share_what_was_read_are_told_apart(project: Project) -> None:
    project.build("html", "en", *SEARCHED)
    project.replace("docs/page2.md", "Title", "Another title")
    project.build("dirhtml", "en", *SEARCHED)
    # The pages have been read again, but not for this output.
    assert rewritten(project, *SEARCHED) == set(PAGES)
