"""Drawings (SVG), which LaTeX cannot show, become PDF through Typst's compiler."""

from __future__ import annotations

import os
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms.images import ImageConverter
from sphinx.util import logging

from allocdoc.errors import MissingProgramError
from allocdoc.files import write_if_changed
from allocdoc.pdf.compile import require_compiler
from allocdoc.pdf.fonts import FontSet, region_of
from allocdoc.pdf.svg import with_families

logger = logging.getLogger(__name__)

_PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg")
"""


class DrawingConverter(ImageConverter):
    """Turn SVG into PDF, for builders that know only the latter."""

    default_priority = ImageConverter.default_priority + 10  # after one that the project chose
    conversion_rules = [("image/svg+xml", "application/pdf")]  # noqa: RUF012 - Sphinx's attribute

    def match(self, node: nodes.image) -> bool:
        """Tell whether it is for us; an image that was not found is nobody's."""
        found = any(path in self.env.images for path in node["candidates"].values())
        return found and super().match(node)

    def is_available(self) -> bool:
        """Return True: a compiler that is missing is told of each drawing that wants it."""
        return True

    def convert(self, _from: str | os.PathLike[str], _to: str | os.PathLike[str]) -> bool:
        """Convert one file; False, and a warning, where that cannot be."""
        drawing = Path(_from)
        try:
            require_compiler()
        except MissingProgramError as error:
            logger.warning("%s: cannot be converted to PDF: %s", drawing.name, error)
            return False
        import typst

        try:
            text = with_families(drawing.read_text(encoding="utf-8"), self._fonts())
            pdf = typst.compile(_PAGE, format="pdf", sys_inputs={"svg": text}, timestamp=0)
        except (OSError, UnicodeDecodeError, typst.TypstError) as error:
            logger.warning("%s: cannot be converted to PDF (%s)", drawing.name, error)
            return False
        write_if_changed(Path(_to), pdf)
        return True

    def _fonts(self) -> FontSet:
        han = region_of(self.config.language) or "SC"
        return FontSet(
            text=("Noto Serif", f"Noto Serif CJK {han}"),
            heading=("Noto Sans", f"Noto Sans CJK {han}"),
            mono=("Noto Sans Mono", f"Noto Sans Mono CJK {han}"),
            math=(),
        )
