"""The book of the page's language beside its web pages: found, copied, and linked with its size.

`allocdoc build pdf epub` leaves books in the build folder. Whoever builds web pages afterwards,
also with a plain ``sphinx-build``, gets those that are there. The list is a setting of Sphinx's, so
that all pages are written again when a book comes, goes or grows.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.core import Locale, UnknownLocaleError
from babel.units import format_unit
from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.util.osutil import make_filename_from_project

from allocdoc.settings import Language, Settings
from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_FORMATS = {"pdf": ("PDF", "application/pdf"), "epub": ("EPUB", "application/epub+zip")}
"""By the name of a format, which is also its folder and its suffix: label and media type."""

_UNITS = ("kilobyte", "megabyte", "gigabyte")


@dataclass(frozen=True, slots=True)
class Download:
    """A book, as the template sees it; ``name`` is the file in the root of the pages."""

    name: str
    label: str
    type: str
    size: str


def find(project: Settings, language: Language) -> Iterator[Path]:
    """Yield the books of a language that are there: one of each format at most."""
    for kind in _FORMATS:
        yield from sorted((project.build / kind / language.folder).glob(f"*.{kind}"))[:1]


def size(count: int, language: Language) -> str:
    """Return a number of bytes as readers of a language write it, rounded up."""
    try:
        locale = Locale.parse(language.code)
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    tenths = -(-count // 100)  # of a kilobyte
    unit = 0
    while tenths > 9_990 and unit < len(_UNITS) - 1:
        tenths, unit = -(-tenths // 1000), unit + 1
    number = -(-tenths // 10) if tenths >= 100 else tenths / 10
    return format_unit(number, f"digital-{_UNITS[unit]}", length="short", locale=locale)


def _find(app: Sphinx, config: Config) -> None:
    project = settings.of(config)
    books = find(project, settings.page_language(config))
    # Relative: the pages of a copy of the project are the same to the byte.
    config.allocdoc_downloads = [
        (book.relative_to(project.build).as_posix(), book.stat().st_size) for book in books
    ]


def _name(config: Config, kind: str) -> str:
    """Return a name that says, in the reader's folder of downloads, which book it is."""
    name = make_filename_from_project(config.project)
    return f"{name}-{settings.page_language(config).tag}.{kind}"


def _show(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    config = app.config
    language = settings.page_language(config)
    context["allocdoc_downloads"] = [
        Download(_name(config, kind), *_FORMATS[kind], size(count, language))
        for book, count in (config.allocdoc_downloads if _is_site(app) else ())
        for kind in (book.partition("/")[0],)
    ]


def _copy(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and _is_site(app):
        for book, _count in app.config.allocdoc_downloads:
            name = _name(app.config, book.partition("/")[0])
            shutil.copyfile(settings.of(app.config).build / book, Path(app.outdir) / name)


def _is_site(app: Sphinx) -> bool:
    """Tell whether pages are written for the web, in a folder of their own."""
    builder = app.builder
    return isinstance(builder, StandaloneHTMLBuilder) and not (
        builder.name == "epub" or isinstance(builder, SingleFileHTMLBuilder)
    )


def setup_part(app: Sphinx) -> None:
    """Find the books first: whether pages are out of date depends on them."""
    app.add_config_value("allocdoc_downloads", [], "html", types=frozenset({list}))
    app.connect("config-inited", _find, priority=settings.SECOND)
    app.connect("html-page-context", _show)
    app.connect("build-finished", _copy)
