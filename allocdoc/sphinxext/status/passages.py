"""Say on each translated page how far it is, and mark each passage that shows the source text.

A page on which nothing is left to do gets no note and no mark; only the link to its catalog, where
the project has a forge.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Node
from sphinx.locale import _, get_translator
from sphinx.transforms import SphinxTransform
from sphinx_tabs.tabs import SphinxTabsTab

from allocdoc.catalogs.status import CatalogStatus, Message, State
from allocdoc.sphinxext import settings
from allocdoc.sphinxext.fallback import is_complete
from allocdoc.sphinxext.forms import Form, form_of
from allocdoc.sphinxext.messages import messages_of, untranslated
from allocdoc.sphinxext.status import domain, forge
from allocdoc.sphinxext.status.earlier import earlier_translation, insert

if TYPE_CHECKING:
    from sphinx.application import Sphinx

GUIDE = "translating"
"""The document that tells how to help, in projects that have it."""

_IMAGES = "allocdoc_image_texts"
_MARK = "allocdoc-untranslated"

_ONE_TREE = "singlehtml"
"""The builder that joins all pages before they are resolved: there is no page to speak of."""


class KeepImageTexts(SphinxTransform):
    """Remember the texts of a page's images while they are those of the source."""

    default_priority = 15  # before Locale (20), which overwrites them and keeps nothing

    def apply(self, **kwargs: Any) -> None:
        """Keep them until the page is read."""
        if not settings.is_translation(self.config):
            return
        images = self.document.findall(nodes.image)
        self.env.temp_data[_IMAGES] = [image["alt"] for image in images if image.get("alt")]


def _count(app: Sphinx, doctree: nodes.document) -> None:
    """Remember how much of a page is translated: each message once, as in its catalog."""
    if not settings.is_translation(app.config) or is_complete(doctree):
        return
    found, docname = domain.of(app.env), app.env.docname
    messages = {m for node, m in messages_of(doctree) if not isinstance(node, nodes.image)}
    messages.update(app.env.temp_data.get(_IMAGES) or ())
    known = _messages(found.catalog(docname))
    done = [m for m in messages if m in known and known[m].state == State.TRANSLATED]
    found.progress[docname] = (len(done), len(messages))


def _messages(catalog: CatalogStatus | None) -> dict[str, Message]:
    return {message.msgid: message for message in catalog.messages} if catalog else {}


def _show(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add the note and the marks to a page that is about to be written."""
    builder = app.builder
    if builder.format != "html" or builder.name == _ONE_TREE:
        return
    if not settings.is_translation(app.config):
        return
    has_marks = form_of(app.env) is Form.TABS and not is_complete(doctree)
    wanted = has_marks or settings.of(app.config).repository
    catalog = domain.of(app.env).catalog(docname) if wanted else None
    if has_marks:
        _mark(app, doctree, catalog)
    parts = list(_note(app, docname, catalog))
    if parts:
        # A reference has to stand in a text element.
        spans = (nodes.inline("", "", part) for part in parts)
        doctree += nodes.container("", *spans, classes=["allocdoc-translation"])


def _note(app: Sphinx, docname: str, catalog: CatalogStatus | None) -> Iterator[Node]:
    done, total = domain.of(app.env).progress.get(docname, (0, 0))
    if done < total:
        text = get_translator("sphinx").ngettext(
            "%(done)d of %(total)d passage is translated.",
            "%(done)d of %(total)d passages are translated.",
            total,
        )
        yield nodes.Text(text % {"done": done, "total": total})
        if GUIDE in app.env.found_docs and docname != GUIDE:
            address = app.builder.get_relative_uri(docname, GUIDE)
            yield nodes.reference("", _("How to help"), refuri=address, internal=True)
    address = forge.address(settings.of(app.config), catalog.path if catalog else "")
    if address:
        yield nodes.reference("", _("Improve this translation"), refuri=address)


def _mark(app: Sphinx, doctree: nodes.document, catalog: CatalogStatus | None) -> None:
    project, page = settings.of(app.config), settings.page_language(app.config)
    known = _messages(catalog)
    shows_source = f"language-{project.source_language.tag}"
    for node, msgid in list(untranslated(doctree)):
        if shows_source not in node.get("classes", ()):
            continue
        message = known.get(msgid)
        path = catalog.path if catalog else ""
        address = forge.address(project, path, message.line if message else 0)
        if message and message.old:
            earlier = earlier_translation(message=message, address=address)
            earlier["page_language"], earlier["source_language"] = page, project.source_language
            insert(node, earlier)
        elif address and type(node) is nodes.paragraph:
            classes = ["allocdoc-translate", f"language-{page.tag}"]
            link = nodes.reference("", _("Translate"), refuri=address, classes=classes)
            node += [nodes.Text(" "), link]
        if isinstance(node, nodes.caption):
            # HTML gives its classes to two elements, one in the other.
            node[:] = [nodes.inline("", "", *node.children, classes=[_MARK])]
        elif not isinstance(node, SphinxTabsTab):  # whose border says which tab is chosen
            node["classes"].append(_MARK)


def setup_part(app: Sphinx) -> None:
    """Count while a page is read, show when it is written."""
    app.add_transform(KeepImageTexts)
    app.connect("doctree-read", _count)
    app.connect("doctree-resolved", _show)
