"""Sphinx, called in a process that has imported it before."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from myst_parser.config.main import MdParserConfig
from sphinx.application import builtin_extensions
from sphinx.cmd.build import main
from sphinx.locale import translators

from allocdoc import sphinxext
from allocdoc.catalogs.gate import find_pages, read_extensions, read_myst
from allocdoc.errors import SettingsError
from allocdoc.site.processes import BROKEN
from allocdoc.sphinxext import ahead
from allocdoc.sphinxext.ahead import Ahead

_LATE = ("allocdoc.pdf", "myst_parser.sphinx_ext.main", "pygments.lexers.python")
"""What our extension imports only when it is set up, or while a page is read."""


def build(arguments: Sequence[str], pages: Ahead | None = None) -> int:
    """Do what ``sphinx-build`` does with these arguments, and return its exit code.

    Args:
        arguments: Those of the command line.
        pages: What is parsed already, see `parse`.
    """
    if pages:
        ahead.INHERITED.set(pages)
    translators.clear()  # in case the process that this was forked from has built something
    try:
        return main(arguments)
    except SystemExit as end:  # of a wrong argument
        return BROKEN if end.code else 0


def warm(folder: Path) -> None:
    """Import what the processes that build a project will need, so that none has to by itself.

    What goes wrong here is no matter: it goes wrong there as well, and is told there.
    """
    sphinxext.parts()
    _import([*builtin_extensions, *_LATE, *_wanted(folder / "conf.py")])


def parse(conf: Path, source: Path, *, translated: bool = False) -> Ahead | None:
    """Parse the Markdown pages of a project, if its ``conf.py`` says plainly how.

    Where that says otherwise when it is run, no process will use them.

    Args:
        conf: The file.
        source: The folder with the pages.
        translated: Whether their messages will be compared with translations.
    """
    with suppress(SettingsError, TypeError, ValueError):
        plain: dict[str, Any] = {**read_myst(conf), "enable_extensions": read_extensions(conf)}
        pages = Ahead(MdParserConfig(**plain))
        pages.read(source / f"{name}.md" for name in find_pages(source, {".md": "myst"}))
        if translated:
            pages.read_messages()
        return pages
    return None


def _wanted(conf: Path) -> Iterator[str]:
    """Yield the extensions and the theme that a ``conf.py`` names plainly; it is not run."""
    with suppress(OSError, SyntaxError, ValueError):
        for line in ast.parse(conf.read_bytes()).body:
            match line:
                case ast.Assign([ast.Name("extensions")], ast.List(names)):
                    yield from (str(one.value) for one in names if isinstance(one, ast.Constant))
                case ast.Assign([ast.Name("html_theme")], ast.Constant(name)):
                    yield str(name)


def _import(names: Sequence[str]) -> None:
    for name in names:
        with suppress(Exception):  # an extension may do anything; see `warm`
            import_module(name)
