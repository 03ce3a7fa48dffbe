"""Formulas, in a line and on lines of their own, with their numbers."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Element
from sphinx.util.math import get_node_equation_number

from allocdoc.pdf.math import to_typst
from allocdoc.pdf.mathml import MathError
from allocdoc.pdf.source import arguments, string
from allocdoc.pdf.writer.base import Base


class MathVisitor(Base):
    """Formulas; one that cannot be converted is shown as its LaTeX."""

    def visit_math(self, node: nodes.math) -> None:
        """A formula in a line of text; a screen reader says its LaTeX."""
        latex = " ".join(node.astext().split())
        code = self._formula(node, latex, block=False)
        self.wrap(node, f"formula({string(latex)}, {code}" if code else "{", ")" if code else "}")
        if not code:
            self.emit(f"code-inline({string(latex)})")
        self.unwrap()
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block) -> None:
        """A formula on a line of its own; its number is what references to it say."""
        latex = node.astext().strip()
        if code := self._formula(node, latex, block=True):
            settings = arguments(number=self._number(node))
            after = f", {settings}" if settings else ""
            self.wrap(node, f"display-formula({string(latex)}, {code}{after}", ")")
        else:
            self.wrap(node, "listing({")
            for line in latex.splitlines():
                self.emit(f"code-line({string(line)})")
        self.unwrap()
        raise nodes.SkipNode

    def _formula(self, node: Element, latex: str, *, block: bool) -> str:
        """Return a formula's code; if it has none, say why and return nothing."""
        try:
            return to_typst(latex, block=block)
        except MathError as error:
            message = "a formula is shown as LaTeX: %s (got %s)"
            self.warn(node, message, error, " ".join(latex.split()), subtype="math")
            return ""

    def _number(self, node: Element) -> str | None:
        if not node["number"]:
            return None
        return f"({get_node_equation_number(self, node)})"
