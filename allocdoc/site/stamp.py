"""What a build that went well left: the key of its inputs and the files it wrote.

Invariant: a stamp is there only while the last build of its language succeeded. It is removed
before a build starts and written after it, so a build that failed or was stopped leaves none.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from allocdoc.files import write_if_changed
from allocdoc.site.fingerprint import Fingerprint

_VERSION = 2


@dataclass(frozen=True, slots=True)
class Stamp:
    """The record of a successful build."""

    fingerprint: Fingerprint
    files: dict[str, tuple[int, int]]
    """By path inside the output: size in bytes, time of last change in nanoseconds."""

    def holds(self, fingerprint: Fingerprint, output: Path) -> bool:
        """Tell whether nothing was changed since, neither the inputs nor the output."""
        return self.fingerprint == fingerprint and self.is_whole(output)

    def is_whole(self, output: Path) -> bool:
        """Tell whether the output is as it was written; files of others beside it do not count."""
        return all(_state(output / name) == state for name, state in self.files.items())


def take(fingerprint: Fingerprint, output: Path) -> Stamp:
    """Return the stamp of the output as it is now."""
    files: dict[str, tuple[int, int]] = {}
    for folder, _, names in os.walk(output):
        for path in (Path(folder, name) for name in names):
            state = _state(path)
            if state is not None:
                files[path.relative_to(output).as_posix()] = state
    return Stamp(fingerprint, files)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def read(path: Path) -> Stamp | None:
    """Read a stamp; one that cannot be read, or of another version, is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            return None
        files = {str(name): (int(size), int(time)) for name, (size, time) in data["files"].items()}
        keys = (str(data[key]) for key in ("tools", "content", "recorded", "programs"))
        return Stamp(Fingerprint(*keys), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(path: Path, stamp: Stamp) -> None:
    """Write a stamp."""
    data = {
        "version": _VERSION,
        "tools": stamp.fingerprint.tools,
        "content": stamp.fingerprint.content,
        "recorded": stamp.fingerprint.recorded,
        "programs": stamp.fingerprint.programs,
        "files": stamp.files,
    }
    write_if_changed(path, (json.dumps(data, sort_keys=True) + "\n").encode())
