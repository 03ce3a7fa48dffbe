"""Run ``sphinx-build`` with allocdoc, but let Sphinx and MyST read the translations themselves.

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
from sphinx.transforms.i18n import Locale

from allocdoc.catalogs.publish import compile_catalog, publish
from allocdoc.sphinxext import domain, translation


class StockReading(Sphinx):
    """Sphinx with its own transform for translations, and with MyST's parser."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The gate has put the catalogs of Markdown pages where Sphinx does not look.
        folder = Path(self.doctreedir, "for-sphinx")
        publish(dict(self._compiled()), folder / self.config.language / "LC_MESSAGES")
        self.config.locale_dirs.append(str(folder))
        self.registry.transforms.remove(translation.TranslateMessages)
        assert Locale in self.registry.transforms
        self.add_source_parser(MystParser, override=True)

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
