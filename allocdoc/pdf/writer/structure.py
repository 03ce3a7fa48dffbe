"""The book's skeleton: pages, sections and their titles, parts, containers, what is left out."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.locale import _

from allocdoc.pdf.assembly import part
from allocdoc.pdf.source import Code, arguments, string
from allocdoc.pdf.writer.base import Base


class StructureVisitor(Base):
    """Sections and what stands between them."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.level = 0

    visit_document = depart_document = Base.pass_by
    visit_start_of_file = depart_start_of_file = Base.pass_by
    visit_compound = depart_compound = Base.pass_by

    def visit_part(self, node: part) -> None:
        """A part of the book: the caption of a toctree."""
        self.wrap(node, "part({")

    depart_part = Base.leave

    def visit_section(self, node: nodes.section) -> None:
        """A section: only its title is shown."""
        self.level += 1
        self.claim(node)

    def depart_section(self, node: nodes.section) -> None:
        """See above."""
        self.level -= 1

    def visit_title(self, node: nodes.title) -> None:
        """The title of a section; those of boxes and tables are shown by what they stand in."""
        if not isinstance(node.parent, nodes.section):
            raise nodes.SkipNode
        numbered = "auto" if self.is_numbered(node) else "none"
        name = self.anchors.name(node.parent)
        start = f"labelled({string(name)}, " if name else ""
        self._ends.append("}))" if name else "})")
        self.open(f"{start}section-title({self.level}, numbering: {numbered}, {{", node)
        self.in_title = True

    def depart_title(self, node: nodes.title) -> None:
        """See above."""
        self.in_title = False
        self.unwrap()

    def is_numbered(self, node: Node) -> bool:
        """Tell whether a title gets a number: the first page never does.

        Where a toctree of the project is ``:numbered:``, Sphinx says which pages have numbers.
        """
        docname = self.anchors.docname(node)
        if docname == self.document.get("front"):
            return False
        numbered = self.builder.env.toc_secnumbers
        return not any(numbered.values()) or bool(numbered.get(docname))

    def visit_rubric(self, node: nodes.rubric) -> None:
        """A heading that is no section."""
        if node.astext() in ("Footnotes", _("Footnotes")):
            raise nodes.SkipNode  # they stand at the foot of the pages
        self.wrap(node, "rubric({")

    depart_rubric = Base.leave

    def visit_transition(self, node: nodes.transition) -> None:
        """A break between two paragraphs."""
        if "footnotes" not in node["classes"]:  # these stand at the foot of the pages
            self.emit("transition()", node)
        raise nodes.SkipNode

    def visit_centered(self, node: addnodes.centered) -> None:
        """A centred line."""
        self.wrap(node, "align(center, strong({", "}))")

    depart_centered = Base.leave

    def visit_hlist(self, node: addnodes.hlist) -> None:
        """A list in columns."""
        columns = [Code("1fr")] * len(node.children)
        self.wrap(node, f"grid({arguments(columns=columns)}, column-gutter: 1em,", ")")

    depart_hlist = Base.leave

    def visit_hlistcol(self, node: addnodes.hlistcol) -> None:
        """A column of such a list."""
        self.wrap(node, "{", "},")

    depart_hlistcol = Base.leave

    # What is not meant for readers, or stands elsewhere in a book.
    visit_comment = visit_meta = visit_pending = Base.leave_out
    visit_docinfo = visit_decoration = visit_toctree = Base.leave_out
    visit_substitution_definition = visit_system_message = Base.leave_out
