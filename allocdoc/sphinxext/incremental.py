"""Write the pages that were read again, and all pages when what pages show of others has changed.

Sphinx writes what it read again, and nothing else: the menus of other pages keep an old title, a
removed page stays a neighbour. Here a key of all that a page may show of others (the environment
but for what is each page's own, templates, static files, versions) is kept in the folder of the
doctrees by each build that came to its end. While it is the same, what was not read again would be
written as it is. If it is not, or not known, everything is written.

Invariant: the pages are those of a build that starts with nothing. It errs on the side of writing.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.i18n import format_date

from allocdoc.files import write_if_changed
from allocdoc.sphinxext.canonical import key_of
from allocdoc.sphinxext.domain import PerDocument
from allocdoc.sphinxext.freshness import LAST, content_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FOLDER = "allocdoc-written"
"""In the folder of the doctrees, which several outputs may share: a file with a key for each."""

_NOT_SHOWN = {
    *("_app", "domains", "events", "domaindata", "config", "config_status", "config_status_extra"),
    *("project", "settings", "current_document", "temp_data", "ref_context", "version"),
    *("all_docs", "dependencies", "reread_always"),
    *("_pickled_doctree_cache", "_write_doc_doctree_cache"),
}
"""Attributes of the environment: services, and Sphinx's notes for itself. What of the configuration
decides the pages is known to Sphinx: it reads or writes them all when that changes."""
_FOR_SEARCH = "_search_index_"
_OWN = "wordcount"
"""Metadata of MyST's that a page can show of itself alone."""


def shown(app: Sphinx) -> str:
    """Return the key of all that pages may show of others."""
    env, builder, config = app.env, app.builder, app.config
    info = getattr(builder, "build_info", None)
    date = getattr(config, "html_last_updated_fmt", None)
    return key_of(
        [
            _versions(app),
            [builder.name, getattr(info, "config_hash", ""), getattr(info, "tags_hash", "")],
            # Without a time of its own each build has another one.
            date is not None and format_date(date or "%c", language=config.language),
            dict(_files(app)),
            env.found_docs,
            _attributes(env),
            {
                one.name: one.data
                for one in env.domains.sorted()
                if not isinstance(one, PerDocument)
            },
        ]
    )


def _versions(app: Sphinx) -> list[Any]:
    known = {name: extension.version for name, extension in app.extensions.items()}
    return [sphinx.__version__, known]


def _attributes(env: BuildEnvironment) -> dict[str, Any]:
    state = env.__getstate__()
    found = {name: state[name] for name in state if not name.startswith(_FOR_SEARCH)}
    found["metadata"] = {
        page: {name: value for name, value in fields.items() if name != _OWN}
        for page, fields in env.metadata.items()
    }
    return {name: value for name, value in found.items() if name not in _NOT_SHOWN}


def _files(app: Sphinx) -> Iterator[tuple[str, str]]:
    """Yield the project's files that all pages come from or load, and their contents."""
    config = app.config
    names = [*config.templates_path, *config.html_static_path, *config.html_extra_path]
    names += [*config.html_theme_path, config.html_logo or "", config.html_favicon or ""]
    for place in (Path(app.confdir, name) for name in names if name):
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                yield str(path), content_of(path)


class Written:
    """The pages of one build, and whether they are those of the one before.

    Attributes:
        key: What the pages that this build leaves will have been written with.
        read: Whether any page was read again.
        partly: Whether pages of the build before stay.
        index: Sphinx's own search index, where it has to stay as it is.
        started: When the build began, in nanoseconds.
    """

    def __init__(self) -> None:
        self.key = ""
        self.read = False
        self.partly = False
        self.index = b""
        self.started = time.time_ns()

    def note_reading(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Remember whether something is read."""
        self.read = bool(docnames)

    def decide(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return all pages if they have to be written, and make room for them."""
        self.key = shown(app)
        record = _record(app)
        last = record.read_text(encoding="utf-8") if record.is_file() else ""
        # Until this build has come to its end.
        record.unlink(missing_ok=True)
        index = _search_index(app)
        if last == self.key and (index is None or (index.is_file() and not self.read)):
            self.partly = True
            self.index = index.read_bytes() if index else b""
            return []
        _make_room(app)
        return sorted(env.found_docs)

    def keep(self, app: Sphinx, exception: Exception | None) -> None:
        """Leave the key of a build that came to its end."""
        if exception is None and self.key:
            if self.partly and app.config.allocdoc_owns_output:
                _remove_stale_images(app, self.started)
            index = _search_index(app)
            if index and self.index:
                write_if_changed(index, self.index)
            write_if_changed(_record(app), self.key.encode())


def _record(app: Sphinx) -> Path:
    """Return the file for this output: a folder of doctrees may serve several."""
    output = hashlib.sha256(f"{app.builder.name} {app.outdir}".encode()).hexdigest()
    return Path(app.doctreedir, _FOLDER, output[:16])


def _search_index(app: Sphinx) -> Path | None:
    """Return the file of Sphinx's own search index, if there is to be one.

    An index that is made in parts is wrong: it lacks the entries (``{index}``) of pages that are
    not written, even where none is, and has words that are on no page any more.
    """
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder) and builder.search:
        return Path(app.outdir, builder.searchindex_filename)
    return None


def _make_room(app: Sphinx) -> None:
    """Take away what other pages than the present ones have left in the output."""
    output = Path(app.outdir)
    if app.config.allocdoc_owns_output:
        for path in output.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    elif index := _search_index(app):
        index.unlink(missing_ok=True)


def _remove_stale_images(app: Sphinx, started: int) -> None:
    """Remove what a page's writing drew (a graph, a formula) and no page shows any more.

    Sphinx's own images need no look: a change among them has all pages written.
    """
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    output = Path(app.outdir)
    folder = output / app.builder.imagedir
    own = {name for _pages, name in app.env.images.values()}
    drawn = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name not in own and path.stat().st_mtime_ns < started
    ]
    if not drawn:
        return
    names = sorted(output.rglob(f"*{app.builder.out_suffix}"))
    pages = [page.read_text(encoding="utf-8") for page in names]
    for path in drawn:
        # Beside the image of a graph lies its map, whose name is longer.
        if not any(name in page for page in pages for name in (path.name, path.stem)):
            path.unlink()


def setup_part(app: Sphinx) -> None:
    """Decide when everything is read, after all others; keep the key at the very end."""
    written = Written()
    app.add_config_value("allocdoc_owns_output", False, "", types=[bool])
    app.connect("env-before-read-docs", written.note_reading, priority=LAST)
    app.connect("env-get-updated", written.decide, priority=LAST + 1)
    app.connect("build-finished", written.keep, priority=LAST)
