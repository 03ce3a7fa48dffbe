"""The words of the interface: ours, and those that Sphinx and the theme leave in English.

They live in ``allocdoc/locale`` and join Sphinx's own catalog as its fallback, so that ``_`` in
code and in templates finds them. What Sphinx translates itself stays as Sphinx has it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from allocdoc.catalogs.pofile import read
from allocdoc.catalogs.publish import compile_catalog, write_if_changed
from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

LOCALE = Path(__file__).parent.parent / "locale"


def _add(app: Sphinx, config: Config) -> None:
    source = LOCALE / config.language / "LC_MESSAGES" / "allocdoc.po"
    if not source.is_file():
        return
    private = Path(app.doctreedir) / "allocdoc-interface"
    target = private / config.language / "LC_MESSAGES" / "sphinx.mo"
    write_if_changed(target, compile_catalog(read(source)))
    app.add_message_catalog("sphinx", str(private))


def setup_part(app: Sphinx) -> None:
    """Add the words before anything is read or written."""
    app.connect("config-inited", _add, priority=settings.SECOND)
