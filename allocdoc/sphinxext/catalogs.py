"""Pages get the messages that the gate let through in this build, and no others.

Those of Markdown pages have them from `messages`. Sphinx finds the others' in a private folder that
this build filled.
"""

from __future__ import annotations

from dataclasses import fields, replace
from os.path import lexists
from pathlib import Path
from typing import TYPE_CHECKING

from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.errors import ConfigError
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain

from allocdoc.catalogs import publish
from allocdoc.catalogs.gate import Finding, Project, Reader, Syntax, codes, find_pages, reader_for
from allocdoc.catalogs.verified import Verified, verify
from allocdoc.examples import only_comments
from allocdoc.sphinxext import ahead, domain, settings

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

_MYST = [field.name for field in fields(MdParserConfig) if field.name != "enable_extensions"]

AFTER_EXAMPLES = 550
"""The comments of listings are messages; at 500, the examples have been found."""
AFTER_SUFFIXES = 850
"""Sphinx adds the suffixes of extensions (``.md``) to ``source_suffix`` at 800."""

STORE = "verified"
"""In the build folder, for all formats: what the gate made of each language's catalogs."""


class Catalogs:
    """The page catalogs of one build; remembers what the gate said of them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def point(self, app: Sphinx, config: Config) -> None:
        """Point Sphinx at a folder of this build's own."""
        if "locale_dirs" in config and config.locale_dirs != ["locales"]:
            raise ConfigError(
                f"conf.py: locale_dirs must not be set (got {config.locale_dirs!r}, "
                'want locale = "…" under [tool.allocdoc] in pyproject.toml)'
            )
        _refuse_interface(Path(app.srcdir) / "locales" / config.language / "LC_MESSAGES")
        config.locale_dirs = [str(Path(app.doctreedir) / "allocdoc-locale")]
        config.gettext_auto_build = False
        # Sphinx wants references in the order of the source; the gate compares them in any order.
        config.suppress_warnings = [*config.suppress_warnings, "i18n.inconsistent_references"]

    def publish(self, app: Sphinx) -> None:
        """Let through the gate what may pass, and fill the folder with what Sphinx reads."""
        run = domain.of(app.env).run
        run.reader = replace(_reader(app), tokens={})
        found = {one.checked.domain: one for one in verified(app, app.config.language, run.reader)}
        run.verified = found
        compiled = {name: one.compiled for name, one in found.items() if one.compiled is not None}
        publish(compiled, _folder(app.env))
        self.findings = [finding for one in found.values() for finding in one.checked.findings]

    def note(self, app: Sphinx, doctree: nodes.document) -> None:
        """Let a page depend on its compiled catalog, so that it is read again when that goes.

        Sphinx does so itself, but only in later builds and only for catalogs that are there.
        """
        name = _domain_of(app.env, app.env.docname)
        found = domain.of(app.env).run.verified.get(name)
        if found is not None and found.compiled is not None:
            app.env.note_dependency(_folder(app.env) / f"{name}.mo")

    def report(self, app: Sphinx, exception: Exception | None) -> None:
        """Fail the build for all that was left out, unless it was told to go on."""
        strict, known = app.config.allocdoc_strict_catalogs, codes()
        for finding in self.findings:
            text = str(finding).removeprefix(f"{finding.path}:{finding.line}: ")
            fails = strict and not known[finding.code].is_warning
            log = logger.error if fails else logger.warning
            log(text, location=f"{finding.path}:{finding.line}")
            if fails and exception is None:
                app.statuscode = 1


def verified(app: Sphinx, language: str, reader: Reader | None = None) -> tuple[Verified, ...]:
    """Return what the gate makes of the catalogs of a language.

    Args:
        app: The build.
        language: The code of the language.
        reader: What reads their messages, if it shall keep anything of them.
    """
    project = gate_project(app)
    folder = project.locale / language / "LC_MESSAGES"
    paths = (folder / f"{domain}.po" for domain in project.pages)
    store = settings.of(app.config).build / STORE / f"{language}.pickle"
    there = (path for path in paths if lexists(path))
    return verify(there, language, project, store, reader or _reader(app))


def _reader(app: Sphinx) -> Reader:
    """Return what reads the messages of pages, with what is known of them already."""
    reader = reader_for(gate_project(app))
    return replace(reader, sources=ahead.inherited(reader.config).sources)


def messages(env: BuildEnvironment, docname: str) -> str:
    """Return the translations that a Markdown page has, as a JSON object; empty if there are none.

    A page that is not, or not only, in Markdown has them from Sphinx.
    """
    found = domain.of(env).run.verified.get(_domain_of(env, docname))
    return (found.messages if found else None) or ""


def _domain_of(env: BuildEnvironment, docname: str) -> str:
    return docname_to_domain(docname, env.config.gettext_compact)


def _folder(env: BuildEnvironment) -> Path:
    """Return the folder for Sphinx's own transform: pages that are not, or not only, Markdown."""
    return Path(env.config.locale_dirs[0], env.config.language, "LC_MESSAGES")


def gate_project(app: Sphinx) -> Project:
    """Return what the gate has to know of the project; it is found out once a build."""
    run = domain.of(app.env).run
    if run.tree is None:
        run.tree = _gate_project(app)
    return run.tree


def _gate_project(app: Sphinx) -> Project:
    config, project = app.config, settings.of(app.config)
    source = Path(app.srcdir)
    suffixes: dict[str, Syntax] = {
        suffix: "myst" if kind in MystParser.supported else "rst"
        for suffix, kind in config.source_suffix.items()
    }
    pages = find_pages(source, suffixes, config.gettext_compact)
    listings = domain.of(app.env).run.listings.values()
    return Project(
        root=project.root,
        locale=project.locale,
        languages=tuple(language.code for language in project.languages),
        pages=pages,
        extensions=frozenset(config.myst_enable_extensions),
        myst={name: config[f"myst_{name}"] for name in _MYST if f"myst_{name}" in config},
        comments=dict.fromkeys(pages, only_comments(listings, source, suffixes)),
    )


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
    app.add_config_value("allocdoc_strict_catalogs", True, "", types=[bool])
    app.connect("config-inited", catalogs.point, priority=AFTER_SUFFIXES)
    app.connect("builder-inited", catalogs.publish, priority=AFTER_EXAMPLES)
    app.connect("doctree-read", catalogs.note)
    app.connect("build-finished", catalogs.report, priority=900)
