"""Copy a book's images; drawings get the families of the book's language for their text.

A drawing that says ``monospace`` leaves the choice of the font to whoever shows it. The exact
family decides the form of Han characters, so each list of families is completed by the book's.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from allocdoc.files import write_if_changed

if TYPE_CHECKING:
    from allocdoc.pdf.builder import TypstBuilder
    from allocdoc.pdf.fonts import FontSet

logger = logging.getLogger(__name__)

_FAMILY = re.compile(
    r"""(?P<before>font-family\s*(?:=\s*(?P<quote>["'])|:))(?P<families>[^"';}]*)"""
)
_ROOT = re.compile(r"<svg\b(?![^>]*\bfont-family)")
_GENERIC = {"monospace": "mono", "serif": "text", "sans-serif": "heading"}


def copy_images(builder: TypstBuilder, fonts: FontSet) -> None:
    """Copy the images that the pages show beside the Typst file."""
    folder = Path(builder.outdir) / builder.imagedir
    for address, name in builder.images.items():
        source = Path(builder.srcdir) / address
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            if source.suffix == ".svg":
                drawing = with_families(source.read_text(encoding="utf-8"), fonts)
                write_if_changed(target, drawing.encode())
            else:
                shutil.copyfile(source, target)
        except (OSError, UnicodeError) as error:
            logger.warning("cannot copy an image (%s)", error, location=address)


def with_families(drawing: str, fonts: FontSet) -> str:
    """Return an SVG whose text names the book's families after its own."""

    def complete(match: re.Match[str]) -> str:
        own = [name.strip() for name in match["families"].split(",")]
        role = next((_GENERIC[name] for name in own if name in _GENERIC), "heading")
        named = [name for name in own if name and name not in _GENERIC]
        quote = '"' if match["quote"] == "'" else "'"
        book = [f"{quote}{family}{quote}" for family in getattr(fonts, role)]
        return f"{match['before']}{', '.join([*named, *book])}"

    completed = _FAMILY.sub(complete, drawing)
    return _ROOT.sub(lambda m: complete_root(m[0], fonts), completed, count=1)


def complete_root(start: str, fonts: FontSet) -> str:
    """Give a drawing that names no family at its root the book's sans serif one."""
    families = ", ".join(f"'{family}'" for family in fonts.heading)
    return f'{start} font-family="{families}"'
