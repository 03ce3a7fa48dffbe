"""A passage without a translation shows the source text, and says in which language it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from allocdoc.sphinxext import settings
from allocdoc.sphinxext.messages import untranslated

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def is_complete(page: nodes.document) -> bool:
    """Tell whether Sphinx has counted messages on a page, and all of them are translated."""
    progress: dict[str, int] = page.get("translation_progress", {"total": 0, "translated": 0})
    return 0 < progress["total"] == progress["translated"]


class MarkSourceText(SphinxTransform):
    """Give untranslated passages of a translated page the source language's ``lang``."""

    default_priority = 30  # after Locale (20); before contents lists copy the titles

    def apply(self, **kwargs: Any) -> None:
        """Mark each text element whose message was not translated."""
        if not settings.is_translation(self.config) or is_complete(self.document):
            return
        tag = settings.of(self.config).source_language.tag
        for node, _message in untranslated(self.document):
            if isinstance(node, nodes.TextElement):
                # docutils turns this class into the attribute `lang` in HTML.
                node["classes"].append(f"language-{tag}")


def setup_part(app: Sphinx) -> None:
    """Mark passages while a page is read."""
    app.add_transform(MarkSourceText)
