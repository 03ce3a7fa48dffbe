"""The general index of a translated page: the source's terms are in the source's language.

A term is known by its source's name everywhere, so the index has it beside the translation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup

from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _mark_source(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if "genindexentries" not in context or not settings.is_translation(app.config):
        return
    tag = settings.of(app.config).source_language.tag
    objects = app.env.domains.standard_domain.objects
    terms = {name for kind, name in objects if kind == "term"}
    context["genindexentries"] = [
        (key, [(_marked(name, tag) if name in terms else name, *rest) for name, *rest in entries])
        for key, entries in context["genindexentries"]
    ]


def _marked(name: str, tag: str) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(tag, name)


def setup_part(app: Sphinx) -> None:
    """Mark the terms when the index is written."""
    app.connect("html-page-context", _mark_source)
