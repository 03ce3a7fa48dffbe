"""Answer that nothing has changed from the state of files alone, before anything is imported.

A build that went well leaves a record (`allocdoc.site.record`): the state of all that decides what
the same command would do, and of all that it wrote. A state is what the system says of a file, not
its content: size, times, inode. Where every state is still that of the record, so is the answer.

Invariant: this says that nothing has changed only where the build itself would say so. Whatever
else is found, a record that cannot be read included, is left to the build, which reads contents.

So that the answer takes no longer than Python's own start, this module imports nothing of ours and
nothing that is slow to import: hence no dataclasses, no ``pathlib``.
"""

from __future__ import annotations

import os
import sys

FOLDER = "unchanged"
"""In the build folder: the records, one a command line."""

LOCK = "lock"
"""In the build folder: what a build holds while it runs, see `allocdoc.site.lock`."""

NEVER = {
    *(".git", ".hg", ".svn", ".tox", ".nox", ".venv", "__pycache__"),
    *(".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"),
}
"""Folders that hold no input, wherever they are; tools keep changing what is in them."""


def answer(arguments: list[str]) -> tuple[str, str] | None:
    """Return what a build would print to say that nothing has changed, or nothing at all.

    Args:
        arguments: The command line, without the program.

    Returns:
        The texts for stdout and stderr; ``None`` where the build has to see for itself.
    """
    # Windows does not tell when a file was last touched, only a time that programs can set.
    if os.name != "posix" or arguments[:1] != ["build"]:
        return None
    try:
        asked = invocation(arguments)
        path = _find(asked)
        if path is None or _is_running(os.path.dirname(os.path.dirname(path))):
            return None
        return _still_true(path, asked)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def invocation(arguments: list[str]) -> list[str]:
    """Return what tells one command from another: where and by what it is run, and how."""
    system = os.uname()
    return [
        *(os.getcwd(), sys.executable, sys.version, repr(sys.path)),
        *(system.sysname, system.release, system.version, system.machine),
        *arguments,
    ]


def place(build: str, asked: list[str]) -> str:
    """Return the path of a command's record in the build folder."""
    from zlib import crc32

    # Two commands may share a place: a record also holds the command itself.
    return os.path.join(build, FOLDER, f"{crc32(repr(asked).encode()):08x}.json")


def state(
    *, folders: list[str], ignored: list[str], names: list[str], files: list[str], env: list[str]
) -> tuple[str, list[int]]:
    """Return the state of files as a text, and when each was last touched, in nanoseconds.

    Args:
        folders: All entries of these count, but not what is in folders inside.
        ignored: Entries of those that do not count.
        names: Of these folders only the names of their entries count.
        files: Single files, there or not.
        env: Names of environment variables.
    """
    left_out = set(ignored)
    lines = [f"{name}={os.environ.get(name)!r}" for name in env]
    times: list[int] = []
    for folder in names:
        listing = [name for name in _listing(folder) if f"{folder}/{name}" not in left_out]
        lines.append(f"{folder}: {sorted(set(listing) - NEVER)!r}")
    for path in files:
        lines.append(f"{path} {_link(path, times)}")
    for folder in folders:
        lines.append(folder)
        for entry in entries(folder):
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in NEVER and entry.path not in left_out:
                    lines.append(entry.name)
            elif entry.is_symlink():
                lines.append(f"{entry.name} {_link(entry.path, times)}")
            else:
                status = entry.stat(follow_symlinks=False)
                lines.append(f"{entry.name} {_told(status)}")
                times.append(status.st_ctime_ns)
    return "\n".join(lines), times


def _told(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def _link(path: str, times: list[int]) -> str:
    """Tell the state of a path, which may be a link, and of the file that it leads to."""
    from stat import S_ISDIR, S_ISLNK

    try:
        status = os.lstat(path)
        told = _told(status)
        times.append(status.st_ctime_ns)
        if S_ISLNK(status.st_mode):
            status = os.stat(path)
            # What is in a folder counts where the folder itself is named.
            told += " to a folder" if S_ISDIR(status.st_mode) else f" to {_told(status)}"
            times.append(status.st_ctime_ns)
    except OSError as error:
        return f"error {error.errno}"
    return told


def entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder, sorted; nothing if it is not there."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _listing(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _find(asked: list[str]) -> str | None:
    """Return the record of a command, looked for where the settings would be."""
    folder = asked[0]
    while True:
        settings = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(settings):
            for build in _build_folders(settings):
                path = place(os.path.join(folder, build), asked)
                if os.path.isfile(path):
                    return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _build_folders(settings: str) -> list[str]:
    """Guess the build folder, as reading TOML takes long; a wrong guess only finds no record."""
    import re

    with open(settings, encoding="utf-8") as file:
        return [*re.findall(r"""(?m)^\s*build\s*=\s*["'](.+?)["']""", file.read()), "build"]


def _is_running(build: str) -> bool:
    """Tell whether a build is running: then this is no time for an answer."""
    import fcntl

    with open(os.path.join(build, LOCK), "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _still_true(path: str, asked: list[str]) -> tuple[str, str] | None:
    import json

    with open(path, "rb") as file:
        record = json.loads(file.read())
    if record["asked"] != asked or record["state"] != state(**record["watched"])[0]:
        return None
    return str(record["out"]), str(record["err"])
