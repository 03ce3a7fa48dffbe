"""How long the parts of a build took, for whoever asked for it.

The config value ``allocdoc_timings`` names a JSON file; it gets the seconds on the clock by part:

- ``start``: Sphinx, its extensions and the theme, and what was read in earlier builds,
- ``examples``: taking up the results of the examples,
- ``catalogs``: the gate,
- ``read``: parsing the pages, with ``messages``: putting translations in their places,
- ``write``: the pages and all that goes with them.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from allocdoc.files import write_if_changed
from allocdoc.sphinxext import domain
from allocdoc.sphinxext.catalogs import AFTER_EXAMPLES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FIRST, _LAST = -1000, 1000


class Timings:
    """The stop watch of one build."""

    def __init__(self) -> None:
        self.since = time.perf_counter()
        self.parts: dict[str, float] = {}

    def end(self, part: str) -> None:
        """Give the time since the last part's end to a part."""
        now = time.perf_counter()
        self.parts[part] = self.parts.get(part, 0.0) + now - self.since
        self.since = now

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Leave the file, if it is wanted and the build came to its end."""
        if not app.config.allocdoc_timings or exception is not None:
            return
        self.end("write")
        self.parts["messages"] = domain.of(app.env).run.translating
        text = json.dumps({name: round(time, 4) for name, time in self.parts.items()})
        write_if_changed(Path(app.config.allocdoc_timings), f"{text}\n".encode())


def setup_part(app: Sphinx) -> None:
    """Take the time at the borders between the parts, if that was asked for."""
    timings = Timings()
    app.add_config_value("allocdoc_timings", "", "", types=[str])

    def border(event: str, priority: int, part: str) -> None:
        app.connect(event, lambda *_: timings.end(part), priority=priority)

    border("builder-inited", _FIRST, "start")
    border("builder-inited", AFTER_EXAMPLES - 1, "examples")
    border("builder-inited", _LAST, "catalogs")
    border("env-updated", _LAST, "read")
    app.connect("build-finished", timings.write, priority=_LAST)
