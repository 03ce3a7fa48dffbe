"""A plain ``sphinx-build`` that goes on from the last one leaves the pages of one from nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from allocdoc.sphinxext.freshness import content_of

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
OWNED = ("-D", "allocdoc_owns_output=1")
"""As `allocdoc build` does."""


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
    return {name for name in after if after[name] != before.get(name)} - {"genindex", "search"}


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
    assert rewritten(project) == set()
    (project.root / "build/html-en/searchindex.js").unlink()
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


def test_a_page_that_comes_or_goes_has_all_pages_read(project: Project) -> None:
    project.build("html", "en", *SEARCHED)
    project.write("docs/more.md", "---\norphan: true\n---\n# More\n")
    assert rewritten(project, *SEARCHED) == {*PAGES, "more"}
    (project.root / "docs/more.md").unlink()
    project.replace("docs/index.md", "page5\n", "")
    (project.root / "docs/page5.md").unlink()
    # Only in an output of its own may a build remove what it did not write.
    out = project.build("html", "en", *SEARCHED, *OWNED).out
    assert files(out) == clean(project, *SEARCHED, *OWNED)
    assert not (out / "page5.html").exists()


def test_images_of_one_name_have_those_of_a_build_from_nothing(project: Project) -> None:
    for folder in ("one", "two"):
        picture = project.root / "docs" / folder / "map.svg"
        picture.parent.mkdir()
        picture.write_text(f"<svg>{folder}</svg>", encoding="utf-8")
    project.replace("docs/page3.md", "Words", "![](one/map.svg)\n\nWords")
    project.build("html", "en", *SEARCHED)
    project.replace("docs/page1.md", "Words", "![](two/map.svg) ![](two/map.svg)")
    rewritten(project, *SEARCHED)
    out = Build(0, "", project.root / "build/html-en")
    assert out.text("_images/map.svg") == "<svg>two</svg>"
    assert out.text("_images/map1.svg") == "<svg>one</svg>"
    project.replace("docs/page1.md", "two/map", "one/map")
    project.build("html", "en", *SEARCHED, *OWNED)
    assert files(out.out) == clean(project, *SEARCHED, *OWNED)
    assert not (out.out / "_images/map1.svg").exists()


def test_a_file_that_cannot_be_read_is_like_itself(tmp_path: Path) -> None:
    assert content_of(tmp_path / "none") == content_of(tmp_path)


DRAWING = """
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class drawing(nodes.General, nodes.Element):
    pass


class Draw(SphinxDirective):
    required_arguments = 1

    def run(self):
        return [drawing(name=self.arguments[0])]


def visit(self, node):
    name = f"drawn-{node['name']}.svg"
    folder = Path(self.builder.outdir, self.builder.imagedir)
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("<svg/>")
    (folder / f"{name}.map").write_text("map")
    self.body.append(f'<img src="{self.builder.imgpath}/{name}">')
    raise nodes.SkipNode


def setup(app):
    app.add_node(drawing, html=(visit, None))
    app.add_directive("draw", Draw)
"""


def test_what_a_page_has_drawn_goes_with_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("drawing.py", DRAWING)
    monkeypatch.syspath_prepend(project.root)
    project.replace("conf.py", '["allocdoc"]', '["allocdoc", "drawing"]')
    for name in ("page1", "page2"):
        project.replace(f"docs/{name}.md", "Words", f"```{{draw}} {name}\n```\n\nWords")
    options = (*SEARCHED, *OWNED)
    out = project.build("html", "en", *options).out
    assert (out / "_images/drawn-page2.svg.map").is_file()
    project.replace("docs/page2.md", "draw} page2", "draw} other")
    assert rewritten(project, *options) == {"index", "page2"}
    assert {path.name for path in (out / "_images").iterdir()} == {
        *("drawn-page1.svg", "drawn-page1.svg.map", "drawn-other.svg", "drawn-other.svg.map")
    }


def test_other_builders_that_write_page_by_page(project: Project) -> None:
    out = project.build("text", "en", *OWNED).out
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    project.replace("docs/page2.md", "Words", "Other words")
    assert project.build("text", "en", *OWNED).status == 0
    after = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    assert {name for name in after if after[name] != before[name]} == {"index.txt", "page2.txt"}
