"""What the gate has to know of a project, and how much it takes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from allocdoc.catalogs.glossary import Glossary

Syntax = Literal["myst", "rst", "mixed"]
"""How the pages of a domain are written. Messages of a mixed domain have to suit both."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large things may be. They keep the time that a hostile file costs small."""

    file_bytes: int = 2_000_000
    entries: int = 20_000
    message: int = 10_000
    """Characters of a msgid or a msgstr."""
    growth: int = 6
    """How many times longer than its msgid a msgstr may be."""
    allowance: int = 200
    """Characters that a msgstr may have however short its msgid is."""
    marks: int = 300
    """How often a message may open a bracket or a brace."""
    notes: int = 50
    """How often a message may open a footnote reference; parsing them takes quadratic time."""


@dataclass(frozen=True, slots=True)
class Project:
    """A tree of catalogs and the pages that it translates.

    Attributes:
        root: The folder that paths are shown relative to.
        locale: The folder with ``<language>/LC_MESSAGES/<domain>.po``.
        languages: The languages that the project is translated to, as folders are named.
        pages: The syntax of the pages of each gettext domain, as `find_pages` gives it.
        extensions: The MyST extensions that the project switches on (``myst_enable_extensions``).
        myst: Further settings of MyST, without their prefix, such as ``dmath_allow_space``.
        comments: By domain, the msgids that are comments of listings *and nothing else*: they are
            plain text, and no rule of the markup holds for them.
        glossary: The words that translations have to use; builds have none, for its rules are only
            of use to who reads what they say.
    """

    root: Path
    locale: Path
    languages: tuple[str, ...]
    pages: Mapping[str, Syntax]
    extensions: frozenset[str] = frozenset()
    myst: Mapping[str, object] = field(default_factory=dict)
    comments: Mapping[str, frozenset[str]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    glossary: Glossary | None = None

    def shown(self, path: Path) -> str:
        """Return a path as findings name it: relative to the root, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()
