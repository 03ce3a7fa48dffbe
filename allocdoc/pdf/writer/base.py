"""What all parts of the writer share: lines of code, their places, labels, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from allocdoc.pdf.source import Code, arguments, place_comment, string
from allocdoc.pdf.writer.anchors import Anchors
from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from allocdoc.pdf.builder import TypstBuilder

logger = logging.getLogger(__name__)

_LANGUAGE = "language-"
_TRANSLATED = ":<translated>"


class Base(SphinxTranslator):
    """The lines of code written so far, and the ways to add to them.

    Each ``visit_*`` leaves the code at a place where further statements may follow.
    """

    builder: TypstBuilder

    def __init__(self, document: nodes.document, builder: TypstBuilder) -> None:
        super().__init__(document, builder)
        self.lines: list[str] = []
        self.depth = 0
        self.anchors = Anchors(document)
        self._ends: list[str] = []
        self.in_title = False
        self.placed: set[str] = set()
        self._waiting: list[str] = []
        """Labels of targets between two blocks; they belong to the next one."""

    def astext(self) -> str:
        """Return the code: statements, one a line."""
        return "".join(f"{line}\n" for line in self.lines)

    def emit(self, code: str, node: Node | None = None) -> None:
        """Add a statement; with a node, the line names the page's line that it comes from."""
        place = f"  {self.place(node)}" if node is not None else ""
        self.lines.append(f"{' ' * self.depth}{code}{place}".rstrip())

    def open(self, call: str, node: Node | None = None) -> None:
        """Begin a call; what follows stands inside, until `close`."""
        self.emit(call, node)
        self.depth += 1

    def close(self, end: str = "})") -> None:
        """End the call that was opened last."""
        self.depth -= 1
        self.emit(end)

    def text(self, text: str) -> None:
        """Add text as it is."""
        if text:
            self.emit(string(text))

    def wrap(self, node: Element, call: str, end: str = "})") -> None:
        """Begin a call that carries the node's label; `unwrap` ends it."""
        name = self.anchors.name(node)
        if name and name not in self.placed:
            self.placed.add(name)
            comma = "," if end.endswith(",") else ""
            call, end = f"labelled({string(name)}, {call}", f"{end.removesuffix(',')}){comma}"
        self._ends.append(end)
        self.open(call, node)

    def unwrap(self) -> None:
        """End the call that `wrap` began."""
        self.close(self._ends.pop())

    def once(self, code: str) -> str:
        """Return code that has no effect where a title is repeated: in contents and heads."""
        return f"only-in-heading({code})" if self.in_title else code

    def leave(self, node: Any) -> None:
        """Depart from a node that was wrapped."""
        self.unwrap()

    def pass_by(self, node: Any) -> None:
        """Do nothing: the node has nothing to show by itself."""

    def leave_out(self, node: Any) -> None:
        """Show nothing of a node."""
        raise nodes.SkipNode

    def inner(self, node: Element) -> str:
        """Return a node's children as a block of code, to be used as an argument."""
        outside, self.lines = self.lines, []
        self.depth += 1
        for child in node.children:
            child.walkabout(self)
        self.depth -= 1
        inside, self.lines = self.lines, outside
        return "\n".join(["{", *inside, " " * self.depth + "}"])

    def place(self, node: Node) -> str:
        """Return the comment that names a node's page and line, or nothing where none is known."""
        at: Node | None = node
        while at is not None and not at.line:
            at = at.parent
        if at is None or at.line is None or not at.source:
            return ""
        path = str(at.source).removesuffix(_TRANSLATED)
        return place_comment(settings.shown(self.config, path), at.line)

    def warn(self, node: Node, message: str, *args: object, subtype: str | None = None) -> None:
        """Warn, with the place of the node or of what holds it.

        ``suppress_warnings`` knows the warning as ``typst``, or ``typst.SUBTYPE``.
        """
        at: Node | None = node
        while at is not None and not at.line:
            at = at.parent
        logger.warning(message, *args, location=at or node, type="typst", subtype=subtype)

    def error(self, node: Node, message: str) -> None:
        """Report an error of a page; there will be no book."""
        self.builder.fail(message, self.place(node).removeprefix("// ") or None)

    def number_of(self, node: Element, kind: str | None = None) -> str:
        """Return the words and number that ``numfig`` gives a node (``Fig. 2``), or nothing."""
        domain = self.builder.env.domains.standard_domain
        kind = kind or domain.get_enumerable_node_type(node)
        if not self.config.numfig or not kind:
            return ""
        numbers = self.builder.env.toc_fignumbers.get(self.anchors.docname(node), {}).get(kind, {})
        for identifier in node["ids"]:
            if number := numbers.get(identifier):
                return str(self.config.numfig_format[kind]) % ".".join(map(str, number))
        return ""

    def claim(self, node: Element) -> None:
        """Say that something else carries the label of a node."""
        self.placed.add(self.anchors.name(node))

    def dispatch_visit(self, node: Node) -> None:
        """Visit a node, and mark inside it its labels and its language."""
        if self._waiting and not isinstance(node, nodes.paragraph | nodes.Invisible):
            self._place_waiting()
        try:
            super().dispatch_visit(node)
        finally:
            if isinstance(node, nodes.paragraph):
                self._place_waiting()
            if isinstance(node, Element):
                self._place(node)
        language, region = _language(node)
        if language:
            # In Chinese and Japanese the quotes are those of the Han family, too wide for this.
            in_text = language == "en" and not isinstance(node, nodes.title | nodes.caption)
            font = Code("fonts.english") if in_text else None
            settings = arguments(lang=language, region=region or None, font=font)
            self.open(f"text({settings}, {{")

    def dispatch_departure(self, node: Node) -> None:
        """Depart from a node."""
        if _language(node)[0]:
            self.close()
        super().dispatch_departure(node)

    def unknown_visit(self, node: Node) -> None:
        """Warn of a node of an unknown kind; its text is kept."""
        message = "the PDF cannot show a node of the kind %s; its text is kept"
        kind = type(node).__name__
        self.warn(node, message, kind, subtype=kind)

    def unknown_departure(self, node: Node) -> None:
        """Do nothing: nothing was opened."""

    def wait(self, node: Element) -> None:
        """Keep the label of a target between blocks for the block that follows."""
        if name := self.anchors.name(node):
            self.placed.add(name)
            self._waiting.append(name)

    def _place_waiting(self) -> None:
        names, self._waiting = self._waiting, []
        for name in names:
            self.emit(self.once(f"anchor({string(name)})"))

    def _place(self, node: Element) -> None:
        name = self.anchors.name(node)
        if name and name not in self.placed:
            self.placed.add(name)
            self.emit(self.once(f"anchor({string(name)})"))


def _language(node: Node) -> tuple[str, str]:
    """Return language and region of a passage in another language than the page's, or nothing."""
    if isinstance(node, nodes.TextElement):
        for name in node["classes"]:
            if name.startswith(_LANGUAGE):
                language, _sep, region = name.removeprefix(_LANGUAGE).partition("-")
                return language, region.lower()
    return "", ""
