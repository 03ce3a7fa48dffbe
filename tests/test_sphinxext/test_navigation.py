"""The menu of every page has the bytes that Furo would have given it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup

CONF = """
    project = "Menu"
    extensions = ["allocdoc"]
    html_theme = "furo"

    def setup(app):
        app.connect("html-page-context", keep, priority=550)

    def keep(app, pagename, templatename, context, doctree):
        html = app.builder._get_local_toctree(
            pagename, collapse=False, titles_only=True, maxdepth=-1, includehidden=True
        )
        from furo.navigation import get_navigation_tree
        path = app.outdir / "of-furo" / pagename
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(get_navigation_tree(html), encoding="utf-8")
"""
PAGES = {
    "index": """
        # Start "here" & <now>

        ```{toctree}
        :caption: First *steps*

        a/index
        plain
        An address <https://example.org/?a=1&b=2>
        A title of its own <a/deep/one>
        self
        ```

        ```{toctree}
        :hidden:
        :glob:

        b c/*
        genindex
        search
        a/index
        ```
        """,
    "a/index": """
        # Part *A* with `code`

        ## A section

        ```{toctree}
        :maxdepth: 1

        deep/one
        deep/two
        ```

        ### Below

        ```{toctree}
        deep/three
        ```
        """,
    "a/deep/one": "# One\n\n```{toctree}\nfour\n```\n",
    "a/deep/two": '# Two "quoted"\n',
    "a/deep/three": "# Three\n\n## Inner\n",
    "a/deep/four": "# Four\n",
    "b c/d'é&": "# Odd name\n\n## Inner\n",
    "plain": "# Plain\n",
    "orphan": "---\norphan: true\n---\n\n# In no toctree\n",
}


@pytest.fixture
def book(bare):
    return bare.write_book(CONF, PAGES)


def menus(build) -> Iterator[tuple[str, str, str]]:
    """Yield page, the menu in it, and the menu that Furo would have put there."""
    furos = build.out / "of-furo"
    for path in sorted(path for path in furos.rglob("*") if path.is_file()):
        name = path.relative_to(furos).as_posix()
        page = next(
            p for p in (build.out / f"{name}.html", build.out / name / "index.html") if p.exists()
        )
        html = page.read_text(encoding="utf-8")
        menu = html.partition('<div class="sidebar-tree">')[2].partition("</div>")[0]
        yield name, menu.strip(), path.read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_page_has_the_menu_that_furo_makes(book, builder: str) -> None:
    build = book.build(builder)
    assert build.status == 0
    found = list(menus(build))
    assert {name for name, _, _ in found} >= {*PAGES, "genindex", "search"}
    for name, ours, furos in found:
        assert ours == furos, name


def test_the_current_page_is_marked_in_all_its_places(book) -> None:
    page = book.build().page("a/deep/one")
    links = page.select(".sidebar-tree a.current")
    assert [(link["href"], link.get_text()) for link in links] == [
        ("#", "One"),
        ("#", "A title of its own"),
        ("#", "One"),
    ]
    assert len(page.select(".sidebar-tree .current-page")) == 1
    assert page.select(".sidebar-tree input[checked]")


def test_a_picture_in_the_menu_is_in_the_policy_of_each_page(book) -> None:
    book.write("docs/plain.md", '# <img src="https://badge.example/a.svg"/>\n')
    build = book.build()
    assert all(ours == furos for _, ours, furos in menus(build))
    for name in ("index", "a/deep/four"):
        policy = build.page(name).find("meta", {"http-equiv": True})["content"]
        assert "img-src 'self' data: https://badge.example;" in policy


def test_a_book_without_a_toctree(book) -> None:
    for name in PAGES:
        (book.root / f"docs/{name}.md").unlink()
    book.write("docs/index.md", "# Alone\n")
    assert all(ours == furos == "" for _, ours, furos in menus(book.build()))


def test_another_theme_is_left_alone(book) -> None:
    book.replace("conf.py", '"furo"', '"alabaster"')
    assert BeautifulSoup(book.build().text("index.html"), "html.parser").select(".toctree-l1")
