"""Publishing: the target holds what the gate accepted of each catalog, and nothing else."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from babel.messages.catalog import Catalog

from allocdoc.catalogs import publish
from allocdoc.catalogs.publish import compile_catalog
from allocdoc.files import write_if_changed


def catalog_of(**messages: str) -> Catalog:
    catalog = Catalog(locale="de")
    for msgid, msgstr in messages.items():
        catalog.add(msgid, msgstr)
    return catalog


def accepted(*domains: str) -> dict[str, bytes]:
    return dict.fromkeys(domains, compile_catalog(catalog_of(one="eins")))


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_accepted_catalogs_are_compiled(tmp_path: Path) -> None:
    publish(accepted("deep/c", "a"), tmp_path)
    assert files(tmp_path) == ["a.mo", "a.po", "deep/c.mo", "deep/c.po"]
    with (tmp_path / "a.mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("one") == "eins"
    assert translations.gettext("two") == "two"


def test_old_ones_go(tmp_path: Path) -> None:
    publish(accepted("a", "b", "deep/c"), tmp_path)
    publish(accepted("a"), tmp_path)
    assert files(tmp_path) == ["a.mo", "a.po"]


def test_equal_files_keep_their_time_stamp(tmp_path: Path) -> None:
    publish(accepted("a"), tmp_path)
    for path in tmp_path.iterdir():
        os.utime(path, (1, 1))
    publish(accepted("a"), tmp_path)
    assert {path.stat().st_mtime for path in tmp_path.iterdir()} == {1.0}


def test_nothing_is_made_for_nothing(tmp_path: Path) -> None:
    publish({}, tmp_path / "target")
    assert not (tmp_path / "target").exists()


def test_compiled_bytes_do_not_depend_on_the_clock() -> None:
    first, second = catalog_of(one="eins"), catalog_of(one="eins")
    second.creation_date = second.revision_date = "2001-02-03 04:05+0000"
    assert compile_catalog(first) == compile_catalog(second)


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "deep/file"
    write_if_changed(path, b"one")
    write_if_changed(path, b"two")
    assert path.read_bytes() == b"two"
    assert files(tmp_path) == ["deep/file"]
