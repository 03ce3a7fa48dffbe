"""Addresses of catalogs on the project's forge."""

from __future__ import annotations

from urllib.parse import quote

from allocdoc.settings import Settings


def address(settings: Settings, path: str, line: int = 0) -> str:
    """Return where a file can be seen and edited, empty where there is no forge or no file.

    Args:
        settings: ``repository`` is the address of the forge, ``branch`` what is looked at.
        path: From the project's root, with forward slashes; empty where there is no file.
        line: The line to lead to, if any.
    """
    if not settings.repository or not path:
        return ""
    anchor = f"#L{line}" if line else ""
    return f"{settings.repository}/blob/{quote(settings.branch)}/{quote(path)}{anchor}"
