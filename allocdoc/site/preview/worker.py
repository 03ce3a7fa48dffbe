"""The process of one language: prepared up to where the files come in, told to go on by a line.

Where forking is safe, one process keeps all that was imported and forks another for each build
(`allocdoc.site.preview.building`). Elsewhere a process builds once and ends, and the server starts
the next.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from allocdoc import settings
from allocdoc.errors import AllocdocError
from allocdoc.site.preview.building import Build
from allocdoc.site.preview.report import Found, Go, Report
from allocdoc.site.preview.spots import Spots
from allocdoc.site.sphinx import warm


class Gone(BaseException):
    """The server wants no more builds; no handler of errors is to stop this."""


class Lines:
    """The two ends that lead to the server; nothing else writes into them."""

    def __init__(self) -> None:
        self._in, self._out = os.dup(0), os.dup(1)
        with Path(os.devnull).open("rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        # What conf.py prints goes where errors go.
        os.dup2(2, 1)

    def wait(self) -> Go:
        """Return what the server wants when it says so.

        Raises:
            Gone: It has closed its end.
        """
        # Not a byte more than a line: the next process reads from the same end.
        line = b""
        while not line.endswith(b"\n"):
            byte = os.read(self._in, 1)
            if not byte:
                raise Gone
            line += byte
        return Go.of(line)

    def tell(self, report: Report) -> None:
        """Send a report.

        Raises:
            Gone: Nobody listens.
        """
        try:
            with os.fdopen(self._out, "wb", closefd=False) as out:
                out.write(report.line())
        except BrokenPipeError:
            raise Gone from None


def _once(order: dict[str, Any], lines: Lines, *, is_first: bool = True) -> int:
    """Build once and return the process's status."""
    root = Path(order["root"])
    try:
        spots = Spots(settings.load(root))
        build = Build(order, is_first, lines.wait, lines.tell, spots)
        return 0 if build.run() else 1
    except AllocdocError as error:
        found = Found(str(error).replace(f"{root}{os.sep}", ""), is_error=True)
        lines.tell(Report("failed", (found,)))
        return 1
    except (Gone, KeyboardInterrupt):
        return 2


def _again_and_again(order: dict[str, Any], lines: Lines) -> int:
    """Fork a process for each build, until one fails."""
    warm(Path(order["root"]))
    gc.collect()
    gc.freeze()
    is_first = True
    while True:
        process = os.fork()
        if process == 0:
            os._exit(_once(order, lines, is_first=is_first))
        is_first = False
        try:
            _, status = os.waitpid(process, 0)
        except KeyboardInterrupt:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process, 0)  # which was told to stop, too
            raise
        if status != 0:
            return 1


def main() -> None:
    """Serve the server until it closes its end."""
    # A stop from outside ends what runs (an example in its own process group) in order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    order = json.loads(sys.argv[1])
    lines = Lines()
    try:
        sys.exit((_again_and_again if order["forks"] else _once)(order, lines))
    except KeyboardInterrupt:
        sys.exit(2)


if __name__ == "__main__":
    main()
