"""The builder reads catalogs from a private folder that this build filled, and from no other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain

from allocdoc.catalogs import publish
from allocdoc.errors import CatalogError
from allocdoc.sphinxext import settings
from allocdoc.sphinxext.domain import Problem

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

AFTER_SUFFIXES = 850
"""Sphinx adds the suffixes of extensions (``.md``) to ``source_suffix`` at 800."""


class Catalogs:
    """The page catalogs of one build; remembers those it had to leave out."""

    def __init__(self) -> None:
        self.refused: list[CatalogError] = []

    def prepare(self, app: Sphinx, config: Config) -> None:
        """Publish this language's catalogs and point Sphinx at them."""
        if "locale_dirs" in config and config.locale_dirs != ["locales"]:
            raise ConfigError(
                f"conf.py: locale_dirs must not be set (got {config.locale_dirs!r}, "
                'want locale = "…" under [tool.allocdoc] in pyproject.toml)'
            )
        _refuse_interface(Path(app.srcdir) / "locales" / config.language / "LC_MESSAGES")
        project = settings.of(config)
        private = Path(app.doctreedir) / "allocdoc-locale"
        inside = Path(config.language) / "LC_MESSAGES"
        domains = _domains(Path(app.srcdir), config)
        self.refused = publish(project.locale / inside, private / inside, domains)
        config.locale_dirs = [str(private)]
        config.gettext_auto_build = False

    def note(self, app: Sphinx, doctree: nodes.document) -> None:
        """Let a page depend on its catalog, so that it is read again when that goes.

        Sphinx does so itself, but only in later builds and only for catalogs that are there.
        """
        env, config = app.env, app.config
        domain = docname_to_domain(env.docname, config.gettext_compact)
        folder = Path(config.locale_dirs[0], config.language, "LC_MESSAGES")
        compiled = folder / f"{domain}.mo"
        if compiled.is_file():
            env.note_dependency(compiled)

    def report(self, app: Sphinx, exception: Exception | None) -> None:
        """Fail the build for each catalog that was left out."""
        root = settings.of(app.config).root
        for problem in (Problem.of(error, root) for error in self.refused):
            logger.error(problem.message, location=problem.place)
        if self.refused and exception is None:
            app.statuscode = 1


def _domains(source: Path, config: Config) -> set[str]:
    """Return the gettext domains that have a page: one a page, or one a folder when compact."""
    compact = config.gettext_compact
    return {
        docname_to_domain(path.relative_to(source).as_posix().removesuffix(suffix), compact)
        for path in source.rglob("*")
        for suffix in config.source_suffix
        if path.name.endswith(suffix)
    }


def _refuse_interface(folder: Path) -> None:
    """Raise where Sphinx has already read a catalog of its own interface beside the pages.

    It looks there before any extension is loaded, and takes a ``.mo`` as it is.
    """
    for name in ("sphinx.po", "sphinx.mo"):
        if (folder / name).exists():
            raise ConfigError(
                f"{folder / name}: replaces the words of the interface (want it removed)"
            )


def setup_part(app: Sphinx) -> None:
    """Prepare before the environment is made; report at the end."""
    catalogs = Catalogs()
    app.connect("config-inited", catalogs.prepare, priority=AFTER_SUFFIXES)
    app.connect("doctree-read", catalogs.note)
    app.connect("build-finished", catalogs.report, priority=900)
