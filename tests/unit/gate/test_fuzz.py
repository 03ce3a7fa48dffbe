"""Whatever is done to a good catalog: no traceback, and nothing accepted that differs in structure.

What differs is not asked of the gate, but of docutils: both texts are rendered by MyST, and the
nodes that are not words are compared.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import roles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser

from allocdoc.catalogs.gate import Finding, harmless
from allocdoc.catalogs.gate.markdown import Reader, parser
from allocdoc.catalogs.gate.messages import MESSAGE_CHECKS
from allocdoc.catalogs.gate.shape import Pair
from allocdoc.catalogs.gate.syntax import parse

CORPUS = Path(__file__).parents[2] / "data" / "catalogs" / "honest"
FILES = sorted(path for path in CORPUS.glob("*.po") if "rst" not in path.stem)
MESSAGES = sorted(
    {
        (entry.msgid, entry.msgstr)
        for path in FILES
        for entry in parse(path.read_text(encoding="utf-8")).current
        if entry.msgstr and "fuzzy" not in entry.flags
    }
)
PIECES = [
    "`", "``", "*", "**", "_", "[", "]", "](", "](x.md)", "(", ")", "{", "}", "{{", "}}", "{{ a }}",
    "$", "$$", "<", ">", "<b>", "</b>", "<!--", "-->", "<script>", "https://a.example/", "![",
    "[^1]", "{term}`a`", "{doc}`a <b>`", "{.c}", "\n", "\n\n", "\n# ", "\n- ", "\n1. ", "\n> ",
    "\n```{x}\n", "\n:::\n", "\n---\n", "\n+++\n", "\n(a)=\n", "\n% ", "    ", "|", "\\",
    "&#42;", "&lt;", "~~", ":", "\n: ", "# noqa", "\u202e", "\u200b", "\0", "。", "「", "」",
    "слово", " ", "\t", "`a`", "[a](a.md)", "$a$", "`a`{.c}",
    "[a]{.c}",
]  # fmt: skip
EXTENSIONS = frozenset({"attrs_inline", "colon_fence", "dollarmath", "strikethrough"})
READER = Reader(parser(EXTENSIONS, {}))
ROLES = ("doc", "guilabel", "menuselection", "py:func", "term")
INERT = (nodes.Text, nodes.emphasis, nodes.strong)
KEPT = ("refuri", "uri", "refname", "refid", "format", "classes", "language", "names")


@cache
def structure(text: str) -> Counter[str]:
    options = {
        "myst_enable_extensions": [
            "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
            "fieldlist", "strikethrough",
        ],
        "report_level": 5, "halt_level": 5, "file_insertion_enabled": False,
        "myst_all_links_external": True, "raw_enabled": True,
    }  # fmt: skip
    for name in ROLES:
        roles.register_local_role(name, reference)
    tree = publish_doctree(text, parser=Parser(), settings_overrides=options)
    return Counter(filter(None, map(described, tree.findall())))


def reference(name: str, _rawtext: str, text: str, *_: object) -> tuple[list[nodes.Node], list]:
    """Stand for a role of Sphinx, which docutils does not have."""
    target = text.rpartition("<")[2].strip(">").removeprefix("~")
    free = name in ("guilabel", "menuselection")
    return [nodes.inline("", "", classes=[name, "" if free else target])], []


def described(node: nodes.Node) -> str:
    if isinstance(node, (*INERT, nodes.document)) or in_a_message(node):
        return ""
    if isinstance(node, nodes.problematic):  # a role that docutils does not have
        return "role " + node.rawsource.rpartition("<")[2].strip("`>~")
    kept = {name: node[name] for name in KEPT if node.get(name)}
    exact = isinstance(node, nodes.literal | nodes.raw | nodes.math | nodes.FixedTextElement)
    if isinstance(node, nodes.raw) and node.astext() in ("<s>", "</s>"):
        return ""  # what is struck out is a matter of emphasis
    return f"{node.tagname} {kept} {node.astext() if exact else ''}"


def in_a_message(node: nodes.Node | None) -> bool:
    while node is not None and not isinstance(node, nodes.system_message):
        node = node.parent
    return node is not None


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 6)))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=3))
        text = text[:start] + piece + text[end:]
    return text.encode(errors="ignore").decode()


quick = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quick
@given(data=st.data())
def test_what_is_accepted_has_the_structure_of_its_source(data, check_message):
    msgid, msgstr = data.draw(st.sampled_from(MESSAGES))
    changed = data.draw(mutated(msgstr))
    checked = check_message(msgid, changed)
    if any(message.id for message in checked.catalog or ()):
        assert bare(structure(changed)) == bare(structure(msgid)), changed


@quick
@given(data=st.data())
def test_words_alone_break_no_rule_of_shapes(data):
    msgid, _ = data.draw(st.sampled_from(MESSAGES))
    text = data.draw(mutated(msgid))
    for source, target in READER.shapes(text, text):
        target.text = ["Other words."]
        assert source == target
        problems = [one for rule in MESSAGE_CHECKS for one in rule.run(Pair(source, target))]
        assert source.html or not problems


def bare(structure: Counter[str]) -> Counter[str]:
    """Leave out that an address stands in angle brackets; the gate counts bare ones as links."""
    return Counter(
        {k: n for k, n in structure.items() if "https://" not in k and "mailto:" not in k}
    )


@quick
@given(data=st.data())
def test_bytes(data, check):
    content = data.draw(st.sampled_from(FILES)).read_bytes()
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 30)))
        piece = data.draw(st.binary(max_size=6) | st.sampled_from(PIECES).map(str.encode))
        content = content[:start] + piece + content[end:]
    checked = check(content)
    assert checked.refused == (checked.catalog is None)
    assert not checked.refused or checked.findings
    for finding in checked.findings:
        assert str(finding).isprintable()


@settings(max_examples=200, deadline=None)
@given(text=st.text())
def test_any_text_is_made_harmless(text):
    assert harmless(text).isprintable() or not harmless(text)
    assert "\n" not in str(Finding(text, 1, "a.b", text, text, text))


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=st.sampled_from('msgidtrcx"\\n[]0~#|, \n\r')))
def test_the_reader_never_raises(text):
    parsed = parse(text)
    assert all(fault.problem.line for fault in parsed.faults)


@pytest.mark.parametrize("pair", MESSAGES, ids=lambda pair: pair[0][:30])
def test_the_other_comparer_agrees_on_honest_messages(pair):
    msgid, msgstr = pair
    assert bare(structure(msgid)) == bare(structure(msgstr))
