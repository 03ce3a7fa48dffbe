"""Python looks for cyclic garbage page by page, and in a small book not at all.

A page is a tree whose nodes know their parents, so all of it is garbage that only the collector
finds; it looks through everything that lives each time some hundred objects came into being. That
is a tenth of a build. Here the first pages leave theirs. Then each page looks through what is new
since the last one, and never through what has stayed: memory is bounded, the price of a page too.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGES = 400
"""So many pages, each counted when it is read and when it is written, weigh about 140 MB."""

_NEW = 0
"""The generation of objects that came into being since the last collection."""


class Collector:
    """Counts pages and collects; leaves the process as it found it."""

    def __init__(self) -> None:
        self.pages = 0

    def begin(self, app: Sphinx, *_reading: object) -> None:
        """Stop collecting; what is there now will stay, and need not be looked through."""
        if gc.isenabled():
            gc.freeze()
            gc.disable()
            app.connect("build-finished", self.end)

    def count(self, *_page: object) -> None:
        """Collect what is new, if there were enough pages to make it worth while."""
        self.pages += 1
        if self.pages >= PAGES and not gc.isenabled():
            gc.collect(_NEW)

    def end(self, *_: object) -> None:
        """Collect as ever, but nothing at once: most processes end with the build."""
        gc.freeze()
        gc.unfreeze()  # all there is belongs to the oldest now, which are looked at rarely
        gc.enable()


def setup_part(app: Sphinx) -> None:
    """Begin with the reading; a page is counted when it is read and when it is written."""
    collector = Collector()
    # Whatever fails from there on, Sphinx tells that the build has finished.
    app.connect("env-before-read-docs", collector.begin)
    app.connect("doctree-read", collector.count)
    app.connect("doctree-resolved", collector.count)
