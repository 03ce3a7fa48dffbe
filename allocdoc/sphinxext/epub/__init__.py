"""The book for readers' devices: Sphinx's own EPUB builder, with what a book of ours needs.

What a project says in ``conf.py`` (``epub_*``) stands; what it leaves at Sphinx's defaults is
filled in here, in the language of the build.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from allocdoc.settings import Language, Settings
from allocdoc.sphinxext import settings
from allocdoc.sphinxext.epub.builder import BookBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

THEME = "allocdoc-book"


def identifier(project: Settings, name: str, language: Language) -> str:
    """Return the book's identifier: one and the same as long as it is the same book.

    A version 5 UUID (RFC 9562) of the published address, or of the project's name where there is
    none.
    """
    base = project.base_url or f"urn:allocdoc:{name}/"
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{base}{language.folder}/").urn


def _configure(app: Sphinx, config: Config) -> None:
    project, language = settings.of(config), settings.page_language(config)
    if config.epub_identifier == "unknown":
        config.epub_identifier = identifier(project, config.project, language)
    if config.epub_uid == "unknown":
        config.epub_uid = "book"
    if config.epub_language == config.language:
        config.epub_language = language.tag
    if config.epub_theme == "epub":
        config.epub_theme = THEME
    if config.epub_tocscope == "default":
        # Where the menu of a site shows a hidden toctree, a book would have no contents.
        config.epub_tocscope = "includehidden"


def setup_part(app: Sphinx) -> None:
    """Take the place of Sphinx's builder, with a theme made for books."""
    app.add_config_value("allocdoc_web_only", [], "", types=frozenset({list, tuple}))
    app.add_html_theme(THEME, str(Path(__file__).parent / "theme"))
    app.add_builder(BookBuilder, override=True)
    app.connect("config-inited", _configure, priority=settings.SECOND)
