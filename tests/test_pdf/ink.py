"""Where there is ink on the pages of a book: none may be blank, nothing may leave the margins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import ImageOps

SIDE = 0.12
"""The part of a page at each side that stays white; the margins are a little wider."""
EDGE = 0.03
"""The same above and below, where heads and numbers of pages stand."""


def faults(book: Path) -> Iterator[str]:
    """Yield what is wrong: a blank page, or ink outside of the margins."""
    with pypdfium2.PdfDocument(book) as pdf:
        for number, page in enumerate(pdf, 1):
            image = ImageOps.invert(page.render(scale=1).to_pil().convert("L"))
            box = image.point(lambda grey: 255 if grey > 40 else 0).getbbox()
            if box is None:
                yield f"page {number} is blank"
                continue
            width, height = image.size
            left, top, right, bottom = box
            if left < SIDE * width or right > (1 - SIDE) * width:
                yield f"page {number}: ink from {left} to {right} of {width} points"
            if top < EDGE * height or bottom > (1 - EDGE) * height:
                yield f"page {number}: ink from {top} to {bottom} of {height} points, downwards"
