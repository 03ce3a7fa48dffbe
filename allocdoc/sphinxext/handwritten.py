"""Tabs and tables that authors write by hand: translated whole, and readable in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import traverse_parent
from sphinx_tabs.tabs import (
    CodeTabDirective,
    GroupTabDirective,
    SphinxTabsPanel,
    SphinxTabsTab,
    SphinxTabsTablist,
    TabDirective,
)

from allocdoc.sphinxext import domain, settings
from allocdoc.sphinxext.domain import Problem
from allocdoc.sphinxext.forms import Form, form_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


class _Refusing(SphinxDirective):
    """One of sphinx-tabs' directives; a mistake of the author becomes a problem of the page.

    sphinx-tabs itself lets an exception go up, which ends the whole build without a place.
    """

    def run(self) -> list[Node]:
        """Return what sphinx-tabs makes of it, or nothing."""
        stack = self.env.temp_data.get("tabs_stack")
        if not stack:
            return self._refuse("stands outside of {tabs}")
        if not any(line.strip() for line in self.content):
            return self._refuse("has no label and no content")
        try:
            made = cast("list[Node]", super().run())
        except ValueError as error:  # an unknown lexer
            return self._refuse(f"cannot be read ({error})")
        except (IndexError, AssertionError):  # a label of which there is no paragraph
            return self._refuse(f"has no label (got {self.content[0]}, want a line of text)")
        titles = self.env.temp_data[f"tabs_{stack[-1]}"]["tab_titles"]
        if not all(isinstance(part, nodes.Text | nodes.Inline) for part in titles[-1][1].children):
            titles.pop()
            return self._refuse(f"has no label (got {self.content[0]}, want a line of text)")
        return made

    def _refuse(self, why: str) -> list[Node]:
        source, line = self.get_source_info()
        place = f"{settings.shown(self.config, source)}:{line}"
        problem = Problem(place, f"{{{self.name}}} {why}")
        domain.of(self.env).note_problem(self.env.docname, problem)
        return []


class Tab(_Refusing, TabDirective):  # type: ignore[misc]  # sphinx-tabs is not typed
    """``{tab}``."""


class GroupTab(_Refusing, GroupTabDirective):  # type: ignore[misc]
    """``{group-tab}``."""


class CodeTab(_Refusing, CodeTabDirective):  # type: ignore[misc]
    """``{code-tab}``."""


class TranslatableTabs(SphinxTransform):
    """Let the labels of hand-written ``{tabs}`` be translated.

    sphinx-tabs 3.5 makes them without ``source``, ``line`` and ``rawsource``; without these
    Sphinx extracts a label but never applies its translation.
    """

    default_priority = 6  # before PreserveTranslatableMessages (10)

    def apply(self, **kwargs: Any) -> None:
        """Complete each label, and name each list of labels in the page's language."""
        for names in self.document.findall(SphinxTabsTablist):
            names["aria-label"] = _("Tabbed content")
            for tab in names.findall(SphinxTabsTab):
                tab.rawsource = tab.rawsource or tab.astext()
                tab.source = tab.source or self.document["source"]
                tab.line = tab.line or names.parent.line or 1


class TranslatableCells(SphinxTransform):
    """Let paragraphs that a directive made without a place (table cells, say) be translated."""

    default_priority = 6  # before PreserveTranslatableMessages (10)

    def apply(self, **kwargs: Any) -> None:
        """Give each paragraph in a table the place of the table."""
        for entry in self.document.findall(nodes.entry):
            for paragraph in entry.findall(nodes.paragraph):
                paragraph.source = paragraph.source or self.document["source"]
                paragraph.rawsource = paragraph.rawsource or paragraph.astext()
                paragraph.line = paragraph.line or _line_above(paragraph)


def _line_above(node: Element) -> int:
    return next((above.line for above in traverse_parent(node) if above.line), 1)


class PlainTabs(SphinxPostTransform):
    """Show hand-written ``{tabs}`` one after the other where there are no tabs."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Put each label before its panel."""
        for tab in self.document.findall(SphinxTabsTab):
            # sphinx-tabs writes all attributes of a label into the page, also those of Sphinx.
            tab.attributes.pop("translated", None)
        if form_of(self.env) is not Form.SEQUENCE:
            return
        for names in list(self.document.findall(SphinxTabsTablist)):
            panels = [n for n in names.parent.children if isinstance(n, SphinxTabsPanel)]
            for tab, panel in zip(list(names.findall(SphinxTabsTab)), panels, strict=True):
                strong = nodes.strong("", "", *tab.children)
                label = nodes.paragraph("", "", strong)
                panel.replace_self(nodes.container("", label, *panel.children))
            names.parent.remove(names)


def _configure(app: Sphinx, config: Config) -> None:
    # sphinx-tabs asks for the builder while a page is read, and parses it twice for the others;
    # here all builders read the same, and PlainTabs chooses the form.
    config.sphinx_tabs_valid_builders = list(app.registry.builders)
    config.sphinx_tabs_disable_tab_closing = True


def setup_part(app: Sphinx) -> None:
    """Add the directives and the transforms."""
    app.connect("config-inited", _configure, priority=settings.SECOND)
    app.add_directive("tab", Tab, override=True)
    app.add_directive("group-tab", GroupTab, override=True)
    app.add_directive("code-tab", CodeTab, override=True)
    app.add_transform(TranslatableTabs)
    app.add_transform(TranslatableCells)
    app.add_post_transform(PlainTabs)
