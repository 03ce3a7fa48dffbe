"""Searching: with Pagefind where the site has its index, else with Sphinx's own, in Chinese too.

``allocdoc build html`` puts Pagefind's index beside the languages and says so with the config
value ``allocdoc_search``. The pages then carry the words of the search's dialog, which a script
loads when a reader asks for it; the search page is the same without a dialog.

The rest is for Chinese with Sphinx's own index. Sphinx 9.0 finds nothing there: without a package
that cuts words its index has no Chinese at all, and its script asks for a stemmer that is not in
it. Sphinx's script also finds a query of three characters or more *inside* words of the index,
unless one word is just the query. So whole runs of characters are words here, with a sign that no
query has, and each pair of neighbours is one more, for queries of two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _
from sphinx.search import SearchLanguage

from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_SIGN = "·"
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_RUNS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+|[^\W\u3400-\u9fff]+")


class SearchChinese(SearchLanguage):
    """Chinese: runs of characters, and their pairs."""

    lang = "zh"
    language_name = "Chinese"

    def split(self, input: str) -> list[str]:  # noqa: A002 - the name is Sphinx's
        """Return the runs of Chinese or of other letters, and the pairs of the former."""
        words: list[str] = []
        for run in _RUNS.findall(input):
            if len(run) > 2 and _HAN.match(run):
                words += [_SIGN + run, *("".join(pair) for pair in pairwise(run))]
            else:
                words.append(run)
        return words

    def stem(self, word: str) -> str:
        """Return the word in lower case, as the script in the page asks for it."""
        return word.lower()


def search_words() -> dict[str, str]:
    """Return the words of the dialog and of the search page."""
    return {
        "label": _("Search"),
        "hint": _("Words, names in the code, comments"),
        "close": _("Close"),
        "results": _("Search results"),
        "found": _("Pages found: {number}"),
        "none": _("Nothing found for “{query}”."),
        "advice": _("Check the spelling, take fewer words, or only the beginning of one."),
        "loading": _("The search index is loading …"),
        "failed": _("The search index could not be loaded. Reload the page to try again."),
        "file": _(
            "This page was opened from a file, and browsers search only in pages from a server."
            " On your own machine `allocdoc serve` is one."
        ),
    }


def _has_index(app: Sphinx) -> bool:
    builder = app.builder
    return isinstance(builder, StandaloneHTMLBuilder) and bool(
        builder.search and app.config.allocdoc_search
    )


def _configure(app: Sphinx) -> None:
    if not _has_index(app):
        return
    app.connect("html-collect-pages", _search_page)
    # From here on Sphinx makes neither an index nor a search page.
    app.builder.search = False  # type: ignore[attr-defined]
    folder = settings.page_language(app.config).folder
    words = search_words() | {"index": f"{app.config.allocdoc_search}{folder}/"}
    text = json.dumps(words, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    app.add_js_file(None, body=text, type="application/json", id="allocdoc-search-words")


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    words = search_words()
    context = {f"allocdoc_search_{name}": words[name] for name in ("hint", "results", "file")}
    theme = "furo-search" if app.config.html_theme == "furo" else "search"
    yield "search", context, f"allocdoc/{theme}.html"


def setup_part(app: Sphinx) -> None:
    """Add the config value, the pages' part of the search, and a better Chinese for Sphinx's."""
    app.add_config_value("allocdoc_search", "", "html", types=[str])
    app.connect("builder-inited", _configure)
    app.add_search_language(SearchChinese)
