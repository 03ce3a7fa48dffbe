"""Descriptions of programming interfaces, as autodoc and the domains make them.

A signature is code: in the family of code, and tagged as such. Its parts keep Sphinx's order; the
brackets and separators that Sphinx leaves to its writers are added here.
"""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx import addnodes
from sphinx.locale import admonitionlabels

from allocdoc.pdf.source import string
from allocdoc.pdf.writer.base import Base

_INDENT = " " * 4
_ROWS = "multi_line_parameter_list"


class ApiVisitor(Base):
    """Objects with their signatures, and notes on versions."""

    def visit_desc(self, node: addnodes.desc) -> None:
        """An object: its signatures, then what is said about it."""
        self.wrap(node, "api({")

    def depart_desc(self, node: addnodes.desc) -> None:
        """See above."""
        self.unwrap()

    def visit_desc_signature(self, node: addnodes.desc_signature) -> None:
        """A signature; links lead to it. One in several rows has its own indentation."""
        lists = node.findall(lambda one: isinstance(one, Element) and one.get(_ROWS))
        in_rows = node.get("is_multiline") or any(lists)
        self.wrap(node, f"api-signature({'in-rows: true, ' if in_rows else ''}{{")

    def depart_desc_signature(self, node: addnodes.desc_signature) -> None:
        """See above."""
        self.unwrap()

    def visit_desc_signature_line(self, node: addnodes.desc_signature_line) -> None:
        """A line of a signature that has several."""
        if node.parent.index(node):
            self.emit("linebreak()")

    def depart_desc_signature_line(self, node: addnodes.desc_signature_line) -> None:
        """See above."""

    def visit_desc_content(self, node: addnodes.desc_content) -> None:
        """What is said about an object, and its members."""
        if not node.children:
            raise nodes.SkipNode
        self.wrap(node, "api-content({")

    def depart_desc_content(self, node: addnodes.desc_content) -> None:
        """See above."""
        self.unwrap()

    def visit_desc_inline(self, node: Element) -> None:
        """A piece of a signature in a line of text."""
        self.wrap(node, f"code-inline({string(node.astext())}, {{")

    def visit_desc_name(self, node: Element) -> None:
        """The object's own name."""
        self.wrap(node, "api-name({")

    def visit_desc_addname(self, node: Element) -> None:
        """The module or class before the name."""
        self.wrap(node, "api-module({")

    def visit_desc_annotation(self, node: Element) -> None:
        """A word before or a value after the name."""
        self.wrap(node, "api-annotation({")

    def visit_desc_type(self, node: Element) -> None:
        """A type."""
        self.wrap(node, "{", "}")

    def visit_desc_returns(self, node: Element) -> None:
        """The type of what a function returns."""
        self.text(" → ")
        self.wrap(node, "{", "}")

    def visit_desc_sig_keyword(self, node: Element) -> None:
        """A keyword of the language."""
        self.wrap(node, "tok-keyword({")

    def visit_desc_sig_keyword_type(self, node: Element) -> None:
        """A type that is part of the language."""
        self.wrap(node, "tok-builtin({")

    def visit_desc_sig_literal_number(self, node: Element) -> None:
        """A number."""
        self.wrap(node, "tok-constant({")

    def visit_desc_sig_literal_string(self, node: Element) -> None:
        """A string."""
        self.wrap(node, "tok-string({")

    def depart_desc_inline(self, node: Element) -> None:
        """End what one of the above began."""
        self.unwrap()

    def depart_desc_name(self, node: Element) -> None:
        """See above."""
        self.unwrap()

    depart_desc_addname = depart_desc_annotation = depart_desc_name
    depart_desc_type = depart_desc_returns = depart_desc_name
    depart_desc_sig_keyword = depart_desc_sig_keyword_type = depart_desc_name
    depart_desc_sig_literal_number = depart_desc_sig_literal_string = depart_desc_name

    visit_desc_sig_literal_char = visit_desc_sig_literal_string
    depart_desc_sig_literal_char = depart_desc_name

    def visit_desc_parameterlist(self, node: Element) -> None:
        """The parameters, in brackets."""
        self.text("(")

    def depart_desc_parameterlist(self, node: Element) -> None:
        """See above."""
        self._end_parameters(node, ")")

    def visit_desc_type_parameter_list(self, node: Element) -> None:
        """The parameters of a type."""
        self.text("[")

    def depart_desc_type_parameter_list(self, node: Element) -> None:
        """See above."""
        self._end_parameters(node, "]")

    def _end_parameters(self, node: Element, bracket: str) -> None:
        if node.get(_ROWS) and node.children:
            if node.get("multi_line_trailing_comma"):
                self.text(",")
            self.emit("linebreak()")
        self.text(bracket)

    def visit_desc_parameter(self, node: Element) -> None:
        """A parameter, after its separator."""
        whole, before, _after = _around(node)
        separator = whole.child_text_separator
        alone = bool(whole.get(_ROWS))
        if before:
            self.text(separator.rstrip() if alone else separator)
        if alone:
            self.emit("linebreak()")
            self.text(_INDENT)
        self.wrap(node, "{", "}")

    def depart_desc_parameter(self, node: Element) -> None:
        """See above."""
        self.unwrap()
        whole, _before, after = _around(node)
        if after:
            separator = whole.child_text_separator
            alone = whole.get(_ROWS)
            self.text(separator.rstrip() if alone else separator)

    visit_desc_type_parameter = visit_desc_parameter
    depart_desc_type_parameter = depart_desc_parameter

    def visit_desc_optional(self, node: Element) -> None:
        """Parameters that may be left out."""
        self.text("[")

    def depart_desc_optional(self, node: Element) -> None:
        """See above."""
        self.text("]")

    def visit_versionmodified(self, node: addnodes.versionmodified) -> None:
        """In which version something was added, changed, deprecated or removed."""
        self.wrap(node, f"version-note({string(node['type'])}, {{")

    def depart_versionmodified(self, node: addnodes.versionmodified) -> None:
        """See above."""
        self.unwrap()

    def visit_seealso(self, node: addnodes.seealso) -> None:
        """Where to read more: a box like an admonition's."""
        self.wrap(node, f'admonition("seealso", {string(str(admonitionlabels["seealso"]))}, {{')

    def depart_seealso(self, node: addnodes.seealso) -> None:
        """See above."""
        self.unwrap()


def _around(parameter: Element) -> tuple[Element, bool, bool]:
    """Return a parameter's list, and whether a separator stands before it and after it.

    It stands after, as long as parameters follow that may not be left out: ``f([a, ]b[, c])``.
    """
    whole = parameter.parent
    while isinstance(whole, addnodes.desc_optional):
        whole = whole.parent
    parameters = [one for one in whole.findall() if _is_parameter(one)]
    index = next(place for place, one in enumerate(parameters) if one is parameter)
    before = bool(index) and not any(one.parent is whole for one in parameters[index:])
    after = any(one.parent is whole for one in parameters[index + 1 :])
    return whole, before, after


def _is_parameter(node: Node) -> bool:
    return isinstance(node, addnodes.desc_parameter | addnodes.desc_type_parameter)
