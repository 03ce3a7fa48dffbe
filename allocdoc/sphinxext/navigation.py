"""Furo's menu of all pages, worked out once a build and not once a page.

Furo asks Sphinx to resolve the whole toctree for every page, and parses the answer as HTML, so that
a book of twice the pages takes four times as long. But two pages' menus differ only in their
addresses and in the marks of the current page. Here the menu is made once, of Sphinx's and Furo's
own parts, cut into pieces, and put together anew for each page.

Invariant: the menu of a page has the bytes that Furo would have given it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING, Any, cast

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.util.osutil import relative_uri

from allocdoc.sphinxext import policy

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_HERE = "allocdoc-page:"
"""Stands before the name of a page, where its address goes."""
_TAG = re.compile(r"(</?(?:ul|li|a|input)\b[^>]*>)")
_ADDRESS = re.compile('href="[^"]*"')
_PAGE = re.compile(f'href="{_HERE}([^"]*)"')
_LEVEL = re.compile(r"(toctree-l\d+)")
_BEFORE_FURO, _AFTER_FURO = 400, 600
_WANTED = {"collapse": False, "titles_only": True, "maxdepth": -1, "includehidden": True}
"""What Furo asks Sphinx's toctree for."""


class _Nowhere:
    """Stands in for a builder, and leaves open from where the links of a toctree lead."""

    def get_relative_uri(self, from_: str, to: str) -> str:
        """Return the page that is linked to."""
        return _HERE + to


@dataclass(slots=True)
class Menu:
    """The pieces of the menu, and where in them each page is.

    Attributes:
        pieces: Tags and what is between them, in order.
        links: By the position of a link's tag: the page that it leads to.
        places: By page: the positions of the tags around each of its links, from the outermost
            list to the link itself. A page can be in the menu twice.
        boxes: By the position of an item with items below it: that of the box that unfolds them.
        addressed: By folder: the pieces with the addresses that links from its pages have.
        is_plain: Whether no policy of a page has to say anything of it.
    """

    pieces: list[str] = field(default_factory=list)
    links: dict[int, str] = field(default_factory=dict)
    places: dict[str, list[list[int]]] = field(default_factory=lambda: defaultdict(list))
    boxes: dict[int, int] = field(default_factory=dict)
    addressed: dict[str, list[str]] = field(default_factory=dict)
    is_plain: bool = False

    @classmethod
    def cut(cls, html: str) -> Menu:
        """Cut the HTML of a menu whose links lead to ``allocdoc-page:NAME``."""
        menu = cls(is_plain=policy.is_plain(html))
        around: list[int] = []
        for number, piece in enumerate(_TAG.split(html)):
            menu.pieces.append(piece)
            if number % 2 == 0:
                continue
            if piece.startswith(("</ul", "</li")):
                around.pop()
            elif piece.startswith(("<ul", "<li")):
                around.append(number)
            elif piece.startswith("<input"):
                menu.boxes[around[-1]] = number
            elif found := _PAGE.search(piece):
                page = unescape(found[1])
                menu.links[number] = page
                menu.places[page].append([*around, number])
        return menu

    def of(self, page: str, builder: Builder) -> str:
        """Return the menu as a page shows it."""
        pieces = list(self._from(page, builder))
        places = self.places.get(page, [])
        for position in {position for place in places for position in place}:
            pieces[position] = _current(pieces[position])
            if box := self.boxes.get(position):
                pieces[box] = pieces[box].replace(" class=", ' checked="" class=', 1)
        for place in places:
            pieces[place[-1]] = _leading_to("#", pieces[place[-1]])
        if places:
            last = max(place[-2] for place in places)
            pieces[last] = pieces[last].replace('">', ' current-page">')
        return "".join(pieces)

    def _from(self, page: str, builder: Builder) -> list[str]:
        """Return the pieces with addresses relative to a page."""
        folder = builder.get_target_uri(page).rpartition("/")[0]
        if folder not in self.addressed:
            # From a page that is not in the menu, so that no address is that of the page itself.
            other = f"{folder}/{_HERE}" if folder else _HERE
            self.addressed[folder] = pieces = list(self.pieces)
            for position, target in self.links.items():
                address = relative_uri(other, builder.get_target_uri(target))
                pieces[position] = _leading_to(address, pieces[position])
        return self.addressed[folder]


def _leading_to(address: str, tag: str) -> str:
    return _ADDRESS.sub(lambda _: f'href="{escape(address, quote=False)}"', tag)


def _current(tag: str) -> str:
    if tag.startswith("<ul"):
        return '<ul class="current">'
    if tag.startswith("<a"):
        return tag.replace('class="', 'class="current ')
    return _LEVEL.sub(r"\1 current", tag)


class Navigation:
    """The menu of one build; it is made for the first page that is written."""

    def __init__(self) -> None:
        self.menu: Menu | None = None

    def spare(self, app: Sphinx, *page: Any) -> None:
        """Keep Furo from asking for the toctree of a page; others get their answer."""
        context = page[2]
        if not _has_menu(app) or "toctree" not in context:
            return
        ask = context["toctree"]
        context["toctree"] = lambda **wanted: "" if wanted == _WANTED else ask(**wanted)

    def show(self, app: Sphinx, pagename: str, *page: Any) -> None:
        """Give the page its menu."""
        if not _has_menu(app):
            return
        if self.menu is None:
            self.menu = Menu.cut(_resolved(app))
        page[1]["furo_navigation_tree"] = self.menu.of(pagename, app.builder)
        page[1]["allocdoc_plain_menu"] = self.menu.is_plain


def _has_menu(app: Sphinx) -> bool:
    return app.config.html_theme == "furo" and isinstance(app.builder, StandaloneHTMLBuilder)


def _resolved(app: Sphinx) -> str:
    """Return the menu as Furo has it, with the names of pages in the place of addresses."""
    from furo.navigation import get_navigation_tree  # type: ignore[import-untyped]

    builder = cast(StandaloneHTMLBuilder, app.builder)
    toctree = global_toctree_for_doc(
        app.env, _HERE, cast("Builder", _Nowhere()), tags=app.tags, **cast("Any", _WANTED)
    )
    return str(get_navigation_tree.__wrapped__(builder.render_partial(toctree)["fragment"]))


def setup_part(app: Sphinx) -> None:
    """Come before Furo and after it."""
    navigation = Navigation()
    app.connect("html-page-context", navigation.spare, priority=_BEFORE_FURO)
    app.connect("html-page-context", navigation.show, priority=_AFTER_FURO)
