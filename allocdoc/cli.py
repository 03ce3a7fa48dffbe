"""The command line. It reads arguments and prints results; the work is done elsewhere.

Everything heavy is imported where it is used, so that ``allocdoc --help`` answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allocdoc import __version__, settings
from allocdoc.errors import AllocdocError
from allocdoc.site.formats import FORMATS

if TYPE_CHECKING:
    from allocdoc.examples import Listing, Result

FAILED, USAGE, INTERRUPTED = 1, 2, 130


class Edge(click.Group):
    """The commands; here, and nowhere else, an error becomes a line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        # A stop by another program ends the children just as Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        for stream in (sys.stdout, sys.stderr):
            _never_fail_to_encode(stream)
        try:
            return super().invoke(ctx)
        except AllocdocError as error:
            click.echo(f"ERROR {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            raise  # click ends quietly when the reader of a pipe has gone
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"ERROR {where}{error.strerror or error}", err=True)
            ctx.exit(USAGE)
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            ctx.exit(INTERRUPTED)


def _never_fail_to_encode(stream: Any) -> None:
    """Escape what the console has no sign for, rather than fail."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


@click.group(
    cls=Edge,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Examples:\n\n\b\n  allocdoc build html          build every language\n"
    "  allocdoc serve               look at the result\n"
    "  allocdoc test                run all examples",
)
@click.version_option(
    __version__, "--version", prog_name="allocdoc", message="%(prog)s %(version)s"
)
def main() -> None:
    """Build and check translated, executable documentation.

    Run it inside a project: a folder whose pyproject.toml has a [tool.allocdoc] table.
    """


@main.command(
    epilog="Examples:\n\n\b\n  allocdoc build html\n  allocdoc build html -l ru -l ja\n"
    "  allocdoc build html -o public --fresh",
)
@click.argument("kind", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option(
    "-l",
    "--language",
    "wanted",
    multiple=True,
    metavar="LANG",
    help="Build this language; may be repeated.  [default: all]",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write into this folder.  [default: build/FORMAT]",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Use so many processes.  [default: one a core]",
)
@click.option("--fresh", is_flag=True, help="Trust nothing that an earlier build left.")
@click.pass_context
def build(
    ctx: click.Context,
    kind: str,
    wanted: tuple[str, ...],
    out: Path | None,
    jobs: int | None,
    fresh: bool,
) -> None:
    """Build the pages in all languages.

    FORMAT is html, latex or gettext (the templates for translators, in the source language).

    The examples run first. Warnings count as failures, and a failure comes back in every build
    until it is mended. Where nothing has changed since, the build says so and ends.
    """
    from allocdoc.site import summary
    from allocdoc.site.build import build as build_site
    from allocdoc.site.plan import Request, choose

    project = settings.load()
    request = Request(
        format=FORMATS[kind],
        languages=choose(project, FORMATS[kind], wanted),
        out=out.resolve() if out else project.build / kind,
        processes=jobs or os.cpu_count() or 1,
        fresh=fresh,
    )
    outcomes = build_site(project, request, _progress())
    _print(summary.problems(outcomes), err=True)
    _print(summary.lines(outcomes, _shown))
    ctx.exit(FAILED if any(outcome.failed for outcome in outcomes) else 0)


@main.command(epilog="Examples:\n\n\b\n  allocdoc serve\n  allocdoc serve -p 0 --open")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Serve this folder.  [default: build/html]",
)
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="PORT",
    help="Listen on this port; 0 takes any that is free.",
)
@click.option("--open", "browse", is_flag=True, help="Open a browser.")
def serve(out: Path | None, port: int, browse: bool) -> None:
    """Serve the built pages to this machine, until Ctrl-C."""
    from allocdoc.site.serve import listen

    folder = out.resolve() if out else settings.load().build / "html"
    with listen(folder, port) as server:
        click.echo(server.address)
        click.echo("Ctrl-C stops it")
        sys.stdout.flush()
        try:
            if browse:
                click.launch(server.address)
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped", err=True)


_RUST = click.option("--rust", is_flag=True, help="Compile and run the Rust file instead.")


@main.command(
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
    _print(map(str, result.failures), err=True)
    if result.passed:
        click.echo((result.printed or "") if rust else session_text(result), nl=False)
    ctx.exit(0 if result.passed else FAILED)


@main.command(
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
    _print((str(failure) for result in results.values() for failure in result.failures), err=True)
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


@main.command(epilog="Examples:\n\n\b\n  allocdoc update\n  allocdoc update -l ru -l ja")
@click.option(
    "-l",
    "--language",
    "wanted",
    multiple=True,
    metavar="LANG",
    help="Update this language; may be repeated.  [default: all]",
)
@click.pass_context
def update(ctx: click.Context, wanted: tuple[str, ...]) -> None:
    """Bring the catalogs up to date with the pages and the examples.

    Needs GNU gettext. Nothing of a translator's is lost: what a page no longer has stays as an
    obsolete message, and comes back with its text. Catalogs that the checks refuse are named and
    left as they are. A language that has none yet gets them.
    """
    from allocdoc.site import summary
    from allocdoc.site import update as catalogs
    from allocdoc.site.formats import FORMATS
    from allocdoc.site.plan import choose

    project = settings.load()
    languages = [
        language
        for language in choose(project, FORMATS["html"], wanted)
        if language != project.source_language
    ]
    outcome = catalogs.extract(project, os.cpu_count() or 1, _progress())
    _print(summary.problems([outcome]), err=True)
    if outcome.failed:
        ctx.exit(FAILED)
    failed = False
    for updated in catalogs.update(project, outcome.job.output, languages):
        _print((*updated.findings, *updated.orphans), err=True)
        click.echo(summary.update_line(updated))
        failed = failed or bool(updated.findings)
    ctx.exit(FAILED if failed else 0)


@main.command(
    epilog="Examples:\n\n\b\n  allocdoc status\n  allocdoc status -l ja --format json\n"
    "  allocdoc status --fail-under 95",
)
@click.option(
    "-l",
    "--language",
    "wanted",
    multiple=True,
    metavar="LANG",
    help="Count this language; may be repeated.  [default: all]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Print a table, or JSON for programs.",
)
@click.option(
    "--fail-under",
    type=click.IntRange(0, 100),
    metavar="N",
    help="End with 1 where less than N percent of a language is translated.",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Count the messages of these templates, and not those that the catalogs have.",
)
@click.pass_context
def status(
    ctx: click.Context,
    wanted: tuple[str, ...],
    form: str,
    fail_under: int | None,
    templates: Path | None,
) -> None:
    """Show how far the translations are.

    Each message counts once: as translated, fuzzy (wants review), untranslated, or refused (the
    checks keep it from the pages). Words left are those of the source text of all but the first.

    The JSON has the keys version, source_language and languages. A language has code, name,
    percent, total, translated, fuzzy, untranslated, refused, words_left and catalogs; a catalog has
    domain, path and the same numbers.
    """
    from allocdoc.catalogs.status import as_json, as_text
    from allocdoc.site.plan import choose
    from allocdoc.site.status import status as count

    project = settings.load()
    found = count(project, choose(project, FORMATS["html"], wanted), templates)
    _print([as_json(found, project.source_language)] if form == "json" else as_text(found))
    under = [one for one in found if one.counts.is_under(fail_under or 0)]
    _print(
        (f"{one.language.code}: {one.counts.percent} % (want {fail_under} %)" for one in under),
        err=True,
    )
    ctx.exit(FAILED if under else 0)


@main.command(
    epilog="Examples:\n\n\b\n  allocdoc check\n  allocdoc check -l ja --format github\n"
    "  allocdoc check --source docs --locale docs/locale   any Sphinx project\n"
    "  allocdoc check --explain link.target-changed",
)
@click.option(
    "-l",
    "--language",
    "wanted",
    multiple=True,
    metavar="LANG",
    help="Check this language; may be repeated.  [default: all]",
)
@click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="The pages of a project without [tool.allocdoc]; goes with --locale.",
)
@click.option(
    "--locale",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="The catalogs of a project without [tool.allocdoc]; goes with --source.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, or as notes in a pull request.",
)
@click.option("--list", "listing", is_flag=True, help="List the codes of the rules, and end.")
@click.option("--explain", metavar="CODE", help="Explain a rule, with an example, and end.")
@click.pass_context
def check(
    ctx: click.Context,
    wanted: tuple[str, ...],
    source: Path | None,
    locale: Path | None,
    form: str,
    listing: bool,
    explain: str | None,
) -> None:
    """Check the catalogs: a translation may change words, and nothing else.

    Nothing of a catalog is run, and no other file is opened. Ends with 1 where a translation
    would be kept from the pages; warnings alone end with 0.
    """
    from allocdoc.catalogs import gate
    from allocdoc.site import check as checking
    from allocdoc.site.tree import tree_at, tree_of

    if listing or explain:
        _print([gate.explain(explain)] if explain else checking.code_list())
        return
    if (source is None) != (locale is None):
        raise click.UsageError("--source and --locale go together")
    if source and locale:
        tree = tree_at(source.resolve(), locale.resolve(), source.resolve().parent)
    else:
        tree = tree_of(settings.load())
    codes = checking.choose(tree, wanted)
    found = checking.check(tree, codes)
    _print(checking.FORMATS[form](found))
    ctx.exit(FAILED if any(map(checking.is_error, found)) else 0)


def _update(listings: dict[str, Listing], results: dict[str, Result]) -> bool:
    """Rewrite expected output, say of which examples, and return whether there was any."""
    from allocdoc.examples import update

    updated = [stem for stem, result in results.items() if update(listings[stem], result)]
    _print(f"updated {stem}" for stem in updated)
    return bool(updated)


def _verdict(results: dict[str, Result], rust: bool) -> str:
    from allocdoc.site.summary import counted

    what = counted(len(results), "Rust example" if rust else "example")
    if not rust:
        what += f", {counted(sum(len(result.steps) for result in results.values()), 'check')}"
    failed = sum(not result.passed for result in results.values())
    return f"{what}: " + (f"{counted(failed, 'example')} failed" if failed else "all passed")


def _progress() -> Callable[[str], None]:
    """Return a function that tells a person at a terminal how far things are, and no one else."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda text: click.echo(click.style(text, dim=True), err=True)


def _print(lines: Iterable[str], *, err: bool = False) -> None:
    for line in lines:
        click.echo(line, err=err)


def _shown(path: Path) -> str:
    """Return a path as a reader in the current folder would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
