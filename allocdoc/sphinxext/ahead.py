"""Pages that are parsed before the processes of their languages are forked.

How a page is cut into tokens depends on its text and on MyST's settings alone, and so is the same
in all languages. So is the shape of a message, which the gate compares its translations with. Each
process has what was there when it was forked, and uses up the pages.

Invariant: pages and messages have the tokens and shapes that the process would have made of them.
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

from allocdoc.catalogs.gate import Shape, parser_of, source_shape

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
    """Pages and messages by their text, and the settings that they were parsed with."""

    config: MdParserConfig
    pages: dict[str, Parsed] = field(default_factory=dict)
    sources: dict[str, Shape] = field(default_factory=dict)
    """Of the messages that stand on pages; see `gate.source_shape`."""

    def read(self, paths: Iterable[Path]) -> None:
        """Parse pages, but not what cannot be read: that is said when it is built."""
        reader = create_md_parser(self.config, SphinxRenderer)
        for path in paths:
            try:
                text = path.read_text(encoding="utf-8-sig")
            except (OSError, ValueError):
                continue
            self.pages[text] = parse(reader, text)

    def read_messages(self) -> None:
        """Find the shapes of the messages that the pages are made of.

        Those in directives are not among the tokens of a page.
        """
        markdown = parser_of(self.config)
        tokens = (token for page in self.pages.values() for token in page.tokens)
        # Sphinx makes one line of a message.
        lines = (one.content.replace("\n", " ").strip() for one in tokens if one.type == "inline")
        for text in dict.fromkeys(lines):
            if shape := source_shape(markdown, text):
                self.sources[text] = shape

    def take(self, text: str, config: MdParserConfig) -> Parsed | None:
        """Return a page if it is there: once, as rendering changes it."""
        return self.pages.pop(text, None) if config == self.config else None


INHERITED: ContextVar[Ahead] = ContextVar("INHERITED")
"""What the process had when it was forked, if it was forked for a project's pages."""


def inherited(config: MdParserConfig) -> Ahead:
    """Return what the process was forked with, nothing if that was made with other settings."""
    found = INHERITED.get(None)
    return found if found and found.config == config else Ahead(config)
