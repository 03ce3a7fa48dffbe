"""What a changed message said before: the ``#|`` lines that ``msgmerge --previous`` leaves."""

from __future__ import annotations

import re

_KEPT = re.compile(r'#\|\s*(?P<keyword>[a-z_]*)\s*"(?P<text>.*)"\s*')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t"}


def previous_msgids(text: str) -> dict[int, str]:
    """Return the previous msgids of a catalog by the line where their entry's code begins.

    Lines count from 1. Never raises; a line that is not of the format is passed over.
    """
    found: dict[int, str] = {}
    parts: list[str] = []
    keyword = ""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        match = _KEPT.fullmatch(line)
        if match:
            keyword = match["keyword"] or keyword
            if keyword == "msgid":
                parts.append(_ESCAPE.sub(_character, match["text"]))
        elif not line.startswith("#"):
            if parts and line.strip():
                found[number] = "".join(parts)
            parts, keyword = [], ""
    return found


def _character(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[1], match[1])
