"""Pages of a book as XHTML: the language where XML wants it, formulas without a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from docutils import nodes
from docutils.utils.math import MathError, pick_math_environment
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

if TYPE_CHECKING:
    from docutils.nodes import Element

logger = logging.getLogger(__name__)

_LANG = re.compile(r' lang="([^"]*)"')


def _all_raw(parent: Element) -> str:
    """Return what raw pieces there are: MyST's strikethrough is a start tag and an end tag."""
    return "".join(node.astext() for node in parent.findall(nodes.raw))


def _is_xml(text: str) -> bool:
    try:
        # Of the author's own page, so nothing in it is hostile.
        ElementTree.fromstring(f"<div>{text}</div>")  # noqa: S314
    except ElementTree.ParseError:
        return False
    return True


class BookTranslator(HTML5Translator):
    """Sphinx's translator. MathJax, which needs a script, gives way to MathML."""

    def starttag(
        self,
        node: Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """Return a start tag; what has ``lang`` also has ``xml:lang``."""
        tag = super().starttag(node, tagname, suffix, empty, **attributes)
        return _LANG.sub(r' lang="\1" xml:lang="\1"', tag, count=1)

    def visit_raw(self, node: nodes.raw) -> None:
        """Write raw HTML that is XHTML as well; a box of a task list becomes a character."""
        if "html" not in node.get("format", "").split():
            raise nodes.SkipNode
        text = node.astext()
        if "task-list-item-checkbox" in text:
            self.body.append("☑ " if "checked=" in text else "☐ ")
        elif _is_xml(text) or _is_xml(_all_raw(node.parent)):
            self.body.append(text)
        else:
            logger.warning("raw HTML is left out: not XHTML (got %s)", text.strip(), location=node)
        raise nodes.SkipNode

    def visit_math(self, node: nodes.math, math_env: str = "") -> None:
        """Write a formula in a line."""
        if self.builder.math_renderer_name != "mathjax":
            super().visit_math(node, math_env)
            return
        self.body.append(self._formula(node, node.astext(), as_block=False))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block, math_env: str = "") -> None:
        """Write a formula of its own, with its number."""
        if self.builder.math_renderer_name != "mathjax":
            super().visit_math_block(node, math_env)
            return
        self.body.append(self.starttag(node, "div", CLASS="math"))
        if node["number"]:
            number = get_node_equation_number(self, node)
            self.body.append(f'<span class="eqno">({number})</span>')
        code = node.astext()
        environment = pick_math_environment(code)
        if environment != "equation*":
            code = rf"\begin{{{environment}}}{code}\end{{{environment}}}"
        self.body += [self._formula(node, code, as_block=True), "</div>\n"]
        raise nodes.SkipNode

    def _formula(self, node: Element, code: str, *, as_block: bool) -> str:
        try:
            return str(tex2mathml(code, as_block=as_block))
        except MathError as error:
            logger.warning("formula not understood: %s", error, location=node)
            return f"<code>{self.encode(code)}</code>"
