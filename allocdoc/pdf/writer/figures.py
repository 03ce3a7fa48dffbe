"""Images and figures."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from docutils import nodes
from docutils.nodes import Element
from sphinx.util.images import get_image_size

from allocdoc.pdf.source import Code, arguments, string
from allocdoc.pdf.writer.base import Base
from allocdoc.pdf.writer.blocks import is_image

_LENGTH = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[a-z%]*)")
_POINTS = {
    "": 0.75,
    "px": 0.75,
    "pt": 1.0,
    "pc": 12.0,
    "in": 72.0,
    "cm": 72 / 2.54,
    "mm": 72 / 25.4,
}
"""What units of a page's lengths are in Typst's points; a pixel is 1/96 inch, as in CSS."""


class FiguresVisitor(Base):
    """Pictures, with or without a caption."""

    def visit_image(self, node: nodes.image) -> None:
        """A picture; its alternative text is what a screen reader says."""
        address = node["uri"]
        if "://" in address:
            self.warn(node, "an image of another site is not in the book (got %s)", address)
            self.emit(f"link({string(address)}, {string(node.get('alt') or address)})", node)
            raise nodes.SkipNode
        if "alt" not in node:
            self.error(node, f"an image without alternative text (got {address}, want :alt:)")
        place = node.get("align", "center" if _in_figure(node) else "left")
        if _in_line(node):
            place = "inline"
        folder = self.builder.imagedir
        name = self.builder.images.get(address, PurePosixPath(address).name)
        settings = arguments(
            at=place,
            alt=node.get("alt", ""),
            width=self._width(node),
            height=length(node.get("height")),
        )
        self.wrap(node, f"picture({string(f'/{folder}/{name}')}, {settings}", ")")
        self.unwrap()
        raise nodes.SkipNode

    def _width(self, node: nodes.image) -> Code | None:
        if width := length(node.get("width")):
            return width
        if scale := node.get("scale"):
            size = get_image_size(Path(self.builder.srcdir) / node["uri"])
            if size:
                return Code(f"{size[0] * 0.75 * scale / 100:g}pt")
        return None

    def visit_figure(self, node: nodes.figure) -> None:
        """A picture with a caption, and perhaps a legend."""
        caption = next((one for one in node.children if isinstance(one, nodes.caption)), None)
        legend = next((one for one in node.children if isinstance(one, nodes.legend)), None)
        settings = arguments(
            caption=Code(self.inner(caption)) if caption else None,
            number=self.number_of(node) or None,
            legend=Code(self.inner(legend)) if legend else None,
        )
        self.wrap(node, f"illustration({f'{settings}, ' if settings else ''}{{")

    depart_figure = Base.leave

    visit_legend = Base.leave_out  # it is shown with the figure

    def visit_caption(self, node: nodes.caption) -> None:
        """The caption of a figure or of code, which shows it; that of an example stands alone."""
        if isinstance(node.parent, nodes.figure) or node.parent.get("literal_block"):
            raise nodes.SkipNode
        self.wrap(node, "listing-caption({")

    depart_caption = Base.leave


def length(text: str | None) -> Code | None:
    """Return a page's length (``640px``, ``50%``) in Typst's units; ``None`` if it is none."""
    found = _LENGTH.fullmatch((text or "").strip())
    if found is None:
        return None
    number, unit = float(found["number"]), found["unit"]
    if unit in ("%", "em"):
        return Code(f"{number:g}{unit}")
    return Code(f"{number * _POINTS[unit]:g}pt") if unit in _POINTS else None


def _in_line(node: Element) -> bool:
    """Tell whether an image stands among words."""
    above = node.parent
    while isinstance(above, nodes.reference):
        above = above.parent
    return isinstance(above, nodes.TextElement) and not is_image(above)


def _in_figure(node: Element) -> bool:
    above = node.parent
    while isinstance(above, nodes.reference):
        above = above.parent
    return isinstance(above, nodes.figure)
