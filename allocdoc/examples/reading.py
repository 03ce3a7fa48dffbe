"""Read the files of a listing, or say what is wrong with their bytes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from allocdoc.errors import ExampleError, place

_BOM = b"\xef\xbb\xbf"


def problem(shown: str, line: int | None, what: str) -> ExampleError:
    """Return the error that names a place in a listing."""
    return ExampleError(f"{place(shown, line)}: {what}")


def read_text(path: Path, shown: str) -> str:
    r"""Return a file's text with ``\n`` at the end of each line.

    Raises:
        ExampleError: The file cannot be read, or it is not plain UTF-8.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise problem(shown, None, f"cannot be read ({error.strerror})") from None
    if raw.startswith(_BOM):
        raise problem(shown, 1, "begins with a byte order mark (want UTF-8 without one)")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"not UTF-8 (got byte 0x{raw[error.start]:02x})"
        raise problem(shown, line, what) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise problem(shown, line, "not a text file (got a NUL byte)")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all: to a temporary name, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(_mode(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return 0o644
