"""What commands print, and how they end."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import click

FAILED, USAGE, INTERRUPTED = 1, 2, 130
"""Exit codes; 0 is fine."""


class Terminal:
    """Tells a person at a terminal how far things are: in lines that stay, and in one that changes.

    Where nobody sits at a terminal, nothing is said.
    """

    def __init__(self) -> None:
        self.is_watched = sys.stderr.isatty()
        self._shown = ""

    def __call__(self, text: str) -> None:
        """Say something in a line of its own."""
        if self.is_watched:
            self.show("")
            click.echo(click.style(text, dim=True), err=True)

    def show(self, text: str) -> None:
        """Say something in the line that changes; an empty text takes it away."""
        if self.is_watched and text != self._shown and os.environ.get("TERM") != "dumb":
            width = shutil.get_terminal_size().columns - 1
            line = text if len(text) <= width else f"{text[: width - 1]}…"
            click.echo(f"\r{click.style(line, dim=True)}\x1b[K", nl=False, err=True)
            self._shown = text


def progress() -> Terminal:
    """Return what tells a person how far things are."""
    return Terminal()


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines, each on its own; on stderr if they are no result."""
    for line in lines:
        click.echo(line, err=err)


def shown(path: Path) -> str:
    """Return a path as a reader in the current folder would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
