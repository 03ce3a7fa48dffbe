"""The writer: a book's doctree becomes Typst code.

Each module is one subject; together they know every node that Sphinx and MyST make. The invariant:
a page's text is in the code, whatever node holds it.
"""

from __future__ import annotations

from docutils import nodes

from allocdoc.pdf.writer.api import ApiVisitor
from allocdoc.pdf.writer.blocks import BlocksVisitor
from allocdoc.pdf.writer.boxes import BoxesVisitor
from allocdoc.pdf.writer.code import CodeVisitor
from allocdoc.pdf.writer.figures import FiguresVisitor
from allocdoc.pdf.writer.inline import InlineVisitor
from allocdoc.pdf.writer.math import MathVisitor
from allocdoc.pdf.writer.references import ReferencesVisitor
from allocdoc.pdf.writer.structure import StructureVisitor
from allocdoc.pdf.writer.tables import TableVisitor


class TypstTranslator(
    CodeVisitor,
    TableVisitor,
    ApiVisitor,
    MathVisitor,
    StructureVisitor,
    BlocksVisitor,
    BoxesVisitor,
    InlineVisitor,
    ReferencesVisitor,
    FiguresVisitor,
):
    """Writes a whole book."""

    def visit_container(self, node: nodes.container) -> None:
        """A box that means nothing by itself, or code with its caption."""
        if node.get("literal_block"):
            self.visit_captioned_code(node)

    def depart_container(self, node: nodes.container) -> None:
        """See above."""
        if node.get("literal_block"):
            self.depart_captioned_code(node)
