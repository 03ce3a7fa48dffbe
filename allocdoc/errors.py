"""The errors that end a command: one message, one exit code, no traceback.

Whatever raises `AllocdocError` has already said everything a user needs, in the form
``path:line: what is wrong (got X, want Y)``. The edges (the command line, Sphinx) only print it.
"""

from pathlib import Path
from typing import ClassVar


class AllocdocError(Exception):
    """Bad input or a bad environment; the text of the exception is the whole message."""

    exit_code: ClassVar[int] = 2


class SettingsError(AllocdocError):
    """A setting in ``pyproject.toml`` or ``conf.py`` is missing, unknown or of the wrong kind."""


class CatalogError(AllocdocError):
    """A catalog cannot be read: it is not a PO file, or not one in UTF-8."""


class ExampleError(AllocdocError):
    """A file in the examples folder is not as a listing's file has to be."""


class MissingProgramError(AllocdocError):
    """A program that a command needs is not installed; the message says how to get it."""


def place(path: Path | str, line: int | None = None) -> str:
    """Return ``path`` or ``path:line`` with forward slashes, the start of every message."""
    name = path.as_posix() if isinstance(path, Path) else path
    return name if line is None else f"{name}:{line}"
