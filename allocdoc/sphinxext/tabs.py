"""Give each example its form: synchronised tabs in HTML, one listing after the other elsewhere.

Runs after translation. The tabs are sphinx-tabs' own nodes, so that its script, its style and
its ways of being customised apply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes as docutils_nodes
from docutils.nodes import Element, Node
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_tabs.tabs import SphinxTabsPanel, SphinxTabsTab, SphinxTabsTablist

from allocdoc.sphinxext import domain, listing_tools, nodes
from allocdoc.sphinxext.forms import Form, form_of
from allocdoc.sphinxext.presentation import Presentation, labels

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ShowExamples(SphinxPostTransform):
    """Replace each neutral example by what this builder can show."""

    default_priority = 5  # before references are resolved, so that captions take part

    def run(self, **kwargs: Any) -> None:
        """Choose the form by the builder that writes."""
        form = {Form.TABS: _as_tabs, Form.SEQUENCE: _as_sequence}.get(form_of(self.env))
        if form is None or not domain.of(self.env).shown:
            return
        for number, example in enumerate(list(self.document.findall(nodes.example))):
            stem, name = example["stem"], example["ids"][-1]
            presentation = Presentation(self.env, stem)
            box = docutils_nodes.container(classes=example["classes"], ids=example["ids"])
            box.extend(example.findall(docutils_nodes.caption))
            entries = [
                (variant["kind"], labels()[variant["kind"]], list(presentation.of(variant)))
                for variant in example.findall(nodes.variant)
            ]
            form(box, entries, number)
            for panel in box.findall(SphinxTabsPanel):
                listing_tools.number_lines(panel, panel["name"], name)
                if panel["name"] == "python":
                    listing_tools.add_run(panel, self.env, stem)
            example.replace_self(box)


class KeepHtmlValid(SphinxPostTransform):
    """Rename what sphinx-tabs writes on panels and HTML has only on buttons."""

    default_priority = 800  # after every other, which may look for the name
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Give ``name`` the name of an attribute of our own."""
        for panel in self.document.findall(SphinxTabsPanel):
            if "name" in panel:
                panel["data-name"] = panel.attributes.pop("name")


def _as_sequence(box: Element, entries: list[tuple[str, str, list[Node]]], number: int) -> None:
    for caption in list(box.findall(docutils_nodes.caption)):
        # Only a float may have a caption in LaTeX.
        emphasis = docutils_nodes.emphasis("", "", *caption.children)
        caption.replace_self(docutils_nodes.paragraph("", "", emphasis, classes=caption["classes"]))
    # Only a target becomes a label in LaTeX.
    box.insert(0, docutils_nodes.target(ids=box["ids"]))
    box["ids"] = []
    for kind, label, content in entries:
        part = docutils_nodes.container(classes=[f"allocdoc-{kind}"])
        strong = docutils_nodes.strong("", label)
        part += docutils_nodes.paragraph("", "", strong, classes=["allocdoc-label"])
        part.extend(content)
        box += part


def _as_tabs(box: Element, entries: list[tuple[str, str, list[Node]]], number: int) -> None:
    tabs = docutils_nodes.container(type="tab-element", classes=["sphinx-tabs"])
    names = SphinxTabsTablist()
    names["role"] = "tablist"
    names["aria-label"] = _("The same example in several languages")
    tabs += names
    for position, (kind, label, content) in enumerate(entries):
        ids = f"allocdoc-tab-{number}-{kind}", f"allocdoc-panel-{number}-{kind}"
        names += _tab(kind, label, ids, chosen=position == 0)
        panel = _panel(kind, ids, chosen=position == 0)
        panel += docutils_nodes.paragraph("", label, classes=["allocdoc-label"])
        panel.extend(content)
        tabs += panel
    box += tabs


def _tab(kind: str, label: str, ids: tuple[str, str], *, chosen: bool) -> SphinxTabsTab:
    tab = SphinxTabsTab("", label, classes=["sphinx-tabs-tab", "group-tab"], ids=[ids[0]])
    # The name is what sphinx-tabs synchronises by: the same in every language.
    tab["name"] = kind
    tab["role"] = "tab"
    tab["tabindex"] = "0" if chosen else "-1"
    tab["aria-selected"] = "true" if chosen else "false"
    tab["aria-controls"] = ids[1]
    return tab


def _panel(kind: str, ids: tuple[str, str], *, chosen: bool) -> SphinxTabsPanel:
    panel = SphinxTabsPanel(classes=["sphinx-tabs-panel", "group-tab"], ids=[ids[1]])
    panel["name"] = kind
    panel["role"] = "tabpanel"
    panel["tabindex"] = "0"
    panel["aria-labelledby"] = ids[0]
    if not chosen:
        panel["hidden"] = "hidden"
    return panel


def setup_part(app: Sphinx) -> None:
    """Add the transforms of tabs, and the nodes of the form that a script works on."""
    app.add_post_transform(ShowExamples)
    app.add_post_transform(KeepHtmlValid)
    listing_tools.setup_part(app)
