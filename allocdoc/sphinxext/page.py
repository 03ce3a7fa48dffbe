"""What every page knows of its siblings: the same page in the other languages, and its address.

Links between languages are relative, so that the site works under any sub-path. A published
address (``base_url``) turns ``hreflang`` and canonical links into absolute ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import escape
from sphinx.builders.gettext import I18nBuilder
from sphinx.locale import _

from allocdoc.settings import Language, Settings
from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sibling:
    """The same page in one of the languages, as the templates see it."""

    name: str
    tag: str
    url: str
    current: bool


def _configure(app: Sphinx, config: Config) -> None:
    # New lists: the old ones may be Sphinx's defaults, shared by all builds of a process.
    templates = [HERE / "templates"]
    if config.html_theme == "furo":
        templates.append(HERE / "templates" / "furo")
    config.templates_path = [*config.templates_path, *map(str, templates)]
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    language, project = settings.page_language(config), settings.of(config)
    if project.base_url and not config.html_baseurl:
        config.html_baseurl = f"{project.base_url}{language.folder}/"


def _keep_words(app: Sphinx) -> None:
    """Let a project's templates of messages be without ours: we have catalogs for them."""
    if isinstance(app.builder, I18nBuilder):
        paths = app.config.templates_path
        app.config.templates_path = [path for path in paths if not Path(path).is_relative_to(HERE)]


def _siblings(app: Sphinx, pagename: str) -> list[Sibling]:
    target = app.builder.get_target_uri(pagename)
    up = "../" * (target.count("/") + 1)
    current = settings.page_language(app.config)
    # Sphinx's templates escape nothing.
    return [
        Sibling(
            escape(other.name),
            escape(other.tag),
            escape(f"{up}{other.folder}/{target}"),
            other == current,
        )
        for other in settings.of(app.config).languages
    ]


def _alternates(project: Settings, siblings: list[Sibling], target: str) -> str:
    """Return the page's ``<link>`` elements for the other languages and for itself."""

    def address(sibling: Sibling, language: Language) -> str:
        if not project.base_url:
            return sibling.url
        return f"{project.base_url}{language.folder}/{target}"

    links = []
    for sibling, language in zip(siblings, project.languages, strict=True):
        href = escape(address(sibling, language))
        links.append(f'<link rel="alternate" hreflang="{sibling.tag}" href="{href}">')
        if language == project.source_language:
            links.append(f'<link rel="alternate" hreflang="x-default" href="{href}">')
        if sibling.current and not project.base_url:
            links.append(f'<link rel="canonical" href="{href}">')
    return "\n".join(links)


def _source_page(app: Sphinx, siblings: list[Sibling]) -> str:
    """Return where the page is in the source language, empty where this is that page."""
    source = settings.of(app.config).source_language
    found = (one.url for one in siblings if one.tag == source.tag and not one.current)
    return next(found, "")


def _page_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    # A book has no sibling that a link could lead to.
    siblings = [] if app.builder.name == "epub" else _siblings(app, pagename)
    project = settings.of(app.config)
    context["language"] = settings.page_language(app.config).tag
    context["allocdoc_siblings"] = siblings if len(siblings) > 1 else []
    context["allocdoc_languages_label"] = _("Languages")
    context["allocdoc_source_page"] = _source_page(app, siblings) if doctree else ""
    context["allocdoc_labels"] = {
        text: _(text)
        for text in (
            "Toggle site navigation sidebar",
            "Toggle table of contents sidebar",
            "Toggle Light / Dark / Auto color theme",
        )
    }
    if len(siblings) > 1:
        links = _alternates(project, siblings, app.builder.get_target_uri(pagename))
        context["metatags"] = context.get("metatags", "") + "\n" + links


def setup_part(app: Sphinx) -> None:
    """Add templates, style, script and the context that they need."""
    app.connect("config-inited", _configure, priority=settings.SECOND)
    app.connect("builder-inited", _keep_words)
    app.connect("html-page-context", _page_context)
    app.add_css_file("allocdoc.css")
    app.add_js_file("allocdoc.js", loading_method="defer")
