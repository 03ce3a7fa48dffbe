"""Run ``sphinx-build`` with allocdoc, but let Sphinx and MyST read the translations themselves.

The same arguments as ``sphinx-build``. What allocdoc does faster in their place has to give the
same pages; this is what to compare it with.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import sphinx.cmd.build
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.i18n import Locale

from allocdoc.sphinxext import catalogs, translation


class StockReading(Sphinx):
    """Sphinx with its own transform for translations, and with MyST's parser."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The gate has put the catalogs of Markdown pages where Sphinx does not look.
        self.config.locale_dirs.append(str(_folder(self.env)))
        self.registry.transforms.remove(translation.TranslateMessages)
        assert Locale in self.registry.transforms
        self.add_source_parser(MystParser, override=True)


def _folder(env: BuildEnvironment) -> Path:
    return Path(env.doctreedir, "for-sphinx")


if __name__ == "__main__":
    catalogs._ours = lambda env: _folder(env) / env.config.language / "LC_MESSAGES"
    sphinx.cmd.build.Sphinx = StockReading
    raise SystemExit(sphinx.cmd.build.main(sys.argv[1:]))
