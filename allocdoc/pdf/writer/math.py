"""Formulas, in a line and on lines of their own, with their numbers."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Element

from allocdoc.pdf.math.latex import to_typst
from allocdoc.pdf.math.mathml import MathError
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
        """Return the number that `sphinx.domains.math` gives an equation, in its brackets."""
        if not node["number"]:
            return None
        number = str(node["number"])
        if self.config.numfig and self.config.math_numfig:
            chapters = self.builder.env.toc_fignumbers.get(self.anchors.docname(node), {})
            counted = chapters.get("displaymath", {}).get(node["ids"][0], ())
            *sections, last = map(str, counted)
            number = self.config.math_numsep.join(
                [".".join(sections), last] if sections else [last]
            )
        return f"({number})"
