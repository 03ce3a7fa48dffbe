"""What MyST reads as one paragraph, `messages` reads in the same way, whatever the text is.

MyST is asked as Sphinx's Locale asks it. What the gate has cut into tokens is read, too. What MyST
reads as anything else than one paragraph is for `tests/test_sphinxext/test_messages.py`: there a
message stays a line of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx
from sphinx.transforms.i18n import _publish_msgstr
from sphinx.util.docutils import docutils_namespace, sphinx_domains

from allocdoc.catalogs.gate import Reader, parser_of
from allocdoc.catalogs.gate.syntax import parse
from allocdoc.sphinxext import domain
from allocdoc.sphinxext.messages import read

ROOT = Path(__file__).parents[3]
CATALOGS = [*ROOT.glob("tests/data/catalogs/honest/*.po"), *ROOT.glob("locale/*/*/*.po")]
MESSAGES = sorted(
    {
        entry.msgstr
        for path in CATALOGS
        for entry in parse(path.read_text(encoding="utf-8")).current
        if entry.msgstr
    }
)
PIECES = [
    "`", "``", "*", "**", "_", "[", "]", "](", "](x.md)", "(", ")", "{", "}", "{{", "}}", "{{ a }}",
    "$", "$$", "<", ">", "<b>", "</b>", "<!--", "-->", "https://a.example/", "![", "](a.svg)",
    "[^1]", "{term}`a`", "{ref}`a <b>`", "{abbr}`A (b)`", "{.c}", "\n", "    ", "|", "\\", "\\\n",
    "&#42;", "&lt;", "&", "~~", ":", "(c)", "...", "--", "\u202f", "\u00a0", "。", "「", "слово",
    " ", "  ", "\t", "`a`", "[a](a.md)", "$a$", "[a]{.c}", "'", '"', "www.a.example", "a@b.example",
    "::", "x_y", "# noqa", "1.", "^",
]  # fmt: skip
CONF = """\
extensions = ["allocdoc"]
html_theme = "basic"
myst_enable_extensions = [
    "attrs_inline", "colon_fence", "deflist", "dollarmath", "strikethrough", "substitution", {more}
]
myst_substitutions = {{"a": "an *a*"}}
"""


@pytest.fixture(scope="module", params=["", '"replacements", "smartquotes"'], ids=["plain", "typo"])
def page(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[nodes.document]:
    """Return a page of a project that is about to read its translations."""
    root = tmp_path_factory.mktemp("reading")
    (root / "docs").mkdir()
    (root / "conf.py").write_text(CONF.format(more=request.param), encoding="utf-8")
    (root / "docs/index.md").write_text("# Title\n", encoding="utf-8")
    with ExitStack() as stack:
        stack.enter_context(docutils_namespace())
        app = Sphinx(
            root / "docs", root, root / "out", root / "trees", "dummy", {}, StringIO(), StringIO()
        )
        app.add_source_parser(MystParser, override=True)
        app.env.prepare_settings("index")
        values = get_default_settings(Parser)
        values.__dict__.update(app.env.settings)
        values.env = app.env
        stack.enter_context(sphinx_domains(app.env))
        yield new_document(str(root / "docs/index.md"), values)


def as_myst_reads(text: str, page: nodes.document) -> nodes.paragraph | None:
    """Return the paragraph that MyST makes of a message, if it makes one and nothing else."""
    env = page.settings.env
    found = _publish_msgstr(
        *(text, page["source"], 1),
        config=env.config,
        env=env,
        registry=env._registry,
        settings=page.settings,
    )
    around = found.parent.children if found.parent else []
    return found if isinstance(found, nodes.paragraph) and len(around) == 1 else None


def described(paragraph: nodes.paragraph) -> list[str]:
    return [
        re.sub(
            r"\bindex-[0-9]+\b",
            "index-N",
            f"{type(node).__name__} {node.astext()!r} {getattr(node, 'attributes', '')} "
            f"{getattr(node, 'rawsource', '')!r}",
        )
        for node in paragraph.findall()
    ]


def same(text: str, page: nodes.document) -> bool:
    """Compare both readings; return whether there was something to compare."""
    theirs = as_myst_reads(text, page)
    if theirs is None:
        return False
    for _ in range(1 + cut_before(text, page)):
        assert described(read(text, 1, page))[1:] == described(theirs)[1:]
    return True


def cut_before(text: str, page: nodes.document) -> bool:
    """Let the gate read a text; return whether its tokens are there for the page."""
    reader = domain.of(page.settings.env).run.reader
    assert reader is not None
    assert reader.tokens is not None
    list(reader.shapes(text, text))
    return text in reader.tokens


def test_tokens_of_the_gate_are_used_and_used_up(page: nodes.document) -> None:
    text = "См. [*это*](x.md) и `code`."
    assert cut_before(text, page)
    reader = domain.of(page.settings.env).run.reader
    paragraph = described(read(text, 1, page))
    assert text not in reader.tokens
    assert described(read(text, 1, page)) == paragraph


def test_tokens_of_another_parser_are_not_used(page: nodes.document) -> None:
    build, text = domain.of(page.settings.env), "См. *это*."
    before = build.readers, build.run.reader
    other = Reader(parser_of(MdParserConfig(footnote_sort=False)), tokens={})
    list(other.shapes(text, text))
    assert other.tokens
    try:
        build.readers, build.run.reader = None, other
        assert read(text, 1, page).astext() == "См. это."
    finally:
        build.readers, build.run.reader = before
    assert text in other.tokens


def test_what_translators_wrote(page: nodes.document) -> None:
    compared = sum(same(text, page) for text in MESSAGES)
    assert compared > 0.9 * len(MESSAGES) > 1000


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_whatever_a_translator_may_write(page: nodes.document, pieces: list[str]) -> None:
    # White space around it counts for the line that a warning names, and for nothing else.
    text = "".join(pieces).strip()
    assume(text)  # the gate lets no blank message through
    assume(same(text, page))
