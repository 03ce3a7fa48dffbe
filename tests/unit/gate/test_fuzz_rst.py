"""Whatever is done to a good catalog of a reStructuredText page: nothing changes its structure.

docutils itself is asked what the texts are made of. The gate does not use it, for it runs roles
while it reads; here those that the texts name stand for themselves and do nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, roles
from docutils.utils import new_document, unescape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocdoc.catalogs.gate.syntax import parse

FILE = Path(__file__).parents[2] / "data/catalogs/honest/ru-rst-page.po"
MESSAGES = [
    (entry.msgid, entry.msgstr)
    for entry in parse(FILE.read_text(encoding="utf-8")).current
    if not entry.msgid.endswith("::")  # begins a literal block on its page, alone it is an error
]
PIECES = [
    "`", "``", "*", "**", "_", "__", "|", "|x|", "[1]_", "[#]_", "[a]_", "::", "..", ".. ",
    ".. raw:: html\n\n   <b>", ".. include:: x", ".. _a: b", ".. [1] b", ".. |x| image:: y",
    ":ref:`a`", ":ref:`a <b>`", ":raw:`a`", "`a`:ref:", "`a`", "`a`_", "`a`__", "`a <b>`_", "_`a`",
    "a_", "a__", "https://a.example/", "a@b.example", "<", ">", "\n", "\n\n", "\n* ", "\n1. ",
    "\n    ", "\n====", "\n:a: b", "\n>>> a", "\n| a", "\n-a  b", "\\", "\\ ", "- ", "# ", "1) ",
    "A. ", "`<\\ >`_", "+---+", "====  ====", "слово", " ", "«", "»", "—", ":", "(", ")", "'", '"',
    "\0",
]  # fmt: skip
EXPLICIT = re.compile(r".+?\s*(?<!\x00)<([^<]*?)>", re.DOTALL)
"""As Sphinx parts the words of a reference from its target."""
INERT = (nodes.Text, nodes.emphasis, nodes.strong, nodes.document)
KEPT = ("refuri", "refname", "anonymous", "classes", "names", "auto", "format")


def role(name: str, _rawtext: str, text: str, *_: object) -> tuple[list[nodes.Node], list]:
    """Stand for a role: it has a name and a target."""
    explicit = EXPLICIT.fullmatch(text)
    target = unescape(explicit[1] if explicit else text)
    return [nodes.inline("", "", classes=[name, " ".join(re.split(r"\s+", target))])], []


@cache
def structure(text: str) -> Counter[str]:
    for name in ("ref", "raw"):
        roles.register_local_role(name, role)
    options = get_default_settings(Parser)
    options.report_level, options.halt_level, options.file_insertion_enabled = 5, 5, False
    document = new_document("message", options)
    Parser().parse(text, document)
    return Counter(described(document))


def described(node: nodes.Node) -> Iterator[str]:
    open_emphasis = isinstance(node, nodes.problematic) and not node.astext().strip("*")
    if open_emphasis or isinstance(node, nodes.system_message):
        return  # stars that emphasise nothing are shown, and warned of
    if isinstance(node, nodes.target) and node.get("refuri") and node.parent.tagname != "document":
        return  # a link that has a name, and leads where one without would
    if not isinstance(node, INERT):
        kept = {name: node[name] for name in KEPT if node.get(name)}
        exact = isinstance(node, nodes.literal | nodes.problematic | nodes.FixedTextElement)
        yield f"{node.tagname} {kept} {node.astext() if exact else ''}"
    for child in node.children:
        yield from described(child)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 6)))
        piece = draw(st.sampled_from(PIECES) | st.text(max_size=3))
        text = text[:start] + piece + text[end:]
    return text.encode(errors="ignore").decode()


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_what_is_accepted_has_the_structure_of_its_source(data, check_message):
    msgid, msgstr = data.draw(st.sampled_from(MESSAGES))
    changed = data.draw(mutated(msgstr))
    checked = check_message(msgid, changed, domain="rst")
    if any(message.id for message in checked.catalog or ()):
        assert structure(changed) == structure(msgid), changed


@pytest.mark.parametrize("pair", MESSAGES, ids=lambda pair: pair[0][:30])
def test_the_comparer_agrees_on_honest_messages(pair):
    msgid, msgstr = pair
    assert structure(msgid) == structure(msgstr)


@pytest.mark.parametrize("changed", ["x\n\ny", "* x", "`x`_", "x_", ":ref:`x`", ".. x", "``x``"])
def test_the_comparer_sees_what_changed(changed):
    assert structure(changed) != structure("x")
