"""Tabs in a book: one after the other with their labels, or those of one kind alone.

Runs before the extension chooses its form for builders without tabs, which knows no captions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_tabs.tabs import SphinxTabsPanel, SphinxTabsTab, SphinxTabsTablist

from allocdoc.sphinxext import domain
from allocdoc.sphinxext import nodes as ours
from allocdoc.sphinxext.presentation import Presentation, labels

if TYPE_CHECKING:
    from allocdoc.examples import Listing


class tab_group(nodes.General, nodes.Element):  # noqa: N801 - as docutils does
    """Tabs that show the same thing in several ways."""


class tab(nodes.General, nodes.Element):  # noqa: N801
    """One of them; its first child is a title. Attribute ``keys``: what it may be chosen by."""


class ShowTabs(SphinxPostTransform):
    """Replace examples and all kinds of tabs by neutral groups; leave out what was not chosen."""

    builders = ("typst",)
    default_priority = 4  # before ShowExamples (5) and PlainTabs (6)

    def run(self, **kwargs: Any) -> None:
        """Make the groups, then choose."""
        for example in list(self.document.findall(ours.example)):
            example.replace_self(self._example(example))
        for names in list(self.document.findall(SphinxTabsTablist)):
            names.parent.replace_self(tab_group("", *_sphinx_tabs(names)))
        for box in list(filter(_is_tab_set, self.document.findall(Element))):
            box.replace_self(tab_group("", *_design_tabs(box)))
        wanted = {name.casefold() for name in self.config.typst_tabs}
        for group in self.document.findall(tab_group):
            _choose(group, wanted)

    def _example(self, example: ours.example) -> Node:
        box = nodes.container(classes=example["classes"], ids=example["ids"])
        box.extend(example.findall(nodes.caption))
        presentation = Presentation(self.env, example["stem"])
        listing = domain.of(self.env).run.listings[example["stem"]]
        group = tab_group()
        for variant in example.findall(ours.variant):
            kind = variant["kind"]
            part = _tab(labels()[kind], [kind, labels()[kind]], presentation.of(variant))
            _set_places(part, example, listing)
            group += part
        box += group
        return box


def _tab(label: str | Iterable[Node], keys: Iterable[str], content: Iterable[Node]) -> tab:
    title = nodes.title("", label) if isinstance(label, str) else nodes.title("", "", *label)
    return tab("", title, *content, keys=[key.casefold() for key in keys])


def _set_places(part: tab, example: ours.example, listing: Listing) -> None:
    """Let an error in a listing's code name the file that the code is from."""
    files = {
        "python": (listing.python.path, listing.python.code_line) if listing.python else None,
        "rust": (listing.rust.path, listing.rust.code_line) if listing.rust else None,
        "rust2015": (listing.historical, 1) if listing.historical else None,
    }
    for node in part.findall(nodes.Element):
        node.source, node.line = example.source, example.line
        at = files.get(part["keys"][0])
        if at and "allocdoc-code" in node["classes"]:
            node.source, node.line = str(at[0]), at[1]


def _sphinx_tabs(names: SphinxTabsTablist) -> Iterator[tab]:
    panels = [one for one in names.parent.children if isinstance(one, SphinxTabsPanel)]
    for label, panel in zip(names.findall(SphinxTabsTab), panels, strict=True):
        keys = [label.rawsource or label.astext(), label.astext()]
        yield _tab(label.children, keys, panel.children)


def _is_tab_set(node: Element) -> bool:
    return bool(node.get("design_component") == "tab-set")


def _design_tabs(box: Element) -> Iterator[tab]:
    """Yield the tabs of sphinx-design, each a label and a container."""
    for item in box.children:
        if isinstance(item, Element) and len(item.children) == 2:
            label, content = item.children
            words = [label.astext(), getattr(label, "rawsource", "")]
            yield _tab(label.children, filter(None, words), content.children)


def _choose(group: tab_group, wanted: set[str]) -> None:
    """Keep the wanted tabs of a group, without labels; all of them where it has none of those."""
    chosen = [part for part in group.children if wanted.intersection(part["keys"])]  # type: ignore[index]
    if chosen:
        for part in chosen:
            del part[0]  # type: ignore[attr-defined]
        group.children = list(chosen)
