"""Typographic quotes, dashes and dots, set only in blocks that have something to set.

docutils takes all text of a page apart for them and puts it together again, a tenth of the reading
of a page. Sphinx leaves out what an extension has done already, which it says in the settings of
the document.

Invariant: the text is what Sphinx's own transform would have made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxSmartQuotes

if TYPE_CHECKING:
    from docutils.frontend import Values
    from docutils.utils import Reporter
    from sphinx.application import Sphinx

_TO_SET = re.compile(r"""["'`\\&\x00]|--|\.\.\.|\. \. \.""")
"""What docutils would change: signs, its own way to write escaped ones, and escapes of a page."""

_BACK = "-1"
"""The action that makes plain signs of typographic ones."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A page with those of its blocks alone that have something to set."""

    page: nodes.document

    @property
    def settings(self) -> Values:
        return self.page.settings

    @property
    def reporter(self) -> Reporter:
        return self.page.reporter

    def findall(self, kind: type[nodes.TextElement]) -> Iterator[nodes.TextElement]:
        for block in self.page.findall(kind):
            # What is in such a block comes with it.
            if not isinstance(block.parent, nodes.TextElement) and _has_some(block):
                yield block


def _has_some(block: nodes.TextElement) -> bool:
    match block.children:
        case [nodes.Text() as text]:  # as most are
            return bool(_TO_SET.search(text))
    return bool(_TO_SET.search("".join(block.findall(nodes.Text))))


class SmartQuotes(SphinxSmartQuotes):
    """Do what Sphinx's transform would do next, and say that it is done."""

    default_priority = SphinxSmartQuotes.default_priority - 1

    def apply(self, **kwargs: Any) -> None:
        """Set what is to be set."""
        page = self.document
        if self.config.smartquotes_action != _BACK:
            self.document = _Blocks(page)  # type: ignore[assignment] # all that is asked for
        super().apply(**kwargs)
        page.settings.smart_quotes = False


def setup_part(app: Sphinx) -> None:
    """Come before Sphinx's transform."""
    app.add_transform(SmartQuotes)
