"""How far the translations are: a status page, a note on each page, marks on passages.

The numbers are those of `allocdoc.catalogs.status`. They are counted once, before a page is read,
and are the same in the build of every language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allocdoc.sphinxext.status import domain, earlier, overview, passages

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_part(app: Sphinx) -> None:
    """Count before reading, show when writing."""
    for part in (domain, overview, earlier, passages):
        part.setup_part(app)
