"""The Sphinx extension: examples in pages, comments as messages, verified catalogs, page context.

Each module sets up one part; what they share is the project's settings (`settings`) and the
Sphinx domain that remembers what pages show and what went wrong (`domain`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allocdoc import __version__

if TYPE_CHECKING:
    from types import ModuleType

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def parts() -> list[ModuleType]:
    """Import every part and return them in the order in which a build meets them."""
    # Here, so that a part can be imported without all that the others need.
    from allocdoc.sphinxext import (
        bilingual,
        builder,
        catalogs,
        csp,
        directive,
        domain,
        downloads,
        epub,
        execution,
        fallback,
        fences,
        freshness,
        garbage,
        glossary,
        handwritten,
        highlighting,
        incremental,
        index,
        inputs,
        interface,
        light,
        messages,
        meta,
        navigation,
        page,
        quiet,
        quotes,
        search,
        settings,
        status,
        tabs,
        timings,
        translation,
    )

    first = [
        garbage,
        quiet,
        builder,
        settings,
        interface,
        catalogs,
        domain,
        execution,
        messages,
        translation,
    ]
    reading = [directive, glossary, fences, fallback, tabs, handwritten, quotes, highlighting]
    pages = [page, navigation, search, status, bilingual, index, light, meta, csp]
    last = [epub, downloads, inputs, freshness, incremental, timings]
    return [*first, *reading, *pages, *last]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up every part."""
    app.setup_extension("myst_parser")
    app.setup_extension("sphinx_tabs.tabs")
    for part in parts():
        part.setup_part(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
