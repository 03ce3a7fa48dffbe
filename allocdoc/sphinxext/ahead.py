"""Pages that are parsed before the processes of their languages are forked.

How a page is cut into tokens depends on its text and on MyST's settings alone, and so is the same
in all languages. Each process has what was there when it was forked, and uses it up.

Invariant: a page has the tokens that its own process would have made of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Parsed(NamedTuple):
    """A page before it is rendered."""

    tokens: list[Token]
    env: dict[str, Any]
    """What the tokens refer to, as markdown-it keeps it."""


def parse(reader: MarkdownIt, text: str) -> Parsed:
    """Cut a page into tokens."""
    env: dict[str, Any] = {}
    return Parsed(reader.parse(text, env), env)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Pages by their text, and the settings that they were parsed with."""

    config: MdParserConfig
    pages: dict[str, Parsed] = field(default_factory=dict)

    def read(self, paths: Iterable[Path]) -> None:
        """Parse pages, but not what cannot be read: that is said when it is built."""
        reader = create_md_parser(self.config, SphinxRenderer)
        for path in paths:
            try:
                text = path.read_text(encoding="utf-8-sig")
            except (OSError, ValueError):
                continue
            self.pages[text] = parse(reader, text)

    def take(self, text: str, config: MdParserConfig) -> Parsed | None:
        """Return a page if it is there: once, as rendering changes it."""
        return self.pages.pop(text, None) if config == self.config else None


INHERITED: ContextVar[Ahead] = ContextVar("INHERITED")
"""What the process had when it was forked, if it was forked for a project's pages."""
