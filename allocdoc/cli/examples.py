"""The commands that run the examples."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from allocdoc import settings
from allocdoc.cli.output import FAILED, print_lines

if TYPE_CHECKING:
    from allocdoc.examples import Listing, Result

_RUST = click.option("--rust", is_flag=True, help="Compile and run the Rust file instead.")


@click.command(
    epilog="Examples:\n\n\b\n  allocdoc run my_allocator\n  allocdoc run my_allocator --rust"
)
@click.argument("name")
@_RUST
@click.pass_context
def run(ctx: click.Context, name: str, rust: bool) -> None:
    """Run one example and print its session.

    The session is what is typed and what came back; of a Rust program, what it printed.
    """
    from allocdoc.examples import session_text

    [result] = _check([name], rust)[1].values()
    print_lines(map(str, result.failures), err=True)
    if result.passed:
        click.echo((result.printed or "") if rust else session_text(result), nl=False)
    ctx.exit(0 if result.passed else FAILED)


@click.command(
    epilog="Examples:\n\n\b\n  allocdoc test\n  allocdoc test my_allocator\n"
    "  allocdoc test my_allocator --update",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--update", is_flag=True, help="Write what came back as the expected output.")
@_RUST
@click.pass_context
def test(ctx: click.Context, names: tuple[str, ...], update: bool, rust: bool) -> None:
    """Run the examples' checks.

    All examples run, or the named ones.
    """
    listings, results = _check(names, rust)
    if update and _update(listings, results):
        listings, results = _check(names, rust)
    failures = (failure for result in results.values() for failure in result.failures)
    print_lines(map(str, failures), err=True)
    click.echo(_verdict(results, rust))
    ctx.exit(FAILED if any(not result.passed for result in results.values()) else 0)


def _check(names: Iterable[str], rust: bool) -> tuple[dict[str, Listing], dict[str, Result]]:
    """Run the named examples, or all; return them and their results by name."""
    from allocdoc.site.examples import check_python, check_rust, listings_of, select

    project = settings.load()
    available = listings_of(project)
    chosen = select(available, names, rust=rust)
    if rust:
        return chosen, check_rust(chosen, available)
    return chosen, check_python(project, chosen, os.cpu_count() or 1)


def _update(listings: dict[str, Listing], results: dict[str, Result]) -> bool:
    """Rewrite expected output, say of which examples, and return whether there was any."""
    from allocdoc.examples import update

    updated = [stem for stem, result in results.items() if update(listings[stem], result)]
    print_lines(f"updated {stem}" for stem in updated)
    return bool(updated)


def _verdict(results: dict[str, Result], rust: bool) -> str:
    from allocdoc.site.summary import counted

    what = counted(len(results), "Rust example" if rust else "example")
    if not rust:
        what += f", {counted(sum(len(result.steps) for result in results.values()), 'check')}"
    failed = sum(not result.passed for result in results.values())
    return f"{what}: " + (f"{counted(failed, 'example')} failed" if failed else "all passed")


COMMANDS: tuple[click.Command, ...] = (run, test)
