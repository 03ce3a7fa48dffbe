"""What is set apart from the text: admonitions, topics, sidebars, tabs."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Element
from sphinx.locale import admonitionlabels

from allocdoc.pdf.source import string
from allocdoc.pdf.tabs import tab
from allocdoc.pdf.writer.base import Base


class BoxesVisitor(Base):
    """Boxes: a title, and blocks."""

    def _visit_named(self, node: Element) -> None:
        kind = type(node).__name__
        label = string(str(admonitionlabels[kind]))
        self.wrap(node, f"admonition({string(kind)}, {label}, {{")

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = _visit_named
    visit_important = visit_note = visit_tip = visit_warning = _visit_named
    depart_attention = depart_caution = depart_danger = depart_error = depart_hint = Base.leave
    depart_important = depart_note = depart_tip = depart_warning = Base.leave

    def visit_admonition(self, node: Element) -> None:
        """An admonition with a title of its own; a class may say which kind it looks like."""
        kind = next((name for name in node["classes"] if name in admonitionlabels), "note")
        self.wrap(node, f"admonition({string(kind)}, {self.title_of(node)}, {{")

    depart_admonition = Base.leave
    visit_todo_node = visit_admonition
    depart_todo_node = Base.leave

    def visit_topic(self, node: Element) -> None:
        """A box beside the thread of the text."""
        self.wrap(node, f"topic({self.title_of(node)}, {{")

    depart_topic = Base.leave
    visit_sidebar = visit_topic
    depart_sidebar = Base.leave

    def title_of(self, node: Element) -> str:
        """Return the title of a box as a block of code."""
        title = next((one for one in node.children if isinstance(one, nodes.title)), None)
        return self.inner(title) if title else "none"

    visit_tab_group = depart_tab_group = Base.pass_by

    def visit_tab(self, node: tab) -> None:
        """One of the tabs: its label, and what it holds."""
        label = next((one for one in node.children if isinstance(one, nodes.title)), None)
        self.wrap(node, f"tabbed({self.inner(label) if label else 'none'}, {{")

    depart_tab = Base.leave

    visit_glossary = depart_glossary = Base.pass_by
