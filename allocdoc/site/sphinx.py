"""Sphinx, called in a process that has imported it before."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from sphinx.application import builtin_extensions
from sphinx.cmd.build import main
from sphinx.config import eval_config_file
from sphinx.errors import ConfigError
from sphinx.util.tags import Tags

from allocdoc import sphinxext
from allocdoc.site.processes import BROKEN

_LATE = ("allocdoc.pdf", "myst_parser.sphinx_ext.main", "pygments.lexers.python")
"""What our extension imports only when it is set up, or while a page is read."""


def build(arguments: Sequence[str]) -> int:
    """Do what ``sphinx-build`` does with these arguments, and return its exit code."""
    try:
        return main(arguments)
    except SystemExit as end:  # of a wrong argument
        return BROKEN if end.code else 0


def warm(folder: Path) -> None:
    """Import what the processes that build a project will need, so that none has to by itself.

    ``conf.py`` is run for this, as each of those processes will do. What goes wrong here is no
    matter: it goes wrong there as well, and is told there.
    """
    names = [*builtin_extensions, *_LATE]
    before = list(sys.path)
    try:
        settings = eval_config_file(folder / "conf.py", Tags())
        names += [*settings.get("extensions", ()), settings.get("html_theme", "")]
    except ConfigError:
        pass
    try:
        sphinxext.parts()
        _import(names)
    finally:
        sys.path[:] = before


def _import(names: Sequence[str]) -> None:
    for name in names:
        with suppress(Exception):  # an extension may do anything; see `warm`
            import_module(name)
