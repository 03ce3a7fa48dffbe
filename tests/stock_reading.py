"""Run ``sphinx-build`` with allocdoc, but let Sphinx and MyST read translations and write pages.

The same arguments as ``sphinx-build``. What allocdoc does faster in their place has to give the
same pages; this is what to compare it with.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sphinx.cmd.build
from babel.messages.catalog import Catalog
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms import SphinxSmartQuotes
from sphinx.transforms.i18n import Locale

from allocdoc.catalogs.publish import compile_catalog, publish
from allocdoc.sphinxext import domain, quotes, translation
from allocdoc.sphinxext.builder import PagesBuilder


class StockReading(Sphinx):
    """Sphinx with its own transforms and its own builder, and MyST's parser."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The gate has put the catalogs of Markdown pages where Sphinx does not look.
        folder = Path(self.doctreedir, "for-sphinx")
        publish(dict(self._compiled()), folder / self.config.language / "LC_MESSAGES")
        self.config.locale_dirs.append(str(folder))
        for ours in (translation.TranslateMessages, quotes.SmartQuotes):
            self.registry.transforms.remove(ours)
        assert {Locale, SphinxSmartQuotes} <= set(self.registry.transforms)
        self.add_source_parser(MystParser, override=True)

    def add_builder(self, builder: type[Builder], override: bool = False) -> None:
        """Add any builder but ours of web pages."""
        if builder is not PagesBuilder:
            super().add_builder(builder, override)

    def _compiled(self) -> Iterator[tuple[str, bytes]]:
        for name, found in domain.of(self.env).run.verified.items():
            if found.messages:
                catalog = Catalog(self.config.language)
                for msgid, msgstr in json.loads(found.messages).items():
                    catalog.add(msgid, msgstr)
                yield name, compile_catalog(catalog)


if __name__ == "__main__":
    sphinx.cmd.build.Sphinx = StockReading
    raise SystemExit(sphinx.cmd.build.main(sys.argv[1:]))
