"""The directive ``{example} NAME``: the listings of one stem from the examples folder."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes as docutils_nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from allocdoc.examples import Listing, comments
from allocdoc.sphinxext import domain, nodes, settings
from allocdoc.sphinxext.domain import Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec


class Example(SphinxDirective):
    """Show an example as one listing per language."""

    # Any number of words, so that `run` says what is wrong: docutils' own error ends with status 0.
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = False
    option_spec: ClassVar[OptionSpec] = {
        "caption": directives.unchanged_required,
        "name": directives.unchanged,
    }

    def run(self) -> list[docutils_nodes.Node]:
        """Return the neutral node, or nothing and a problem where there is no such example."""
        stem = " ".join(self.arguments).strip()
        found = domain.of(self.env)
        found.note_shown(self.env.docname, stem)
        listing = found.run.listings.get(stem)
        if listing is None:
            if found.run.refused is None:  # that is reported, and every listing is missing then
                found.note_problem(self.env.docname, self._unknown(stem, list(found.run.listings)))
            return []
        node = nodes.example("", stem=stem, classes=["allocdoc-example"])
        self.set_source_info(node)
        self.add_name(node)
        self._claim_id(node, f"example-{stem}")
        if caption := self.options.get("caption"):
            node += self._caption(caption)
        node.extend(self._variants(listing))
        return [node]

    def _unknown(self, stem: str, known: list[str]) -> Problem:
        source, line = self.get_source_info()
        folder = settings.of(self.config).examples.name
        near = get_close_matches(stem, known, n=1)
        want = near[0] if near else f"the name of a file in {folder}/, without its ending"
        place = f"{settings.shown(self.config, source)}:{line}"
        return Problem(place, f"no such example (got {stem or 'no name'}, want {want})")

    def _claim_id(self, node: nodes.example, name: str) -> None:
        """Give the node an id that is the same in every language, numbered when shown again."""
        wanted = docutils_nodes.make_id(name)
        taken = self.state.document.ids
        numbered = (f"{wanted}-{number}" for number in count(2))
        free = next(found for found in chain([wanted], numbered) if found not in taken)
        taken[free] = node
        node["ids"].append(free)

    def _caption(self, text: str) -> docutils_nodes.caption:
        children, _messages = self.parse_inline(text, lineno=self.lineno)
        caption = docutils_nodes.caption(text, "", *children)
        self.set_source_info(caption)
        return caption

    def _variants(self, listing: Listing) -> Iterator[nodes.variant]:
        if listing.python:
            part = listing.python
            yield self._variant("python", "python", part.path, part.code, part.code_line)
        if listing.rust:
            today = listing.rust
            yield self._variant("rust", "rust", today.path, today.code, today.code_line)
        if listing.historical:
            text = listing.historical.read_text(encoding="utf-8")
            yield self._variant("rust2015", "rust", listing.historical, text, 1)

    def _variant(
        self, kind: str, language: str, path: Path, code: str, first_line: int
    ) -> nodes.variant:
        self.env.note_dependency(path)
        node = nodes.variant("", kind=kind, language=language, code=code)
        for found in comments(code, language):
            comment = nodes.code_comment("", message=found.text)
            comment.source = str(path)
            comment.line = first_line + found.line - 1
            node += comment
        return node


def setup_part(app: Sphinx) -> None:
    """Add the directive and its nodes, which no builder ever has to write."""
    app.add_node(nodes.example)
    app.add_node(nodes.variant)
    app.add_node(nodes.code_comment)
    app.add_directive("example", Example)
