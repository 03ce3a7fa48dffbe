"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


def languages_option(what: str) -> Callable[[Any], Any]:
    """Return the option ``-l``; ``what`` says what is done with a language that is named."""
    return click.option(
        "-l",
        "--language",
        "wanted",
        multiple=True,
        metavar="LANG",
        help=f"{what} this language; may be repeated.  [default: all]",
    )
