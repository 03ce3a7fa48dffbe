from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from allocdoc.examples import Cache, Limits, Result, cache, find_listings, run_all
from allocdoc.examples import run as cache_run
from allocdoc.examples.cache import Fingerprint


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def key(folder: Path, limits: Limits | None = None, stem: str = "one") -> str:
    return Fingerprint.take(limits or Limits()).key(folder / f"{stem}.py")


def test_a_pass_comes_back_without_running(
    write: Any, folder: Path, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(">>> x\n4")
    first = run_all(find_listings(folder), kept, Limits())
    monkeypatch.setattr("allocdoc.examples.run.run_one", lambda *_: pytest.fail("it ran"))
    assert run_all(find_listings(folder), kept, Limits()) == first
    assert first["one"].key == key(folder)


def test_a_failure_is_not_kept(write: Any, folder: Path, kept: Cache) -> None:
    write(">>> x\n5")
    assert not run_all(find_listings(folder), kept, Limits())["one"].passed
    assert not kept.folder.exists()


def test_what_is_saved_meanwhile_is_kept_under_no_key(
    write: Any, folder: Path, kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(">>> x\n4")
    read = find_listings(folder)
    write(">>> x\n5")
    result = run_all(read, kept, Limits())["one"]
    assert (result.passed, result.key) == (True, "")
    (folder / "one.py").unlink()
    assert run_all(read, kept, Limits())["one"].key == ""
    write(">>> x\n4")
    run = cache_run.run_one

    def run_and_save(*args: Any, **kwargs: Any) -> Result:
        result = run(*args, **kwargs)
        write(">>> x\n5")
        return result

    monkeypatch.setattr(cache_run, "run_one", run_and_save)
    assert run_all(find_listings(folder), kept, Limits())["one"].key == ""
    assert not kept.folder.exists()


def damage(path: Path, change: str) -> None:
    raw = path.read_bytes()
    digest, _, body = raw.partition(b"\n")
    edited = body.replace(b'"4\\n"', b'"5\\n"')
    data = json.loads(body)
    if change == "failed":
        data["steps"][0]["passed"] = False
    elif change == "other key":
        data["key"] = "other"
    elif change == "no steps":
        data["steps"] = []
    elif change == "other fields":
        data["steps"][0]["new"] = 1
    honest = json.dumps(data).encode()
    path.write_bytes(
        {
            "cut": raw[:-10],
            "empty": b"",
            "edited": digest + b"\n" + edited,
            "binary": b"\xff\xfe\n{}",
            "no object": cache._digest([b"[]"]).encode() + b"\n[]",
        }.get(change, cache._digest([honest]).encode() + b"\n" + honest)
    )


@pytest.mark.parametrize(
    "change",
    [
        *("cut", "empty", "edited", "binary", "no object"),
        *("failed", "other key", "no steps", "other fields"),
    ],
)
def test_a_damaged_entry_is_none(write: Any, folder: Path, kept: Cache, change: str) -> None:
    write(">>> x\n4")
    result = run_all(find_listings(folder), kept, Limits())["one"]
    assert kept.get(result.key) == result
    (entry,) = kept.folder.iterdir()
    damage(entry, change)
    assert kept.get(result.key) is None
    assert run_all(find_listings(folder), kept, Limits())["one"] == result
    assert kept.get(result.key) == result


def test_a_folder_that_cannot_be_written_keeps_nothing(
    write: Any, folder: Path, tmp_path: Path
) -> None:
    write(">>> x\n4")
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert run_all(find_listings(folder), Cache(blocked / "cache"), Limits())["one"].passed


def test_the_key_is_stable_and_moves_with_the_project(write: Any, folder: Path) -> None:
    write(">>> x\n4")
    before = key(folder)
    assert before == key(folder)
    moved = folder.parent / "moved"
    folder.rename(moved)
    assert key(moved) == before


def test_the_key_follows_what_matters(
    write: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(">>> x\n4")
    keys = [key(folder), key(folder, replace(Limits(), seconds=3))]
    write(">>> x\n4\n>>> x\n4")
    keys.append(key(folder))
    monkeypatch.setattr("sys.version", "another")
    keys.append(key(folder))
    monkeypatch.setattr(cache, "_jemalloc", lambda _: "another")
    keys.append(key(folder))
    assert len(set(keys)) == len(keys)


def test_the_key_follows_our_own_source(
    write: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(">>> x\n4")
    ours = tmp_path / "allocdoc"
    (ours / "alloc").mkdir(parents=True)
    monkeypatch.setattr(cache, "_OURS", ours)
    keys = [key(folder)]
    for name in ("alloc/heap.py", "__init__.py", "errors.py"):
        (ours / name).write_text("x = 1\n", encoding="utf-8")
        keys.append(key(folder))
    assert len(set(keys)) == len(keys)


def test_the_key_follows_imports_through_siblings(write: Any, folder: Path) -> None:
    write(">>> x\n4", "from two import x", stem="one")
    write(">>> x\n4", "import three, one\nx = three.x", stem="two")
    write(">>> x\n4", "x = 4\nfrom . import nothing", stem="three")
    write(">>> x\n4", "x = 4", stem="apart")
    before, apart = key(folder), key(folder, stem="apart")
    write(">>> x\n4", "x = 2 + 2", stem="three")
    assert key(folder) != before
    assert key(folder, stem="apart") == apart


@pytest.mark.parametrize("place", ["beside", "installed"])
def test_the_key_follows_packages(
    write: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    home = folder if place == "beside" else tmp_path / "site"
    package = home / "some_package"
    package.mkdir(parents=True)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (package / "__init__.py").write_text("", encoding="utf-8")
    write(">>> 4\n4", "import some_package.inner")
    before = key(folder)
    (package / "inner.py").write_text("x = 1", encoding="utf-8")
    assert key(folder) != before


def test_the_key_follows_an_installed_module(
    write: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(">>> 4\n4", "import some_module")
    missing = key(folder)
    (tmp_path / "some_module.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert key(folder) != missing


def test_odd_imports_and_files_still_have_keys(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "one.py").write_text("x = = 1", encoding="utf-8")
    assert key(folder)
    assert key(folder, stem="missing")
    (folder / "one.py").write_text("import odd", encoding="utf-8")
    monkeypatch.setitem(__import__("sys").modules, "odd", __import__("types").ModuleType("odd"))
    assert key(folder)
