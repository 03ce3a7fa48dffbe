"""Tabs: one after the other, or those that were chosen."""

from __future__ import annotations

import re
import shutil

import pytest
from docutils import nodes
from sphinx.util.docutils import new_document

from allocdoc.pdf.tabs import ShowTabs, tab, tab_group

from .conftest import ROOTS, Project

EXAMPLES = ROOTS / "test-examples/examples"


@pytest.fixture
def tabs(project: Project) -> Project:
    """Return a project with an example, and with tabs written by hand."""
    (project.root / "examples").mkdir()
    for path in EXAMPLES.glob("adding.*"):
        shutil.copy(path, project.root / "examples")
    project.write(
        "docs/index.md",
        """
        # Title

        ```{example} adding
        :caption: A sum
        ```

        ::::{tabs}
        :::{group-tab} Python
        Words on Python.
        :::
        :::{group-tab} Others
        Words on others.
        :::
        ::::

        ::::{tabs}
        :::{tab} Here
        Words of here.
        :::
        :::{tab} There
        Words of there.
        :::
        ::::
        """,
    )
    return project


def labels(code: str) -> list[str]:
    """Return the labels of the tabs, in order."""
    lines = [line.strip() for line in code.splitlines()]
    return [
        lines[number + 1].strip('"')
        for number, line in enumerate(lines)
        if line.startswith("tabbed({")
    ]


def test_all_tabs_are_shown(tabs: Project) -> None:
    code = tabs.code()
    shown = ["Python", "Rust today", "Rust 2015", "Python", "Others", "Here", "There"]
    assert labels(code) == shown
    assert code.index('"A sum"') < code.index("listing({") < code.index("output({")
    assert "listing-caption({" in code


def test_one_kind_of_tabs(tabs: Project) -> None:
    code = tabs.code("-D", "typst_tabs=python")
    # A group without it keeps all of its tabs; what was chosen needs no label.
    assert labels(code) == ["Here", "There"]
    assert '"Words on Python."' in code
    assert "Words on others." not in code
    assert "fn main" not in code


def test_code_names_the_line_of_its_file(tabs: Project) -> None:
    code = tabs.code()
    (line,) = (one for one in code.splitlines() if "def" in one and "total" in one)
    assert line.endswith("// examples/adding.py:12")
    assert "// examples/adding.2015.rs:1" in code


def test_tabs_of_sphinx_design(monkeypatch: pytest.MonkeyPatch) -> None:
    def item(label: str, text: str) -> nodes.container:
        content = nodes.container("", nodes.paragraph("", text))
        return nodes.container("", nodes.rubric(label, label), content)

    document = new_document("page.md")
    empty = nodes.container()
    document += nodes.container(
        "", item("One", "first"), item("Two", "second"), empty, design_component="tab-set"
    )
    transform = ShowTabs(document)
    settings = type("Config", (), {"typst_tabs": ["two"]})
    monkeypatch.setattr(ShowTabs, "config", settings, raising=False)
    transform.run()
    (group,) = document.findall(tab_group)
    (chosen,) = group.findall(tab)
    assert chosen.astext() == "second"


def test_template_is_beside_the_book(tabs: Project) -> None:
    """A book may have the name of a file of the template."""
    conf = (tabs.root / "conf.py").read_text(encoding="utf-8")
    tabs.write("conf.py", f'{conf}project = "Book"\n')
    done = tabs.build("-D", "typst_compile=0")
    assert (done.out / "book.typ").is_file()
    imported = set(re.findall(r'import "(\w+\.typ)"', (done.out / "template/book.typ").read_text()))
    assert imported | {"book.typ"} == {path.name for path in (done.out / "template").iterdir()}
