"""Compile a language's catalogs into a folder of the build's own, the only place it reads.

Invariant: the target folder holds the catalogs of exactly the given domains, each with a ``.mo``
made here from the ``.po`` beside it. No ``.mo`` of the tree is opened, no other domain is copied,
and a file whose bytes did not change keeps its time stamp, so that nothing is rebuilt for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from allocdoc.catalogs.pofile import read
from allocdoc.errors import CatalogError


def publish(source: Path, target: Path, domains: Iterable[str]) -> list[CatalogError]:
    """Fill ``target`` with the compiled catalogs of ``source``, both ``…/LC_MESSAGES`` folders.

    Args:
        source: The folder that translators edit; it may be missing.
        target: A folder that belongs to the build.
        domains: The gettext domains to publish, such as ``chapter`` for ``chapter.po``.

    Returns:
        Why catalogs were left out, one error each, in the order of the domains.
    """
    refused: list[CatalogError] = []
    published: set[Path] = set()
    for domain in sorted(domains):
        path = source / f"{domain}.po"
        if not path.is_file():
            continue
        try:
            outcome = compile_catalog(read(path))
        except CatalogError as error:
            refused.append(error)
            continue
        copy = target / f"{domain}.po"
        compiled = copy.with_suffix(".mo")
        write_if_changed(copy, path.read_bytes())
        write_if_changed(compiled, outcome)
        published |= {copy, compiled}
    for stale in _catalogs(target) - published:
        stale.unlink()
    return refused


def compile_catalog(catalog: Catalog) -> bytes:
    """Return the ``.mo`` bytes of the catalog's current, non-fuzzy messages."""
    # Babel puts the present minute where the header has no date: a new file at every build.
    catalog.creation_date = catalog.revision_date = datetime.fromtimestamp(0, UTC)
    buffer = io.BytesIO()
    write_mo(buffer, catalog, use_fuzzy=False)
    return buffer.getvalue()


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and rename it; leave an equal one alone."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(content)
    temporary.replace(path)


def _catalogs(folder: Path) -> set[Path]:
    def found() -> Iterator[Path]:
        for pattern in ("*.po", "*.mo"):
            yield from folder.rglob(pattern)

    return set(found())
