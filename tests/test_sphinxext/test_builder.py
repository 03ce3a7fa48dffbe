"""Pages are those that Sphinx's own builder and translator write."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

CONF = """
    from docutils import nodes
    from sphinx.builders.html import StandaloneHTMLBuilder

    project = "Pages"
    extensions = ["allocdoc"]
    html_theme = "furo"

    def visit(self, node):
        self.body.append(f"<b>{node['end']}:")
        if node["end"]:
            raise getattr(nodes, node["end"])

    def depart(self, node):
        self.body.append("</b>\\n")

    class ending(nodes.General, nodes.Element):
        pass

    class like_ending(ending):
        pass

    def add(app, doctree, docname):
        for kind in ending, like_ending:
            for end in "", "SkipNode", "SkipChildren", "SkipDeparture", "SkipSiblings":
                one = kind("", nodes.Text('in "&amp;" <it> at @'), end=end)
                doctree += nodes.container("", nodes.Text("before"), one, nodes.Text("after"))

    def setup(app):
        app.add_node(ending, html=(visit, depart))
        app.connect("doctree-resolved", add)
"""
STOCK = """
        app.add_builder(StandaloneHTMLBuilder, override=True)
"""
ENDS = ["", "SkipNode", "SkipChildren", "SkipDeparture", "SkipSiblings"]
PAGES = {
    "index": "# First *page*\n\n```{toctree}\na/one\na/two\nabc\n```\n\nA <nobody@example.org>.\n",
    "a/one": '# One & "more"\n\n## Part\n\n|a|b|\n|-|-|\n|1|2|\n\n- x\n  - y\n',
    "a/two": "# Two\n\n```c\nint a;\n```\n\n:::{note}\nTake `care`.\n:::\n",
    "abc": "# Three\n\n<p style='color: red'>&amp;</p>\n",
}


@pytest.fixture
def book(bare):
    return bare.write_book(CONF, PAGES)


def pages(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): path.read_text("utf-8") for path in out.rglob("*.html")
    }


def test_pages_are_those_of_sphinx(book) -> None:
    ours = book.build()
    found = pages(ours.out)
    book.write("conf.py", CONF + STOCK)
    stock = book.build("html", "en", "-E")
    assert (ours.status, ours.said) == (stock.status, stock.said) == (0, "")
    assert {f"{name}.html" for name in PAGES} < found.keys()
    assert found == pages(stock.out)
    assert re.findall(r"<b>(\w*):", found["abc.html"]) == 2 * ENDS


@pytest.mark.parametrize(("options", "level"), [((), logging.INFO), (("-vv",), logging.DEBUG)])
def test_the_log_gets_what_it_shows(book, options: tuple[str, ...], level: int) -> None:
    book.build("html", "en", *options)
    assert logging.getLogger("sphinx").level == level
