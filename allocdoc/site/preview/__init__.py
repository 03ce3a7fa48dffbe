"""A preview that follows the files: a save is on the open page a moment later.

For each language there is a process that has everything imported, Sphinx's application made and
the last environment read, and that waits. A save lets it go on: examples, gate, reading, writing.
It ends, and the next one is prepared. Invariant: whatever is saved, the last good pages stay, and
what is wrong is said on them.
"""

from __future__ import annotations

from importlib.util import find_spec

from allocdoc.errors import AllocdocError

_NEEDED = ("starlette", "uvicorn", "watchfiles", "websockets")


class MissingPartError(AllocdocError):
    """A package that only the preview needs is not installed."""


def require() -> None:
    """Make sure that what the preview needs is installed.

    Raises:
        MissingPartError: It is not.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise MissingPartError(
            f"the preview needs {', '.join(missing)} (pip install 'allocdoc[preview]')"
        )
