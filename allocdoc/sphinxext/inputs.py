"""Leave a list of the files that the pages were made from, for whoever asks if anything changed.

The project's own files are known anyway; what an include or ``conf.py`` reads from elsewhere is
known to this build alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from allocdoc.files import write_if_changed
from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE_NAME = "allocdoc-inputs.json"
"""In the folder of the doctrees: a JSON list of paths, relative to the project if inside it."""


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None:
        return
    read = {
        (Path(app.srcdir) / name).resolve()
        for names in app.env.dependencies.values()
        for name in names
    }
    # What this build made itself (catalogs) comes from files that are known anyway.
    ours = Path(app.doctreedir).resolve()
    listing = sorted(
        settings.shown(app.config, path) for path in read if not path.is_relative_to(ours)
    )
    text = json.dumps(listing, ensure_ascii=False, indent=1) + "\n"
    write_if_changed(Path(app.doctreedir) / FILE_NAME, text.encode("utf-8", "surrogateescape"))


def setup_part(app: Sphinx) -> None:
    """Write the list when everything else is done."""
    app.connect("build-finished", _write)
