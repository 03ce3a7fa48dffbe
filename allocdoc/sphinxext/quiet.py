"""What no log shows is not put into words.

Sphinx makes a record of each step, also of those that only ``-v`` or ``-vv`` shows, and asks all
its logs about each record.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sphinx.util.logging import NAMESPACE, VERBOSITY_MAP

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_part(app: Sphinx) -> None:
    """Turn away what is below the level of the logs; Sphinx begins each build with all."""
    logging.getLogger(NAMESPACE).setLevel(VERBOSITY_MAP[max(app.verbosity, 0)])
