"""Compile catalogs into a folder of the build's own, the only one that Sphinx reads.

Invariant: the target folder holds what the gate accepted, and nothing else: for each catalog a
``.mo`` that was made here, and an empty ``.po`` beside it, by which Sphinx finds it. No ``.mo`` of
the tree is opened, and a file whose bytes did not change keeps its time stamp, so that nothing is
rebuilt for it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from allocdoc.files import write_if_changed


def publish(compiled: Mapping[str, bytes], target: Path) -> None:
    """Fill ``target``, a ``…/LC_MESSAGES`` folder of the build, with the accepted messages.

    Args:
        compiled: By domain, the accepted messages of one language's catalogs; see
            `compile_catalog`.
        target: A folder that belongs to the build; what else is in it goes.
    """
    published: set[Path] = set()
    for domain, content in compiled.items():
        found = target / f"{domain}.po"
        messages = found.with_suffix(".mo")
        write_if_changed(found, b"")
        write_if_changed(messages, content)
        published |= {found, messages}
    for stale in {path for path in target.rglob("*.?o") if path.is_file()} - published:
        stale.unlink()


def compile_catalog(catalog: Catalog) -> bytes:
    """Return the ``.mo`` bytes of the catalog's current, non-fuzzy messages."""
    # Babel puts the present minute where the header has no date: a new file at every build.
    catalog.creation_date = catalog.revision_date = datetime.fromtimestamp(0, UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalog, use_fuzzy=False)
    return buffer.getvalue()
