"""Translated, executable documentation for Sphinx and MyST; here, a chapter on allocators.

Add ``"allocdoc"`` to ``extensions`` in ``conf.py``. Sphinx itself is imported only then, so that
``import allocdoc.alloc`` works wherever Python does.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which takes longer to import than a short answer may

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the Sphinx extension, and the builder of books."""
    from allocdoc import pdf, sphinxext

    metadata = sphinxext.setup(app)
    pdf.setup_part(app)
    return metadata
