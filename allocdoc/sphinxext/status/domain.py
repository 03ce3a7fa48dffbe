"""The Sphinx domain that holds the status, and knows which pages it has made out of date.

Invariant: a page whose output depends on the status is read again whenever what it shows of it
is no longer what it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.util.i18n import docname_to_domain

from allocdoc.catalogs.status import CatalogStatus, Found, LanguageStatus, survey
from allocdoc.catalogs.verified import Verified
from allocdoc.errors import CatalogError
from allocdoc.sphinxext import settings
from allocdoc.sphinxext.catalogs import AFTER_EXAMPLES, gate_project, verified
from allocdoc.sphinxext.domain import PerDocument
from allocdoc.sphinxext.domain import of as of_examples

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class StatusDomain(PerDocument):
    """Remember, per document, what it shows of the status.

    What is known before any page is read is inherited by every process that Sphinx forks.
    """

    name = "translation_status"
    label = "translation status"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {"seen": {}, "overviews": {}, "progress": {}}

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.own: dict[str, Verified] = {}
        """The catalogs of this build's language that the gate could read, by domain."""
        self.domains: tuple[str, ...] = ()
        """Those that a catalog may have: one for each page, or for more of them."""
        self.survey: Callable[[], tuple[LanguageStatus, ...]] = tuple

    @cached_property
    def languages(self) -> tuple[LanguageStatus, ...]:
        """The status of all languages; none where the project has no catalogs.

        Most builds do without it: reading the catalogs of all languages costs more than the pages
        of one.
        """
        return self.survey()

    @property
    def seen(self) -> dict[str, str]:
        """Per document: the key of what it showed of the status when it was read."""
        return cast("dict[str, str]", self.data["seen"])

    @property
    def overviews(self) -> dict[str, bool]:
        """The documents that show the status of everything."""
        return cast("dict[str, bool]", self.data["overviews"])

    @property
    def progress(self) -> dict[str, tuple[int, int]]:
        """Per document of a translation: how many of how many passages are translated."""
        return cast("dict[str, tuple[int, int]]", self.data["progress"])

    def catalog(self, docname: str) -> CatalogStatus | None:
        """Return the status of a document's catalog in the language of this build."""
        if not settings.is_translation(self.env.config):
            return None
        wanted = self._domain_of(docname)
        return self.own[wanted].status if wanted in self.own else self._of_survey(wanted)

    def _domain_of(self, docname: str) -> str:
        return docname_to_domain(docname, self.env.config.gettext_compact)

    def _of_survey(self, wanted: str) -> CatalogStatus | None:
        language = settings.page_language(self.env.config)
        catalogs = (c for one in self.languages if one.language == language for c in one.catalogs)
        return next((catalog for catalog in catalogs if catalog.domain == wanted), None)

    def inputs(self) -> Iterator[Path]:
        """Yield the catalogs that pages show the status of, also those that are yet to come."""
        project = settings.of(self.env.config)
        for language in project.translations if self.overviews else ():
            folder = project.locale / language.code / "LC_MESSAGES"
            yield from (folder / f"{domain}.po" for domain in self.domains)

    def key(self, docname: str) -> str:
        """Return a key that changes whenever what a document shows of the status does."""
        if docname not in self.overviews and (own := self.own.get(self._domain_of(docname))):
            return own.status_key
        shown = self.languages if docname in self.overviews else self.catalog(docname)
        return hashlib.sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()


def of(env: BuildEnvironment) -> StatusDomain:
    """Return the domain of the environment."""
    return cast(StatusDomain, env.get_domain(StatusDomain.name))


def _count(app: Sphinx) -> None:
    found, run = of(app.env), of_examples(app.env).run
    project, tree = settings.of(app.config), gate_project(app)
    languages = [one for one in project.languages if one != project.source_language]

    def known(code: str) -> dict[str, Found]:
        own = code == app.config.language
        there = run.verified.values() if own else verified(app, code)
        return {one.checked.domain: one.found for one in there}

    def count() -> tuple[LanguageStatus, ...]:
        try:
            return survey(tree, languages, known={one.code: known(one.code) for one in languages})
        except CatalogError:  # there are none yet
            return ()

    found.own = {name: one for name, one in run.verified.items() if not one.checked.refused}
    found.domains = tuple(tree.pages)
    found.survey = count


def _note(app: Sphinx, doctree: nodes.document) -> None:
    found, docname = of(app.env), app.env.docname
    found.seen[docname] = found.key(docname)


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    found = of(env)
    return [
        docname
        for docname, key in found.seen.items()
        if docname not in removed and key != found.key(docname)
    ]


def setup_part(app: Sphinx) -> None:
    """Add the domain; count once the catalogs have been through the gate."""
    app.add_domain(StatusDomain)
    app.connect("builder-inited", _count, priority=AFTER_EXAMPLES)
    app.connect("doctree-read", _note)
    app.connect("env-get-outdated", _outdated)
