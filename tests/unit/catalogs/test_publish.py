"""Publishing: the target holds what the .po files of the given domains say, and nothing else."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from allocdoc.catalogs import publish
from allocdoc.catalogs.pofile import read
from allocdoc.catalogs.publish import compile_catalog, write_if_changed

PO = 'msgid "one"\nmsgstr "eins"\n\n#, fuzzy\nmsgid "two"\nmsgstr "drei"\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    (folder / "deep").mkdir(parents=True)
    for name in ("a.po", "b.po", "deep/c.po"):
        (folder / name).write_text(PO, encoding="utf-8")
    return folder


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_wanted_domains_are_compiled(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    assert publish(source, target, ["deep/c", "a", "none"]) == []
    assert files(target) == ["a.mo", "a.po", "deep/c.mo", "deep/c.po"]
    with (target / "a.mo").open("rb") as file:
        translations = gettext.GNUTranslations(file)
    assert translations.gettext("one") == "eins"
    assert translations.gettext("two") == "two"


def test_no_mo_is_read_or_copied(source: Path, tmp_path: Path) -> None:
    (source / "a.mo").write_bytes(b"hostile")
    (source / "lone.mo").write_bytes(b"hostile")
    publish(source, tmp_path / "target", ["a", "lone"])
    assert files(tmp_path / "target") == ["a.mo", "a.po"]
    assert (tmp_path / "target/a.mo").read_bytes() != b"hostile"


def test_what_is_no_longer_wanted_goes(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    publish(source, target, ["a", "b", "deep/c"])
    (source / "b.po").unlink()
    publish(source, target, ["a", "b"])
    assert files(target) == ["a.mo", "a.po"]


def test_broken_ones_are_left_out_and_named_in_order(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    publish(source, target, ["a", "b", "deep/c"])
    for name in ("deep/c.po", "a.po"):
        (source / name).write_text("oops\n", encoding="utf-8")
    errors = publish(source, target, ["deep/c", "b", "a"])
    assert [str(error) for error in errors] == [
        f"{(source / 'a.po').as_posix()}:1: not a PO file (cannot read oops)",
        f"{(source / 'deep/c.po').as_posix()}:1: not a PO file (cannot read oops)",
    ]
    assert files(target) == ["b.mo", "b.po"]


def test_source_may_be_missing(tmp_path: Path) -> None:
    assert publish(tmp_path / "none", tmp_path / "target", ["a"]) == []
    assert not (tmp_path / "target").exists()


def test_equal_files_keep_their_time_stamp(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    publish(source, target, ["a"])
    for path in target.iterdir():
        os.utime(path, (1, 1))
    publish(source, target, ["a"])
    assert {path.stat().st_mtime for path in target.iterdir()} == {1.0}


def test_compiled_bytes_do_not_depend_on_the_clock(source: Path) -> None:
    first, second = read(source / "a.po"), read(source / "a.po")
    second.creation_date = second.revision_date = "2001-02-03 04:05+0000"
    assert compile_catalog(first) == compile_catalog(second)


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "deep/file"
    write_if_changed(path, b"one")
    write_if_changed(path, b"two")
    assert path.read_bytes() == b"two"
    assert files(tmp_path) == ["deep/file"]
