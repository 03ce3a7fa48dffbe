"""Put a finished folder where the old one is, and never replace a folder that is not ours."""

from __future__ import annotations

import shutil
from pathlib import Path

from allocdoc.errors import AllocdocError
from allocdoc.files import write_if_changed
from allocdoc.settings import Settings

MARK = ".allocdoc"
"""The name of an empty file in each output: the folder may be replaced."""

_WEB_PAGES = (MARK, "objects.inv", "index.html")


class PlaceError(AllocdocError):
    """A folder that is to be written holds something else."""


def staging(output: Path) -> Path:
    """Return the folder beside an output that is filled first."""
    return output.with_name(f".{output.name}.new")


def refuse_foreign(output: Path, build: Path) -> None:
    """Make sure that an output may be replaced: it is in the build folder, or has the mark.

    Raises:
        PlaceError: It is neither.
    """
    if output.is_relative_to(build) and output != build:
        return
    if output.exists() and not (output / MARK).is_file():
        raise PlaceError(f"{output}: in the way, not made by allocdoc (want another folder)")


def take_place(output: Path) -> None:
    """Put what is in the `staging` folder in the place of the old output, with the mark."""
    new, old = staging(output), output.with_name(f".{output.name}.old")
    write_if_changed(new / MARK, b"")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.rename(old)
    new.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def remove_others(settings: Settings, out: Path) -> None:
    """Remove the pages of languages that the project had and has no more.

    What else is in the folder stays, other formats' outputs too: only Sphinx's web pages have an
    inventory.
    """
    present = {language.folder for language in settings.languages}
    for folder in out.iterdir() if out.is_dir() else ():
        if folder.name not in present and all((folder / name).is_file() for name in _WEB_PAGES):
            shutil.rmtree(folder)
