"""One build at a time in a project: two would write the same files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allocdoc.errors import AllocdocError
from allocdoc.site.unchanged import LOCK


class BusyError(AllocdocError):
    """Another build of this project is running."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a build folder; it falls with the process, so a crash leaves none behind.

    Windows has no such lock; there, two builds at once are not noticed.

    Raises:
        BusyError: Somebody else holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("wb") as file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BusyError(f"{folder}: another build is running (wait for it)") from None
        yield
