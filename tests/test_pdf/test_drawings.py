"""Text in drawings gets the families of the book's language."""

from __future__ import annotations

import pytest

from allocdoc.pdf.fonts import FontSet
from allocdoc.pdf.svg import with_families

FONTS = FontSet(("Serif JP",), ("Sans JP",), ("Mono", "Mono JP"), ())


@pytest.mark.parametrize(
    ("drawing", "completed"),
    [
        ('<svg font-family="monospace">', "<svg font-family=\"'Mono', 'Mono JP'\">"),
        ("<svg font-family='serif'>", "<svg font-family='\"Serif JP\"'>"),
        (
            '<svg font-family="Own, sans-serif">',
            "<svg font-family=\"Own, 'Sans JP'\">",
        ),
        (
            '<svg font-family="x"><text style="fill:red;font-family:monospace;y:1"/>',
            "<svg font-family=\"x, 'Sans JP'\">"
            "<text style=\"fill:red;font-family:'Mono', 'Mono JP';y:1\"/>",
        ),
        ("<svg><text>x</text>", "<svg font-family=\"'Sans JP'\"><text>x</text>"),
    ],
)
def test_families(drawing: str, completed: str) -> None:
    assert with_families(drawing, FONTS) == completed
