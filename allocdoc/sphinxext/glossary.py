"""The directive ``{terms}``: the project's glossary file as a glossary of Sphinx's own.

A definition is a message, which stands in the glossary file. A term is none: the file itself says
what it is called in each language. The role ``term`` and the index know it by the source's name
everywhere; on a translated page the index has both.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term
from sphinx.util.docutils import SphinxDirective

from allocdoc.catalogs.glossary import GlossaryError, Rendering, Term, read
from allocdoc.sphinxext import domain, settings
from allocdoc.sphinxext.domain import Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec


class Terms(SphinxDirective):
    """Show all terms of the project's glossary file."""

    has_content = False
    option_spec: ClassVar[OptionSpec] = {"sorted": directives.flag}

    def run(self) -> list[Node]:
        """Return the glossary, or nothing and a problem where it cannot be read."""
        project = settings.of(self.config)
        if project.glossary is None:
            return self._refuse('there is no glossary (want glossary = "…" under [tool.allocdoc])')
        self.env.note_dependency(project.glossary)
        try:
            codes = [language.code for language in project.translations]
            terms = read(project.glossary, project.root, codes).terms
        except GlossaryError as error:
            domain.of(self.env).note_problem(self.env.docname, Problem.of(error))
            return []
        items = (self._item(term, project.glossary) for term in terms)
        listing = nodes.definition_list("", *items, classes=["glossary"])
        glossary = addnodes.glossary("", listing, sorted="sorted" in self.options)
        glossary.document = self.state.document
        self.set_source_info(glossary)
        return [glossary]

    def _refuse(self, why: str) -> list[Node]:
        source, line = self.get_source_info()
        place = f"{settings.shown(self.config, source)}:{line}"
        domain.of(self.env).note_problem(self.env.docname, Problem(place, why))
        return []

    def _item(self, term: Term, path: Path) -> nodes.definition_list_item:
        rendering = None
        if settings.is_translation(self.config):
            rendering = term.renderings.get(settings.page_language(self.config).code)
        definition = nodes.definition("", self._definition(term, path))
        if rendering and rendering.forbidden:
            definition += _not_to_use(rendering)
        return nodes.definition_list_item("", self._term(term, rendering, path), definition)

    def _term(self, term: Term, rendering: Rendering | None, path: Path) -> nodes.term:
        words = [nodes.Text(term.name)]
        line = term.line
        node = make_glossary_term(
            self.env, words, None, str(path), line, None, document=self.state.document
        )
        node["translatable"] = False  # the file has all translations
        if settings.is_translation(self.config):
            node[:1] = self._names(term.name, rendering)
        if rendering and rendering.preferred != term.name:
            _add_to_index(node, rendering.preferred)
        return node

    def _names(self, name: str, rendering: Rendering | None) -> list[Node]:
        """Return what a translated page calls a term: its own word, then that of the source."""
        tag = settings.of(self.config).source_language.tag
        # docutils turns this class into the attribute `lang` in HTML.
        source = nodes.inline("", name, classes=["allocdoc-source-term", f"language-{tag}"])
        if rendering is None or rendering.preferred == name:
            return [source]
        return [nodes.Text(f"{rendering.preferred} ("), source, nodes.Text(")")]

    def _definition(self, term: Term, path: Path) -> nodes.paragraph:
        children, _messages = self.parse_inline(term.definition, lineno=self.lineno)
        paragraph = nodes.paragraph(term.definition, "", *children)
        paragraph.source, paragraph.line = str(path), term.line
        return paragraph


def _add_to_index(node: nodes.term, word: str) -> None:
    for index in node.findall(addnodes.index):
        kind, _word, target, main, key = index["entries"][0]
        index["entries"].append((kind, word, target, main, key))


def _not_to_use(rendering: Rendering) -> nodes.paragraph:
    """Return the words that are not this term; a sign says so, as it needs no translation."""
    words = ", ".join(phrase.shown for phrase in rendering.forbidden)
    return nodes.paragraph("", f"≠ {words}", classes=["allocdoc-not-to-use"], translatable=False)


def setup_part(app: Sphinx) -> None:
    """Add the directive."""
    app.add_directive("terms", Terms)
