"""One build of a language: Sphinx's application, made up to where the files come in.

It waits within the last step before the gate. The examples have run by then; if one was saved in
the meantime, they run again.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from sphinx._cli.util.colour import disable_colour
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError, SphinxError
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util.docutils import docutils_namespace, patch_docutils

from allocdoc.errors import AllocdocError
from allocdoc.site import findings
from allocdoc.site.findings import Finding
from allocdoc.site.preview.builder import Order, use
from allocdoc.site.preview.report import Found, Go, Report
from allocdoc.site.preview.spots import Spots
from allocdoc.sphinxext import catalogs, domain, execution, settings

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_BEFORE_GATE = catalogs.AFTER_EXAMPLES - 1
_EVERY_OTHER_DONE = 1000


class Refused(AllocdocError):  # noqa: N818 - a finding of the project
    """The examples are not as they have to be: their pages would lose all of them."""


@dataclass(slots=True)
class Build:
    """One build: what to make, and what is found out on the way."""

    order: dict[str, Any]
    """Where everything is, see `allocdoc.site.preview.process`."""
    is_first: bool
    """Whether no build of this process came before it."""
    wait: Callable[[], Go]
    tell: Callable[[Report], None]
    spots: Spots
    warnings: StringIO = field(default_factory=StringIO)
    writing: Order = field(init=False)
    read: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    was_read: int = 0
    """How much had been said when all pages were read."""

    def __post_init__(self) -> None:
        self.writing = Order(lambda: self.tell(Report("written")), not self.is_first)

    def run(self) -> bool:
        """Build, and return whether it went to its end; what is wrong with pages is no matter."""
        disable_colour()
        try:
            with patch_docutils(self.order["root"]), docutils_namespace():
                app = Prepared(self)
                app.build()
                done = self._done(app)
        except Exception as error:
            said = [*self._found(), Finding(_text(error, self.spots.settings.root), is_error=True)]
            self.tell(Report("failed", tuple(self.spots.place(said))))
            return False
        self.tell(done)
        return True

    def _done(self, app: Sphinx) -> Report:
        gone = self._gone(app)
        return Report(
            "done",
            tuple(self._placed(app)),
            read=(*self._sources(app, self.read), *gone),
            written=(*self._sources(app, self.spots.written), *gone),
            removed=tuple(app.builder.get_target_uri(name) for name in self.removed),
            included=tuple(_included(app)),
        )

    def _found(self) -> list[Finding]:
        return list(findings.read(self.warnings.getvalue(), self.spots.settings.root))

    def _placed(self, app: Sphinx) -> Iterator[Found]:
        root, said = self.spots.settings.root, self.warnings.getvalue()
        read, written = said[: self.was_read], said[self.was_read :]
        yield from self.spots.place(findings.read(read, root), app, "reading")
        yield from self.spots.place(findings.read(written, root), app, "writing")

    def _sources(self, app: Sphinx, docnames: Iterable[str]) -> tuple[str, ...]:
        """Return the pages' sources as messages name them."""
        return tuple(settings.shown(app.config, app.env.doc2path(name)) for name in docnames)

    def _gone(self, app: Sphinx) -> list[str]:
        """Return what the sources of removed pages may have been called."""
        source = settings.shown(app.config, app.srcdir)
        return [
            f"{source}/{name}{end}" for name in self.removed for end in app.config.source_suffix
        ]

    def connect(self, app: Sphinx) -> None:
        """Wait where the application is made, and listen to what the build does."""
        app.connect("builder-inited", self._prepared, priority=_BEFORE_GATE)
        app.connect("builder-inited", self._refuse, priority=_EVERY_OTHER_DONE)
        app.connect("env-get-outdated", self._note_removed)
        app.connect("env-before-read-docs", self._note_read, priority=_EVERY_OTHER_DONE)
        app.connect("doctree-resolved", self.spots.note, priority=_EVERY_OTHER_DONE)
        app.connect("write-started", self._note_writing)
        use(app, self.writing)

    def _prepared(self, app: Sphinx) -> None:
        _warm_up(app)
        gc.collect()
        gc.freeze()
        self.tell(Report("ready", inputs=tuple(_inputs(app)), included=tuple(_included(app))))
        go = self.wait()
        self.writing.open = go.pages
        if go.examples:
            execution.execute(app)
        # A build is short, and what it makes lives as long as it does.
        gc.disable()

    def _refuse(self, app: Sphinx) -> None:
        refused = domain.of(app.env).run.refused
        if refused is not None:
            raise Refused(f"{refused.place}: {refused.message}")

    def _note_removed(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> list[str]:
        self.removed = sorted(removed)
        return []

    def _note_writing(self, app: Sphinx, builder: Builder) -> None:
        self.was_read = self.warnings.tell()

    def _note_read(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self.read = list(docnames)


class Prepared(Sphinx):
    """Sphinx's application; its making waits for the word before anything of the pages is read."""

    def __init__(self, build: Build) -> None:
        self._preview = build
        order = build.order
        values = dict(value.split("=", 1) for value in order["values"])
        super().__init__(
            srcdir=order["source"],
            confdir=order["root"],
            outdir=order["output"],
            doctreedir=order["doctrees"],
            buildername="html",
            confoverrides={"language": order["language"], **values},
            status=None,
            warning=build.warnings,
        )

    def preload_builder(self, name: str) -> None:
        """Connect when all extensions are there; the last step of the making is their signal."""
        super().preload_builder(name)
        self._preview.connect(self)


def _warm_up(app: Sphinx) -> None:
    """Do what every build does before its first page, and what no saved file changes."""
    templates = getattr(app.builder, "templates", None)
    if not isinstance(templates, BuiltinTemplateLoader):
        return
    for name in {name for loader in templates.loaders for name in loader.list_templates()}:
        # One that is never used may want what is not there.
        with contextlib.suppress(jinja2.TemplateError):
            if name.endswith(".html"):
                templates.environment.get_template(name)


def _inputs(app: Sphinx) -> list[str]:
    """Return what has to be taken in anew when it changes: the project's modules and templates."""
    config, root = app.config, Path(app.confdir)
    folders = [*config.templates_path, *config.html_static_path, *config.html_extra_path]
    inside = {root / name for name in folders}
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(root):
            inside.add(Path(file))
    return sorted(str(path) for path in inside)


def _included(app: Sphinx) -> list[str]:
    """Return the files that pages show and that lie outside of their folder."""
    ours = (Path(app.srcdir), Path(app.doctreedir))
    names = {name for names in app.env.dependencies.values() for name in names}
    paths = {Path(os.path.normpath(Path(app.srcdir) / name)) for name in names}
    return sorted(str(path) for path in paths if not any(path.is_relative_to(one) for one in ours))


def _text(error: BaseException, root: Path) -> str:
    """Return what an exception says, without the root; one that nobody foresaw, with its place."""
    if isinstance(error, ExtensionError) and error.orig_exc is not None:
        return _text(error.orig_exc, root)
    text = str(error).replace(f"{root}{os.sep}", "")
    if isinstance(error, AllocdocError | SphinxError):
        return text
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}: {type(error).__name__}: {text}"
