"""Searching in Chinese with Sphinx's own index.

Sphinx 9.0 finds nothing there: without a package that cuts words its index has no Chinese at all,
and its script asks for a stemmer that is not in it. Sphinx's script also finds a query of three
characters or more *inside* words of the index, unless one word is just the query. So whole runs of
characters are words here, with a sign that no query has, and each pair of neighbours is one more,
for queries of two.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinx.search import SearchLanguage

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


def setup_part(app: Sphinx) -> None:
    """Take the place of Sphinx's Chinese."""
    app.add_search_language(SearchChinese)
