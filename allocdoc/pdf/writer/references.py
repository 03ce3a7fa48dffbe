"""Links inside and out, targets, footnotes, citations, marks of the index."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes

from allocdoc.pdf.source import label, string
from allocdoc.pdf.writer.base import Base

_NO_FOOTNOTE = (nodes.title, nodes.caption, nodes.term, nodes.entry, nodes.footnote, nodes.rubric)
"""Where the address of a link has no room at the foot of the page."""


class ReferencesVisitor(Base):
    """What leads from one place to another."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._notes = {
            self.anchors.name(note): note for note in self.document.findall(nodes.footnote)
        }
        self._referenced = {
            self._note_of(reference)
            for reference in self.document.findall(nodes.footnote_reference)
        }
        self._shown: set[str] = set()

    def visit_reference(self, node: nodes.reference) -> None:
        """A link into the book or out of it."""
        address = node.get("refuri", "")
        if address and not address.startswith("%"):
            self.wrap(node, f"link({string(address)}, {{")
            return
        docname, _, identifier = address.removeprefix("%").partition("#")
        name = self.anchors.find(
            docname or self.anchors.docname(node), identifier or node.get("refid", "")
        )
        self.wrap(node, f"link({label(name)}, {{" if name else "{", "})" if name else "}")

    def depart_reference(self, node: nodes.reference) -> None:
        """End the link; an address outside is printed at the foot of the page."""
        self.unwrap()
        address = node.get("refuri", "")
        if self._is_printed(node, address):
            shown = address.removeprefix("mailto:")
            self.emit(f"footnote(link({string(address)}, {string(shown)}))")

    def _is_printed(self, node: Element, address: str) -> bool:
        if not address or address.startswith("%") or not self.config.typst_show_urls:
            return False
        if address.removeprefix("mailto:").rstrip("/") == node.astext().rstrip("/"):
            return False
        above = node.parent
        while above is not None and not isinstance(above, nodes.section):
            if isinstance(above, _NO_FOOTNOTE):
                return False
            above = above.parent
        return True

    visit_number_reference = visit_reference
    depart_number_reference = depart_reference

    def visit_download_reference(self, node: addnodes.download_reference) -> None:
        """A file to download: its name."""
        if "refuri" in node:
            self.visit_reference(node)
        else:
            self.wrap(node, "{", "}")

    def depart_download_reference(self, node: addnodes.download_reference) -> None:
        """See above."""
        if "refuri" in node:
            self.depart_reference(node)
        else:
            self.unwrap()

    visit_pending_xref = depart_pending_xref = Base.pass_by  # Sphinx has said that it leads nowhere

    def visit_target(self, node: nodes.target) -> None:
        """A place that links lead to; one between blocks belongs to the block that follows."""
        if not isinstance(node.parent, nodes.TextElement):
            self.wait(node)

    depart_target = Base.pass_by

    visit_index = Base.leave_out  # the target beside it is the place

    def _note_of(self, reference: nodes.footnote_reference) -> str:
        return self.anchors.find(self.anchors.docname(reference), reference.get("refid", ""))

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        """The number of a footnote; the first one brings the note."""
        name = self._note_of(node)
        if name in self._shown:
            self.emit(self.once(f"footnote({label(name)})"))
        elif note := self._notes.get(name):
            self._shown.add(name)
            self.placed.add(name)
            note_code = f"labelled({string(name)}, footnote({self.inner(note)}))"
            self.emit(self.once(note_code), note)
        else:
            self.emit(f"super({string(node.astext())})", node)
        raise nodes.SkipNode

    def visit_footnote(self, node: nodes.footnote) -> None:
        """A footnote stands where it is referred to, and here if it is nowhere."""
        if self.anchors.name(node) in self._referenced:
            raise nodes.SkipNode
        self.wrap(node, "par({")

    depart_footnote = Base.leave

    visit_label = Base.leave_out  # Typst counts footnotes

    def visit_citation(self, node: nodes.citation) -> None:
        """A work that is cited: its name, and what it is."""
        name = next(one for one in node.children if isinstance(one, nodes.label))
        node.remove(name)
        self.wrap(node, f"work({string(f'[{name.astext()}]')}, {{")

    depart_citation = Base.leave
