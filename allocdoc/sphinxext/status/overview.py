"""The directive ``{translation-status}``: how far each language and each page is, as tables.

The neutral node becomes tables after translation, so that their words are no messages. A bar is
there in HTML alone; the numbers are text in every format.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_percent
from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from allocdoc.catalogs.status import CatalogStatus, Counts, LanguageStatus, columns
from allocdoc.settings import Language
from allocdoc.sphinxext import settings
from allocdoc.sphinxext.forms import Form, form_of
from allocdoc.sphinxext.status import domain, forge

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class status_overview(nodes.General, nodes.Element):  # noqa: N801 - as docutils does
    """The place of the tables."""


class meter(nodes.Inline, nodes.Element):  # noqa: N801
    """A bar; attributes ``percent`` and ``label``. HTML only."""


class TranslationStatus(SphinxDirective):
    """Show the status of all catalogs."""

    has_content = False

    def run(self) -> list[Node]:
        """Return the neutral node."""
        domain.of(self.env).overviews[self.env.docname] = True
        node = status_overview()
        self.set_source_info(node)
        return [node]


class ShowStatus(SphinxPostTransform):
    """Replace the neutral node by tables."""

    default_priority = 5  # before references are resolved: pages are named by their titles

    def run(self, **kwargs: Any) -> None:
        """Make the tables."""
        if not domain.of(self.env).overviews:
            return
        for place in list(self.document.findall(status_overview)):
            languages = domain.of(self.env).languages
            tables = Tables(self).all(languages) if languages else [_nothing()]
            place.replace_self(list(tables))


def _nothing() -> Node:
    return nodes.paragraph("", _("There are no translations yet."))


class Tables:
    """The tables in the form that a builder can show."""

    def __init__(self, transform: SphinxPostTransform) -> None:
        self.env = transform.env
        self.project = settings.of(transform.config)
        self.locale = _locale(settings.page_language(transform.config))
        self.has_bars = form_of(self.env) is Form.TABS

    def all(self, languages: Sequence[LanguageStatus]) -> Iterator[Node]:
        """Yield a table of the languages, then one a language."""
        rows = [[_name(one.language), *self._numbers(one.counts)] for one in languages]
        yield _table([_("Language"), *_headings()], rows)
        for one in languages:
            # No caption: the theme would repeat the table's id on the box that it puts around it.
            anchor = nodes.make_id(f"status-{one.language.code}")
            yield nodes.rubric("", "", _name(one.language), ids=[anchor])
            yield self._of(one)

    def _of(self, one: LanguageStatus) -> Node:
        has_links = bool(self.project.repository)
        headings = [_("Page"), *_headings(), *([_("Catalog")] if has_links else [])]
        rows = [
            [
                self._page(catalog),
                *self._numbers(catalog.counts),
                *([self._link(catalog)] if has_links else []),
            ]
            for catalog in one.catalogs
        ]
        return _table(headings, rows)

    def _page(self, catalog: CatalogStatus) -> Node:
        if catalog.domain not in self.env.found_docs:
            return nodes.Text(catalog.domain)
        title = self.env.titles.get(catalog.domain)
        words = nodes.inline("", title.astext() if title else catalog.domain)
        reference = addnodes.pending_xref("", words, refdomain="std", reftype="doc")
        reference["refdoc"] = self.env.docname
        reference["reftarget"] = f"/{catalog.domain}"
        reference["refexplicit"] = True
        reference["refwarn"] = False
        return reference

    def _link(self, catalog: CatalogStatus) -> Node:
        address = forge.address(self.project, catalog.path)
        name = f"{catalog.domain}.po"
        return nodes.reference("", name, refuri=address) if address else nodes.Text("–")

    def _numbers(self, counts: Counts) -> list[Node]:
        percent = _percent(counts.percent, self.locale)
        done = nodes.inline("", "", nodes.Text(percent))
        if self.has_bars:
            done.insert(0, meter(percent=counts.percent, label=_("Translated")))
        numbers = (
            *(counts.translated, counts.fuzzy, counts.untranslated),
            *(counts.refused, counts.words_left),
        )
        return [done, *(nodes.Text(str(number)) for number in numbers)]


def _headings() -> list[str]:
    return [
        _("Progress"),
        _("Translated"),
        _("To be reviewed"),
        _("Untranslated"),
        _("Refused"),
        _("Words left"),
    ]


def _name(language: Language) -> Node:
    return nodes.inline("", language.name, classes=[f"language-{language.tag}"])


def _locale(language: Language) -> Locale:
    try:
        return Locale.parse(language.code)
    except (ValueError, UnknownLocaleError):
        return Locale("en")


def _percent(percent: int, locale: Locale) -> str:
    return format_percent(percent / 100, locale=locale)


def _table(headings: Sequence[str], rows: Sequence[Sequence[Node]]) -> nodes.table:
    # Else each column would get its width from an attribute `style`.
    table = nodes.table(classes=["allocdoc-status", "colwidths-auto"])
    group = nodes.tgroup(cols=len(headings))
    lines = [[nodes.Text(heading) for heading in headings], *rows]
    for number, column in enumerate(zip(*lines, strict=True)):
        # In characters, which only the text builder asks for. The first column names its row.
        width = max(columns(cell.astext()) for cell in column)
        spec = nodes.colspec(colwidth=width)
        if number == 0:
            spec["stub"] = 1
        group += spec
    head = nodes.thead("", _row(lines[0]))
    group += [head, nodes.tbody("", *map(_row, rows))]
    table += group
    return table


def _row(cells: Sequence[Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


def _visit_meter(self: HTML5Translator, node: meter) -> None:
    self.body.append(
        self.emptytag(
            node,
            "meter",
            "",
            min="0",
            max="100",
            value=str(node["percent"]),
            **{"aria-label": node["label"]},
        ).replace(" />", "></meter>")
    )
    raise nodes.SkipNode


def setup_part(app: Sphinx) -> None:
    """Add the directive, its nodes and the transform that makes the tables."""
    app.add_node(status_overview)
    app.add_node(meter, html=(_visit_meter, None))
    app.add_directive("translation-status", TranslationStatus)
    app.add_post_transform(ShowStatus)
