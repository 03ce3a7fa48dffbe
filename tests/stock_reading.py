"""Run ``sphinx-build`` with allocdoc, but let Sphinx and MyST read the translations themselves.

The same arguments as ``sphinx-build``. What allocdoc does faster in their place has to give the
same pages; this is what to compare it with.
"""

from __future__ import annotations

import sys
from typing import Any

import sphinx.cmd.build
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx
from sphinx.transforms.i18n import Locale


class StockReading(Sphinx):
    """Sphinx with its own transform for translations, and with MyST's parser."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        transforms = self.registry.transforms
        transforms[:] = [one for one in transforms if one is not Locale and not _is_ours(one)]
        transforms.append(Locale)
        self.add_source_parser(MystParser, override=True)


def _is_ours(transform: type) -> bool:
    """Tell whether a transform of allocdoc's does what Sphinx's Locale does, or mends it."""
    is_beside = abs(transform.default_priority - Locale.default_priority) <= 1
    return is_beside and transform.__module__.startswith("allocdoc.")


if __name__ == "__main__":
    sphinx.cmd.build.Sphinx = StockReading
    raise SystemExit(sphinx.cmd.build.main(sys.argv[1:]))
