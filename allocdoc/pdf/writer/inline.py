"""Text, and what is emphasised in it."""

from __future__ import annotations

import re
import unicodedata

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.util.nodes import traverse_parent

from allocdoc.pdf.source import string, value
from allocdoc.pdf.writer.base import Base

_BREAK = re.compile(r"[ \t]*\n\s*")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_CHECKED = re.compile(r"<input\b[^>]*\btask-list-item-checkbox\b[^>]*>")

_STYLES = {"kbd": "key({", "guilabel": "interface({", "menuselection": "interface({"}
"""The functions for inline text that a role made, by class."""


class InlineVisitor(Base):
    """Pieces of a line."""

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802 - docutils' name
        """Text: white space is a space, and none where a line was broken in Chinese or Japanese."""
        before, after = _beside(node)
        joined = _BREAK.sub(_gap, f"{before}{node.astext()}{after}")
        self.text(_SPACES.sub(" ", joined[len(before) : len(joined) - len(after)]))

    depart_Text = Base.pass_by  # noqa: N815

    def _visit_emph(self, node: Element) -> None:
        self.wrap(node, "emph({")

    def _visit_strong(self, node: Element) -> None:
        self.wrap(node, "strong({")

    visit_emphasis = visit_literal_emphasis = visit_title_reference = _visit_emph
    visit_manpage = _visit_emph
    depart_emphasis = depart_literal_emphasis = depart_title_reference = depart_manpage = Base.leave
    visit_strong = visit_literal_strong = _visit_strong
    depart_strong = depart_literal_strong = Base.leave

    def visit_superscript(self, node: nodes.superscript) -> None:
        """Raised text."""
        self.wrap(node, "super({")

    def visit_subscript(self, node: nodes.subscript) -> None:
        """Lowered text."""
        self.wrap(node, "sub({")

    depart_superscript = depart_subscript = Base.leave

    def visit_inline(self, node: nodes.inline) -> None:
        """Text that a role or a class marks."""
        style = next((_STYLES[name] for name in node["classes"] if name in _STYLES), "")
        self.wrap(node, style or "{", "})" if style else "}")

    depart_inline = Base.leave

    def visit_abbreviation(self, node: nodes.abbreviation) -> None:
        """An abbreviation: its meaning follows in brackets, as there is no pointer on paper."""
        self.wrap(node, "{", "}")

    def depart_abbreviation(self, node: nodes.abbreviation) -> None:
        """See above."""
        in_code = any(isinstance(one, addnodes.desc_signature) for one in traverse_parent(node))
        if "explanation" in node and not in_code:
            self.text(f" ({node['explanation']})")
        self.unwrap()

    visit_acronym = visit_generated = visit_problematic = Base.pass_by
    depart_acronym = depart_generated = depart_problematic = Base.pass_by

    def visit_raw(self, node: nodes.raw) -> None:
        """Typst as it is; of other formats only the box of a task list."""
        text = node.astext()
        if "typst" in node.get("format", "").split():
            self.emit(f'eval({string(text)}, mode: "markup")', node)
        elif found := _CHECKED.search(text):
            self.emit(f"checkbox({value('checked=' in found[0])})", node)
        raise nodes.SkipNode


def _beside(node: nodes.Text) -> tuple[str, str]:
    """Return the characters before and after a piece of text: MyST makes a piece of each line."""
    siblings = node.parent.children
    position = node.parent.index(node)
    before = siblings[position - 1].astext()[-1:] if position else ""
    after = siblings[position + 1].astext()[:1] if position + 1 < len(siblings) else ""
    return before, after


def _gap(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return "" if before and after and _is_wide(before) and _is_wide(after) else " "


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
