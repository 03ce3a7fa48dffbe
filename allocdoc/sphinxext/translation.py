"""The translations of a Markdown page, each read once.

Sphinx's own transform, Locale, reads every message twice: first to learn the new names of titles
and terms, then to put the text in its place. It does so for reStructuredText still. For Markdown
pages it finds no catalogs, as these are in another folder; the transform here does its work before
it, with its own parts.

Invariant: a page has the nodes that Locale would have given it, but for what these keep of the
document that a message was read into.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term, split_term_classifiers
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import _NodeUpdater, parse_noqa
from sphinx.util.index_entries import split_index_msg
from sphinx.util.nodes import LITERAL_TYPE_NODES, traverse_translatable_index

from allocdoc.sphinxext import catalogs, domain, tree
from allocdoc.sphinxext.messages import messages_of, read

if TYPE_CHECKING:
    from sphinx.application import Sphinx


_REFERENCES: tuple[tuple[type[Element], Callable[[_NodeUpdater], None]], ...] = (
    (nodes.footnote_reference, _NodeUpdater.update_autofootnote_references),
    (nodes.reference, _NodeUpdater.update_refnamed_references),
    (nodes.footnote_reference, _NodeUpdater.update_refnamed_footnote_references),
    (nodes.citation_reference, _NodeUpdater.update_citation_references),
    (addnodes.pending_xref, _NodeUpdater.update_pending_xrefs),
)
"""What Sphinx compares with the source, in its order, and what it does then."""


class TranslateMessages(SphinxTransform):
    """Put the translations of a Markdown page in their places."""

    default_priority = 19  # just before Locale

    def apply(self, **kwargs: Any) -> None:
        """Do names first, as references lead to them, then all other text."""
        started = time.perf_counter()
        if self._open():
            self._translate_all()
        domain.of(self.env).run.translating += time.perf_counter() - started

    def _translate_all(self) -> None:
        messages = list(messages_of(self.document))
        renamed = [self._rename(node, message) for node, message in messages]
        if any(renamed):  # there may be other nodes in the titles now
            messages = list(messages_of(self.document))
        for node, message in messages:
            if not node.setdefault("translated", False):
                self._translate(node, message)
        if "index" in self.config.gettext_additional_targets:
            self._translate_index()

    def _open(self) -> bool:
        found = catalogs.messages(self.env, self.env.docname)
        self.messages: dict[str, str] = json.loads(found) if found else {}
        return bool(found)

    def _translation(self, node: Element, message: str) -> tuple[str, bool]:
        """Return a translation, and whether it wants Sphinx to be silent of its references."""
        text = self.messages.get(message, "")
        if "noqa" in text and not isinstance(node, LITERAL_TYPE_NODES):
            return parse_noqa(text)
        return text, False

    def _read(self, node: Element, text: str) -> nodes.paragraph:
        return read(text, node.line, self.document)

    def _rename(self, node: Element, message: str) -> bool:
        """Translate what other text refers to by its words; tell whether parts came into it."""
        text, _ = self._translation(node, message)
        is_same = text == message and text.strip() != ""
        node["translated"] = is_same
        if is_same or not isinstance(node, (nodes.title, nodes.term)) or not text.strip():
            return False
        patch: Element = self._read(node, text)
        renamed = self._rename_section(node, patch)
        if isinstance(node, nodes.term):
            for identifier in node["ids"]:
                patch, renamed = self._term(node, text, identifier), True
        if renamed:
            _NodeUpdater(node, patch, self.document, noqa=False).update_leaves()
            node["translated"] = True
        return renamed and _has_parts(node)

    def _rename_section(self, node: Element, title: Element) -> bool:
        """Let a section be referred to by its new name, too; return whether it has one.

        Its id stays, unless the author has given it another by hand.
        """
        section, page = node.parent, self.document
        if not isinstance(node, nodes.title) or not isinstance(section, nodes.section):
            return False
        old, new = (nodes.fully_normalize_name(one.astext()) for one in (node, title))
        if old == new:
            return False
        section["names"].append(new)
        if identifier := page.nameids.get(old):
            if not page.nametypes.get(old):
                page.nameids.pop(old, None)
                page.nametypes.pop(old, None)
                page.ids.pop(identifier, None)
            page.note_implicit_target(section)
        for target in self._targets:
            if target.get("refname") == old:
                target["refname"] = new
        return True

    @cached_property
    def _targets(self) -> list[nodes.target]:
        return list(self.document.findall(nodes.target))

    def _term(self, node: nodes.term, text: str, identifier: str) -> nodes.term:
        words, classifier = split_term_classifiers(text)
        return make_glossary_term(
            self.env,
            self._read(node, words or ""),
            classifier,
            self.document["source"],
            node.line or 0,
            identifier,
            self.document,
        )

    def _translate(self, node: Element, message: str) -> None:
        text, silent = self._translation(node, message)
        if not text or text == message:
            node["translated"] = False
        elif isinstance(node, addnodes.translatable):
            node.apply_translated_message(message, text)
        elif isinstance(node, nodes.meta):
            node["content"] = text
            node["translated"] = True
        elif isinstance(node, nodes.image) and node.get("alt") == message:
            node["alt"] = text
        elif not isinstance(node, (nodes.image, *LITERAL_TYPE_NODES)):  # never to be translated
            self._replace(node, self._read(node, text), silent=silent)
            node["translated"] = True

    def _replace(self, node: Element, patch: nodes.paragraph, *, silent: bool) -> None:
        updater = _NodeUpdater(node, patch, self.document, silent)
        if _has_parts(node) or _has_parts(patch):
            there = tree.kinds(node) | tree.kinds(patch)
            for reference, update in _REFERENCES:
                if tree.hold(there, reference):
                    update(updater)
        updater.update_leaves()
        if _has_parts(node):
            for image in node.findall(nodes.image):
                if image.get("alt"):  # Locale meets it next, and looks for its words, too
                    self._translate(image, image["alt"])

    def _translate_index(self) -> None:
        for node, entries in traverse_translatable_index(self.document):
            node["raw_entries"] = entries
            node["entries"] = [
                (kind, ";".join(map(self._part, split_index_msg(kind, value))), target, main, None)
                for kind, value, target, main, _ in entries
            ]

    def _part(self, part: str) -> str:
        return self.messages.get(part) or part


def _has_parts(node: Element) -> bool:
    return any(isinstance(child, Element) for child in node.children)


def setup_part(app: Sphinx) -> None:
    """Translate while a page is read."""
    app.add_transform(TranslateMessages)
