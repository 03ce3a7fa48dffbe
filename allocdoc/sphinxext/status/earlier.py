"""The earlier translation of a passage that has changed since, to be unfolded. HTML only.

Invariant: nothing of it is ever parsed. It comes from a catalog, unchecked, and is written as text:
escaped, cut to a sane length, without characters that a reader cannot see.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Element
from markupsafe import Markup, escape
from sphinx import addnodes
from sphinx.locale import _
from sphinx_tabs.tabs import SphinxTabsPanel, SphinxTabsTab

from allocdoc.catalogs.gate import Limits
from allocdoc.catalogs.gate.characters import unwanted
from allocdoc.catalogs.status import Message
from allocdoc.settings import Language
from allocdoc.sphinxext.status.changes import changes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

_ROOMS: tuple[type[Any], ...] = (
    *(nodes.document, nodes.section, nodes.container, nodes.compound, nodes.Admonition),
    *(nodes.list_item, nodes.entry, nodes.definition, nodes.block_quote, nodes.legend),
    *(nodes.footnote, nodes.description, nodes.field_body, nodes.sidebar, nodes.topic),
    addnodes.desc_content,
)
"""What may hold a block of its own between two others."""


class earlier_translation(nodes.General, nodes.Element):  # noqa: N801 - as docutils does
    """Attributes: ``message``, ``page_language``, ``source_language``, ``address``."""


def insert(passage: Element, node: earlier_translation) -> None:
    """Put the node below a passage, as near as HTML allows a block: a figure's is below it."""
    if isinstance(passage, nodes.term):
        next(iter(passage.parent.findall(nodes.definition))).insert(0, node)
        return
    if isinstance(passage, SphinxTabsTab):
        labels = passage.parent
        panels = [p for p in labels.parent.children if isinstance(p, SphinxTabsPanel)]
        panels[labels.index(passage)].insert(0, node)
        return
    while not isinstance(passage.parent, _ROOMS):
        passage = passage.parent
    room = passage.parent
    place = room.index(passage) + 1
    while place < len(room) and isinstance(room[place], earlier_translation):
        place += 1  # of another passage in the same figure or table
    room.insert(place, node)


def _cleaned(text: str, language: Language) -> str:
    text = text[: Limits().message]
    hidden = {ord(character): None for _kind, character in unwanted(text, language.code)}
    return text.translate(hidden)


def _marked(message: Message, source: Language) -> Iterator[Markup]:
    for kind, words in changes(_cleaned(message.previous, source), message.msgid):
        yield escape(words) if kind == "same" else Markup("<{0}>{1}</{0}>").format(kind, words)


def _visit(self: HTML5Translator, node: earlier_translation) -> None:
    message, page, source = node["message"], node["page_language"], node["source_language"]
    block = Markup('<div lang="{}" class="{}">{}</div>\n').format
    parts = [
        Markup('<details class="allocdoc-earlier">\n<summary>{}</summary>\n').format(
            _("Earlier translation")
        ),
        block(page.tag, "allocdoc-earlier-text", _cleaned(message.old, page)),
    ]
    if message.previous and message.previous != message.msgid:
        words = Markup(" ").join(_marked(message, source))
        parts += [
            Markup("<div>{}</div>\n").format(_("What has changed in the source text since:")),
            block(source.tag, "allocdoc-earlier-text", words),
        ]
    if node["address"]:
        link = Markup('<div><a class="reference external" href="{}">{}</a></div>\n')
        parts.append(link.format(node["address"], _("Improve this translation")))
    self.body += [str(part) for part in parts] + ["</details>\n"]
    raise nodes.SkipNode


def setup_part(app: Sphinx) -> None:
    """Add the node."""
    app.add_node(earlier_translation, html=(_visit, None))
