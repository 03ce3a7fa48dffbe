"""What a page says of itself to search engines, and to whoever shows a link to it.

The words are those that the page begins with, in its language. Fields: OpenGraph, https://ogp.me.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from babel.core import Locale, UnknownLocaleError, get_global
from docutils import nodes
from jinja2.filters import do_striptags
from markupsafe import escape

from allocdoc.settings import Language
from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LONGEST = 160
"""Characters of a description; about what search engines show."""

_END = re.compile(r"[.!?](?=\s)|[。！？]")
_BREAK = re.compile(r"(?=\s)|[。！？、，；：]")


def description(doctree: nodes.document) -> str:
    """Return what a page begins with as plain text, not longer than `LONGEST`."""
    for paragraph in doctree.findall(nodes.paragraph):
        # Not in a note, a table or a listing.
        if isinstance(paragraph.parent, nodes.section | nodes.document):
            # Not the paragraph's own text, which has what stands for its images.
            parts = (part.astext() for part in paragraph.findall(nodes.Text))
            text = " ".join("".join(parts).split())
            if text:
                return cut(text)
    return ""


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text, or of a long one the part up to a sentence's or at least a word's end."""
    if len(text) <= longest:
        return text
    for pattern, end, sign in (_END, longest, ""), (_BREAK, longest - 1, "…"):
        places = [match.end() for match in pattern.finditer(text, 0, end)]
        if places and places[-1] > longest // 2:
            return text[: places[-1]].rstrip() + sign
    return text[: longest - 1].rstrip() + "…"


@cache
def locale_of(language: Language) -> str:
    """Return a language as OpenGraph writes it: with a territory, the likeliest if none is given.

    Empty where no territory is known.
    """
    try:
        locale = Locale.parse(language.code)
        if not locale.territory:
            locale = Locale.parse(get_global("likely_subtags")[locale.language])
    except (ValueError, KeyError, UnknownLocaleError):
        return ""
    return f"{locale.language}_{locale.territory}"


def _fields(
    app: Sphinx, pagename: str, context: dict[str, Any], about: str
) -> Iterator[tuple[str, str]]:
    project, language = settings.of(app.config), settings.page_language(app.config)
    yield "og:type", "website" if pagename == app.config.root_doc else "article"
    yield "og:title", do_striptags(context.get("title", ""))
    yield "og:description", about
    yield "og:site_name", do_striptags(context.get("docstitle") or app.config.project)
    yield "og:url", context.get("pageurl") or ""
    yield "og:locale", locale_of(language)
    for other in project.languages:
        if other != language:
            yield "og:locale:alternate", locale_of(other)


def _add(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if doctree is None or app.builder.name == "epub":
        return
    tags = context.get("metatags", "")
    about = description(doctree)
    lines = [
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in _fields(app, pagename, context, about)
        if value
    ]
    if about and 'name="description"' not in tags:  # the author may have given one
        lines.insert(0, f'<meta name="description" content="{escape(about)}">')
    context["metatags"] = "\n".join([tags, *lines])


def setup_part(app: Sphinx) -> None:
    """Describe each page when it is written."""
    app.connect("html-page-context", _add)
