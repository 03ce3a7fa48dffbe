"""What a page loads beside Pyodide when a reader runs a listing, and the place of it all.

Invariant: the bundle's folder is named by a hash of its content, and Pyodide's by its version. So a
page finds exactly the files that it was built with, and a folder's content never changes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import allocdoc
from allocdoc.files import write_if_changed
from allocdoc.settings import Settings
from allocdoc.site.place import MARK
from allocdoc.site.runtime.pyodide import LOCK, PYODIDE, lock_info

FOLDER = "_runtime"
_HERE = Path(__file__).parent
_OURS = Path(allocdoc.__file__).parent
_SCRIPTS = ("run.js", "run-worker.js")
_SERVICE_WORKER = "service-worker.js"
_LISTINGS = "listings.zip"
_LICENSE = """\
The folder {version} is Pyodide {version} as published, under the Mozilla Public License 2.0.
Its source: https://github.com/pyodide/pyodide
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of our own, in memory, and the folder of Pyodide's."""

    pyodide: Path
    files: Mapping[str, bytes]

    @classmethod
    def make(cls, settings: Settings, pyodide: Path) -> Bundle:
        """Collect what the listings of a project import, and the scripts that run them.

        Args:
            settings: The project.
            pyodide: The folder that ``fetch`` returned.
        """
        files = {name: (_HERE / name).read_bytes() for name in _SCRIPTS}
        files[_LISTINGS] = _zip(dict(_modules(settings.examples)))
        sizes = {name: (pyodide / name).stat().st_size for name in _shipped()}
        description = {
            "pyodide": f"../{PYODIDE.version}/",
            "sizes": sizes,
            "listings": {"name": _LISTINGS, "size": len(files[_LISTINGS])},
            "lock": lock_info(pyodide),
        }
        files["runtime.json"] = json.dumps(description, indent=1, sort_keys=True).encode() + b"\n"
        return cls(pyodide, files)

    @property
    def key(self) -> str:
        """The name of the folder: a hash of all that is in it."""
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(f"{name} {len(content)}\n".encode() + content)
        return digest.hexdigest()[:12]

    @property
    def address(self) -> str:
        """The bundle's folder as a path from a language's folder: ``allocdoc_runtime``."""
        return f"../{FOLDER}/{self.key}/"

    def write(self, out: Path) -> None:
        """Put everything into a site, and take away what earlier builds left.

        Args:
            out: The site, with a folder for each language.
        """
        root = out / FOLDER
        current = {self.key, PYODIDE.version}
        for old in [path for path in root.glob("*/") if path.name not in current]:
            if (old / MARK).is_file():
                shutil.rmtree(old)
        for name in current:
            write_if_changed(root / name / MARK, b"")
        for name, content in self.files.items():
            write_if_changed(root / self.key / name, content)
        for name in _shipped():
            _place(self.pyodide / name, root / PYODIDE.version / name)
        write_if_changed(root / _SERVICE_WORKER, (_HERE / _SERVICE_WORKER).read_bytes())
        license_text = _LICENSE.format(version=PYODIDE.version)
        write_if_changed(root / "LICENSE.txt", license_text.encode())


def copy(part: Path, out: Path) -> None:
    """Take what a site that was built apart has of this over into another."""
    for folder in sorted((part / FOLDER).glob("*/")):
        if not (out / FOLDER / folder.name).exists():
            shutil.copytree(folder, out / FOLDER / folder.name)
    for path in (path for path in (part / FOLDER).glob("*") if path.is_file()):
        write_if_changed(out / FOLDER / path.name, path.read_bytes())


def _shipped() -> list[str]:
    """Return the files that a browser asks for; the lock's little rest is in ``runtime.json``."""
    return [name for name in PYODIDE.sums if name != LOCK]


def _modules(examples: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what goes on the module path in the browser: the library, the runner, the listings."""
    ours = [_OURS / "__init__.py", *(_OURS / "alloc").rglob("*.py")]
    ours += [_OURS / "examples" / name for name in ("child.py", "reader.py")]
    for path in ours:
        yield path.relative_to(_OURS.parent).as_posix(), path.read_bytes()
    for path in examples.glob("*.py"):
        yield path.name, path.read_bytes()


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in sorted(files.items()):
            # Without a date of its own an entry has that of 1980, on every machine.
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _place(source: Path, target: Path) -> None:
    """Link a file of the cache into the site; copy it where the disk is another."""
    have = target.stat() if target.is_file() else None
    want = source.stat()
    if have and (have.st_size, have.st_mtime_ns) == (want.st_size, want.st_mtime_ns):
        return
    temporary = target.with_name(f".{target.name}.new")
    temporary.unlink(missing_ok=True)
    try:
        os.link(source, temporary)
    except OSError:
        shutil.copy2(source, temporary)
    temporary.replace(target)
