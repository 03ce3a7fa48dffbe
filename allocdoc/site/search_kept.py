"""The pages as Pagefind reads them, kept between builds: few of them change from one to the next.

Invariant: the folder holds what `search_pages.prepare` makes of just the pages that are given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from allocdoc.files import write_if_changed
from allocdoc.site import search_pages

MARK = "made-from.json"
"""In the folder: the keys of the pages that those in it were made from, by name."""


def keys(pages: Mapping[str, bytes]) -> dict[str, str]:
    """Return the keys of what is made of pages, by name."""
    program = hashlib.sha256(Path(search_pages.__file__).read_bytes())
    made = {}
    for name, page in pages.items():
        digest = program.copy()
        digest.update(page)
        made[name] = digest.hexdigest()
    return made


def prepare(folder: Path, pages: Mapping[str, bytes], keys: Mapping[str, str]) -> None:
    """Bring a folder up to date with the pages of a language, given by name, and their keys."""
    mark = folder / MARK
    known = _known(mark)
    mark.unlink(missing_ok=True)  # until all is done
    for path in folder.rglob("*.html"):
        if path.relative_to(folder).as_posix() not in pages:
            path.unlink()
    for name, key in keys.items():
        if known.get(name) != key or not (folder / name).is_file():
            html = search_pages.prepare(pages[name].decode("utf-8", "replace"))
            write_if_changed(folder / name, html.encode())
    write_if_changed(mark, json.dumps(keys).encode())


def _known(mark: Path) -> dict[str, str]:
    try:
        return dict(json.loads(mark.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}
