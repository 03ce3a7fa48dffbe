"""What commands print, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

FAILED, USAGE, INTERRUPTED = 1, 2, 130
"""Exit codes; 0 is fine."""


def progress() -> Callable[[str], None]:
    """Return a function that tells a person at a terminal how far things are, and no one else."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda text: click.echo(click.style(text, dim=True), err=True)


def print_lines(lines: Iterable[str], *, err: bool = False) -> None:
    """Print lines, each on its own; on stderr if they are no result."""
    for line in lines:
        click.echo(line, err=err)


def shown(path: Path) -> str:
    """Return a path as a reader in the current folder would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
