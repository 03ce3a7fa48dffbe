"""The source text beside its translation, for a reader who asks for it.

Each passage of a web page is marked by its message, alike in all languages: a class, as docutils
writes no other attributes. The script takes the passages of the source language's page, which is
there anyway, and puts each below the one with the same mark. So a page weighs no more for it, and
the order of passages (of a glossary, say) may differ between languages.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx_tabs.tabs import SphinxTabsTab

from allocdoc.sphinxext import settings
from allocdoc.sphinxext.forms import Form, form_of
from allocdoc.sphinxext.messages import messages_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def mark_of(message: str) -> str:
    """Return the class of the passages that show a message."""
    return f"m-{hashlib.sha256(message.encode('utf-8')).hexdigest()[:8]}"


def _mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if form_of(app.env) is not Form.TABS or not settings.of(app.config).translations:
        return
    for node, message in messages_of(doctree):
        # A tab has no room for two texts.
        if isinstance(node, nodes.TextElement) and not isinstance(node, SphinxTabsTab):
            node["classes"].append(mark_of(message))


def setup_part(app: Sphinx) -> None:
    """Mark the passages when a page is written."""
    app.connect("doctree-resolved", _mark)
