"""The neutral nodes of an example: what a page shows, not yet how.

A builder's form (tabs, or one listing after the other) is chosen after translation, in `tabs`.
Code never becomes a message; each of its comments is a node of its own, because Sphinx keeps one
"translated" flag a node.
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes
from sphinx import addnodes


class example(nodes.General, nodes.Element):
    """All listings of one stem; children: an optional caption, then `variant` nodes."""


class variant(nodes.General, nodes.Element):
    """One listing; attributes ``kind``, ``language``, ``code``; children: `code_comment` nodes."""


class code_comment(nodes.General, nodes.Element, addnodes.translatable):
    """One comment of a listing; attribute ``message``, and ``translation`` once there is one."""

    def preserve_original_messages(self) -> None:
        """Do nothing: ``message`` is never overwritten."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Keep the translation beside the message; only words, the code takes them in later."""
        self["translation"] = translated_message
        self["translated"] = True

    def extract_original_messages(self) -> Sequence[str]:
        """Return the one message."""
        return [self["message"]]


class numbered_code(nodes.literal_block):
    """The code of a listing on a web page, each line with an id; ``lines``, ``hidden``."""


class listing_tools(nodes.General, nodes.Element):
    """Where the script of a web page puts a listing's buttons; ``data``: what it has to know."""
