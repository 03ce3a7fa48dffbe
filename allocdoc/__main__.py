"""Run the command line: ``allocdoc``, or ``python -m allocdoc``.

All of it is imported only where a build has something to do.
"""

from __future__ import annotations

import atexit
import gc
import sys
from time import time_ns

from allocdoc.site import unchanged


def main() -> None:
    """Say that nothing has changed, or do what the command line says."""
    began, arguments = time_ns(), sys.argv[1:]
    if _said(unchanged.answer(arguments)):
        return
    if arguments[:1] == ["build"]:
        # It ends before garbage would weigh. To look for some takes 0.1 s while it imports what it
        # needs, and as long once more when it ends.
        gc.disable()
        atexit.register(gc.freeze)
    from allocdoc.cli import main as commands

    commands(arguments, obj=(arguments, began))


def _said(texts: tuple[str, str] | None) -> bool:
    """Print an answer; where that is not possible, the command says why."""
    if texts is None:
        return False
    try:
        for stream, text in zip((sys.stdout, sys.stderr), texts, strict=True):
            stream.write(text)
            stream.flush()
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    main()
