"""Paragraphs, lists of all kinds, quotes and lines."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx import addnodes

from allocdoc.pdf.source import Code, arguments, string
from allocdoc.pdf.writer.base import Base

_TIGHT = (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list, addnodes.compact_paragraph)
_BARE = (nodes.list_item, nodes.entry, nodes.citation, nodes.field_body)
_FIRST_BARE = (nodes.definition, nodes.footnote)
"""Where the first paragraph goes on with the line of a term or of a number."""


class BlocksVisitor(Base):
    """Blocks of running text."""

    numberings: ClassVar = {
        "arabic": "1",
        "loweralpha": "a",
        "upperalpha": "A",
        "lowerroman": "i",
        "upperroman": "I",
    }
    """Typst's counting symbols for docutils' kinds of lists."""

    paragraph_kinds: ClassVar = {
        "allocdoc-note": "listing-note({",
        "allocdoc-output-label": "output-label({",
    }
    """The functions for paragraphs that are no running text, by class."""

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """A paragraph, or the bare text of a list item or cell."""
        if is_bare(node) or is_image(node):
            self.wrap(node, "{", "}")
            return
        kinds = self.paragraph_kinds
        call = next((kinds[name] for name in node["classes"] if name in kinds), "par({")
        self.wrap(node, call)

    depart_paragraph = Base.leave

    visit_compact_paragraph = visit_paragraph
    depart_compact_paragraph = depart_paragraph

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        """A list with bullets."""
        settings = arguments(
            tight=all(map(is_tight, node.children)),
            # The box of a task is its mark.
            marker=Code("[]") if "contains-task-list" in node["classes"] else None,
        )
        self.wrap(node, f"list({settings},", ")")

    depart_bullet_list = Base.leave

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        """A list with numbers or letters, from any start."""
        symbol = self.numberings.get(node.get("enumtype", "arabic"), "1")
        settings = arguments(
            tight=all(map(is_tight, node.children)),
            start=node.get("start", 1),
            numbering=f"{node.get('prefix', '')}{symbol}{node.get('suffix', '.')}",
        )
        self.wrap(node, f"enum({settings},", ")")

    depart_enumerated_list = Base.leave

    def visit_list_item(self, node: nodes.list_item) -> None:
        """An item of either list."""
        self.wrap(node, "{", "},")

    depart_list_item = Base.leave

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        """Terms with their definitions."""
        self.wrap(node, "terms(tight: false,", ")")

    depart_definition_list = Base.leave

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Some terms and what they mean."""
        self.wrap(node, "terms.item({", "}),")

    depart_definition_list_item = Base.leave

    def visit_term(self, node: nodes.term) -> None:
        """A term, or one of several with one definition."""
        if isinstance(_before(node), nodes.term | nodes.classifier):
            self.text(", ")
        self.wrap(node, "{", "}")

    depart_term = Base.leave

    def visit_classifier(self, node: nodes.classifier) -> None:
        """What kind of thing a term is."""
        self.wrap(node, "classifier({")

    depart_classifier = Base.leave

    def visit_definition(self, node: nodes.definition) -> None:
        """What terms mean; several definitions follow one another."""
        if not isinstance(_before(node), nodes.definition):
            self.close("}, {")
            self.depth += 1

    depart_definition = Base.pass_by

    def visit_field_list(self, node: nodes.field_list) -> None:
        """Names with values, in two columns."""
        self.wrap(node, "fields(", ")")

    depart_field_list = Base.leave

    visit_field = depart_field = Base.pass_by

    def visit_field_name(self, node: Element) -> None:
        """The left column."""
        self.wrap(node, "{", "},")

    depart_field_name = Base.leave

    visit_field_body = visit_field_name
    depart_field_body = depart_field_name

    def visit_option_list(self, node: nodes.option_list) -> None:
        """Options of a command, in two columns."""
        self.wrap(node, "fields(", ")")

    depart_option_list = Base.leave

    visit_option_list_item = depart_option_list_item = Base.pass_by

    def visit_option_group(self, node: nodes.option_group) -> None:
        """The spellings of an option."""
        self.emit(f"raw({string(', '.join(one.astext() for one in node.children))}),", node)
        raise nodes.SkipNode

    def visit_description(self, node: nodes.description) -> None:
        """What an option does."""
        self.wrap(node, "{", "},")

    depart_description = Base.leave

    def visit_line_block(self, node: nodes.line_block) -> None:
        """Lines that stay lines; a block in a block is indented."""
        self.wrap(node, "lines({" if not _in_lines(node) else "indented-lines({")

    depart_line_block = Base.leave

    def visit_line(self, node: nodes.line) -> None:
        """One of the lines."""
        self.wrap(node, "line-of-text({")

    depart_line = Base.leave

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        """A quotation, and whom it is from."""
        attribution = next(node.findall(nodes.attribution), None)
        source = f"attribution: {self.inner(attribution)}, " if attribution else ""
        self.wrap(node, f"quote(block: true, {source}{{")

    depart_block_quote = Base.leave

    visit_attribution = Base.leave_out  # it is shown with the quotation


def is_bare(node: Element) -> bool:
    """Tell whether a paragraph is the text of what holds it, as in a list without gaps."""
    if isinstance(node.parent, _FIRST_BARE):
        before = node.parent.children[: node.parent.index(node)]
        return all(isinstance(one, nodes.label) for one in before)
    return isinstance(node.parent, _BARE) and is_tight(node.parent)


def is_image(node: Element) -> bool:
    """Tell whether an element holds an image, perhaps a link, and nothing else."""
    if len(node.children) != 1:
        return False
    only = node.children[0]
    return isinstance(only, nodes.image) or (isinstance(only, nodes.reference) and is_image(only))


def is_tight(item: Node) -> bool:
    """Tell whether an item holds one paragraph, perhaps with a list below it, and no more."""
    children = [one for one in item.children if not isinstance(one, nodes.Invisible | nodes.label)]
    paragraphs = sum(isinstance(one, nodes.paragraph) for one in children)
    return paragraphs <= 1 and all(isinstance(one, _TIGHT) for one in children)


def _before(node: Element) -> Node | None:
    position = node.parent.index(node)
    return node.parent.children[position - 1] if position else None


def _in_lines(node: Element) -> bool:
    return isinstance(node.parent, nodes.line_block)
