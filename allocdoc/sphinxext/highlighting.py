"""Code that was highlighted once is not highlighted again, in whatever language and build.

A listing without translated comments is the same text in all languages. Its HTML is kept in a
database in the build folder, by all that decides it.

Invariant: a page has the HTML that Pygments would give now. What Pygments complained of is not
kept, so that it complains in every build.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import suppress
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pygments.lexers import get_all_lexers
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.highlighting import PygmentsBridge, lexer_classes, lexers
from sphinx.util.logging import pending_warnings

from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from sphinx.application import Sphinx

FILE_NAME = "highlighting.sqlite"
"""In the build folder."""

LARGEST = 64 * 2**20
"""Bytes; a larger database is begun anew, as most of it will be of code that is gone."""


class Memory:
    """HTML by the key of what it was made from; several processes may share one.

    Where there can be no file, it is in this process alone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        try:
            self._open(self._path)
        except (OSError, sqlite3.Error):
            self._connect(":memory:")

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size > LARGEST:
            path.unlink()
        try:
            self._connect(str(path))
        except sqlite3.DatabaseError:  # not a database, or a damaged one
            path.unlink()
            self._connect(str(path))

    def _connect(self, name: str) -> None:
        self._database = sqlite3.connect(name, isolation_level=None)
        # Whatever a loss of power spoils is made again.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("CREATE TABLE IF NOT EXISTS html (key BLOB PRIMARY KEY, text TEXT)")

    def get(self, key: bytes) -> str | None:
        """Return what is kept, or nothing."""
        if self._process != os.getpid():
            self._begin()  # a database does not survive a fork
        with suppress(sqlite3.Error):
            found = self._database.execute("SELECT text FROM html WHERE key = ?", (key,)).fetchone()
            return str(found[0]) if found else None
        return None

    def keep(self, key: bytes, html: str) -> None:
        """Keep a text; if the file cannot be written just now, it is not kept."""
        with suppress(sqlite3.Error):
            self._database.execute("INSERT OR IGNORE INTO html VALUES (?, ?)", (key, html))

    def close(self) -> None:
        """Close the file."""
        self._database.close()


class RememberingBridge(PygmentsBridge):
    """Sphinx's way to Pygments, with a memory."""

    def __init__(self, bridge: PygmentsBridge, memory: Memory) -> None:
        vars(self).update(vars(bridge))
        self._memory = memory
        self._formatters: dict[str, Formatter[str]] = {}
        style = self.formatter_args["style"]
        self._made_by = f"{version('pygments')} {version('sphinx')} {self.dest} {style!r}"

    def get_formatter(self, **kwargs: Any) -> Formatter[str]:
        """Return the formatter of such blocks; a new one works its style sheet out."""
        key = repr(sorted(kwargs.items()))
        if key not in self._formatters:
            self._formatters[key] = super().get_formatter(**kwargs)
        return self._formatters[key]

    def highlight_block(
        self,
        source: str,
        lang: str,
        opts: dict[str, Any] | None = None,
        force: bool = False,
        location: Any = None,
        **kwargs: Any,
    ) -> str:
        """Return the HTML of a block of code; see Sphinx."""
        if not _is_built_in(lang):
            return super().highlight_block(source, lang, opts, force, location, **kwargs)
        asked = (self._made_by, source, lang, sorted((opts or {}).items()), force)
        key = hashlib.sha256(repr((*asked, sorted(kwargs.items()))).encode()).digest()
        html = self._memory.get(key)
        if html is None:
            with pending_warnings() as said:
                html = super().highlight_block(source, lang, opts, force, location, **kwargs)
                if not said.buffer:  # type: ignore[attr-defined] # it is a MemoryHandler
                    self._memory.keep(key, html)
        return html


@cache
def _names() -> frozenset[str]:
    return frozenset(name for one in get_all_lexers(plugins=False) for name in one[1])


def _is_built_in(name: str) -> bool:
    """Tell whether a lexer's version is that of Pygments or Sphinx; a plug-in has its own."""
    if name in lexers:
        return False
    kind = lexer_classes.get(name)
    if kind is None:
        return name == "default" or name in _names()
    module = kind.func.__module__ if isinstance(kind, partial) else kind.__module__
    return module.partition(".")[0] in ("pygments", "sphinx")


def _remember(app: Sphinx) -> None:
    """Give the builder of web pages a memory."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder):
        memory = Memory(settings.of(app.config).build / FILE_NAME)
        builder.highlighter = RememberingBridge(builder.highlighter, memory)
        app.connect("build-finished", lambda *_: memory.close())


def setup_part(app: Sphinx) -> None:
    """Take the place of the builder's highlighter as soon as there is one."""
    app.connect("builder-inited", _remember)
