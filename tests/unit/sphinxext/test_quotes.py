"""Blocks with nothing to set are passed over, and the text is what Sphinx makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from io import StringIO

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util.docutils import docutils_namespace

from allocdoc.sphinxext.quotes import SmartQuotes

PLAIN = ["a", "б", " ", ".", "-", "…", "–", "“"]
SIGNS = [
    '"',
    "'",
    "`",
    "\\",
    "\x00",
    "&",
    "&#45;",
    "&quot;",
    "--",
    "---",
    "...",
    ". . .",
    r"\-",
    r"\\",
]
# Mostly plain, so that one sign is the only one of its block.
WORDS = st.lists(st.sampled_from(PLAIN * 4 + SIGNS), min_size=1, max_size=5).map("".join)
PARTS = st.tuples(st.sampled_from([None, nodes.literal, nodes.emphasis, nodes.math]), WORDS)
KINDS = st.sampled_from([nodes.paragraph, nodes.title, nodes.literal_block, nodes.term])
BLOCKS = st.lists(st.tuples(KINDS, st.lists(PARTS, max_size=3)), max_size=3)


@pytest.fixture(scope="module", params=["en", "ru", "es", "fr", "ja"])
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sphinx]:
    root = tmp_path_factory.mktemp("quotes")
    (root / "conf.py").write_text(f'language = "{request.param}"\n', encoding="utf-8")
    with ExitStack() as stack:
        stack.enter_context(docutils_namespace())
        yield Sphinx(root, root, root / "out", root / "trees", "dummy", {}, StringIO(), StringIO())


def _page(app: Sphinx, blocks: list[tuple[type, list[tuple[type | None, str]]]]) -> nodes.document:
    values = get_default_settings(Parser)
    values.__dict__.update(app.env.settings)
    values.env = app.env
    page = new_document("index.md", values)
    for kind, parts in blocks:
        block = kind()
        for inline, text in parts:
            block += nodes.Text(text) if inline is None else inline("", "", nodes.Text(text))
        page += block
    return page


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150
)
@given(blocks=BLOCKS, action=st.sampled_from(["qDe", "1", "2", "3", "-1", "bdw", "Bi", "0"]))
def test_the_text_is_what_sphinx_makes_of_it(app: Sphinx, blocks, action: str) -> None:
    app.config.smartquotes_action = action
    ours, theirs = _page(app, blocks), _page(app, blocks)
    SmartQuotes(ours, None).apply()
    SphinxSmartQuotes(theirs, None).apply()
    assert ours.pformat() == theirs.pformat()


def test_what_is_done_is_not_done_again(app: Sphinx) -> None:
    app.config.smartquotes_action = "qDe"
    page = _page(app, [(nodes.paragraph, [(None, 'a "b" -- c')])])
    SmartQuotes(page, None).apply()
    done = page.pformat()
    assert ("–" in done) == (app.config.language != "ja")
    SphinxSmartQuotes(page, None).apply()
    assert page.pformat() == done
