"""What stands around a book's text in its Typst file: the settings, and the index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.locale import _
from sphinx.util.i18n import format_date

from allocdoc.pdf.fonts import ROLES
from allocdoc.pdf.index import index_of
from allocdoc.pdf.source import Code, arguments, value

if TYPE_CHECKING:
    from sphinx.config import Config

    from allocdoc.pdf.builder import TypstBuilder
    from allocdoc.pdf.fonts import FontSet
    from allocdoc.pdf.writer import TypstTranslator


_NOT_SET = ("", "Project name not set", "Author name not set")
"""What Sphinx says where ``conf.py`` says nothing."""


@dataclass(frozen=True, slots=True)
class Book:
    """An entry of ``typst_documents``: where a book begins, and what it is called."""

    docname: str
    name: str
    """The file's name, without its ending."""
    title: str
    author: str


def frame(
    builder: TypstBuilder, book: Book, fonts: FontSet, text: TypstTranslator
) -> Iterator[str]:
    """Yield the parts of a book's file."""
    settings = {
        **_settings(builder.config, book),
        "depth": _depth(builder, book),
        "fonts": Code("fonts"),
    }
    yield "// Made from the pages that the comments name; change those, or the template.\n"
    yield '#import "template/book.typ": *\n'
    yield f"#let fonts = {value(_fonts(fonts))}\n"
    yield f"#show: book.with({arguments(**settings)})\n#{{\n{text.astext()}"
    yield index_of(builder, _("Index"), text)
    yield "}\n"


def _settings(config: Config, book: Book) -> dict[str, Any]:
    language, _sep, region = config.language.partition("@")[0].partition("_")
    return {
        "title": book.title,
        "subtitle": config.project if config.project not in (book.title, *_NOT_SET) else None,
        "authors": [book.author] if book.author not in _NOT_SET else [],
        "release": f"{_('Release')} {config.release}" if config.release else None,
        "date": _date(config),
        "rights": _rights(config),
        "language": language,
        "region": region.lower() or None,
        "paper": config.typst_paper,
        "contents": _("Table of Contents"),
    }


def _fonts(fonts: FontSet) -> dict[str, Code]:
    families = {role: fonts.code(role) for role in (*ROLES, "math")}
    return {**families, "english": fonts.code("text", english=True)}


def _date(config: Config) -> str | None:
    """Return the day of the edition, where the project or the environment sets one."""
    if config.today:
        return str(config.today)
    if "SOURCE_DATE_EPOCH" not in os.environ:
        return None
    return format_date(config.today_fmt or _("%b %d, %Y"), language=config.language)


def _rights(config: Config) -> str | None:
    rights = config.copyright
    if not rights:
        return None
    return f"© {rights if isinstance(rights, str) else ', '.join(rights)}"


def _depth(builder: TypstBuilder, book: Book) -> int:
    """Return how many levels the contents show: what the first toctree says, else two."""
    toctrees = builder.env.get_doctree(book.docname).findall(addnodes.toctree)
    depth = next((toctree.get("maxdepth", -1) for toctree in toctrees), -1)
    return depth if depth > 0 else 2
