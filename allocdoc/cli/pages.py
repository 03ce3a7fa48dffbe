"""The commands that make the pages and show them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allocdoc import settings
from allocdoc.cli.options import languages_option
from allocdoc.cli.output import FAILED, print_lines, progress, shown
from allocdoc.site.formats import FORMATS

if TYPE_CHECKING:
    pass


@click.command(
    epilog="Examples:\n\n\b\n  allocdoc build html\n  allocdoc build html -l ru -l ja\n"
    "  allocdoc build html -o public --fresh\n  allocdoc build pdf epub html",
)
@click.argument(
    "kinds", metavar="FORMAT...", nargs=-1, required=True, type=click.Choice(list(FORMATS))
)
@languages_option("Build")
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
@click.option("--profile", "profiled", is_flag=True, help="Say where the time went.")
@click.pass_context
def build(
    ctx: click.Context,
    kinds: tuple[str, ...],
    wanted: tuple[str, ...],
    out: Path | None,
    jobs: int | None,
    fresh: bool,
    profiled: bool,
) -> None:
    """Build the pages in all languages.

    FORMAT is html, pdf, epub, latex or gettext (the templates for translators, in the source
    language). Of several, html comes last: its pages link to the books that are there.

    The examples run first. Warnings count as failures, and a failure comes back in every build
    until it is mended. Where nothing has changed since, the build says so and ends.
    """
    from allocdoc.site import profile, record, runtime, search, summary
    from allocdoc.site.build import build as build_site
    from allocdoc.site.plan import Request, choose
    from allocdoc.site.watched import Built

    project = settings.load()
    formats = sorted((FORMATS[kind] for kind in dict.fromkeys(kinds)), key=lambda kind: kind.rooted)
    if out and len(formats) > 1:
        raise click.UsageError("--out takes one FORMAT (want one folder a format)")
    is_site = any(kind.rooted for kind in formats)
    pagefind = search.tool() if is_site else None
    pyodide, missing = runtime.find(progress()) if is_site else (None, "")
    requests = [
        Request(
            format=kind,
            languages=choose(project, kind, wanted),
            out=out.resolve() if out else project.build / kind.name,
            processes=jobs or os.cpu_count() or 1,
            fresh=fresh,
            search=pagefind if kind.rooted else None,
            runtime=pyodide if kind.rooted else None,
        )
        for kind in formats
    ]
    # The quick answer of later calls could not say where their time went.
    earlier = record.before(project, requests, *ctx.obj) if ctx.obj and not profiled else None
    built = []
    for request in requests:
        terminal, clock = progress(), profile.Profile()
        show = terminal.show if terminal.is_watched else None
        outcomes = build_site(project, request, terminal, show, clock)
        print_lines(summary.problems(outcomes), err=True)
        print_lines(summary.lines(outcomes, shown))
        print_lines(profile.lines(clock, outcomes) if profiled else ())
        built.append(Built(request, outcomes))
    notes = [search.MISSING if is_site and pagefind is None else "", missing]
    print_lines(filter(None, notes), err=True)
    if earlier:
        record.leave(earlier, project, built, filter(None, notes), shown)
    failed = any(outcome.failed for one in built for outcome in one.outcomes)
    ctx.exit(FAILED if failed else 0)


@click.command(epilog="Examples:\n\n\b\n  allocdoc assemble part-en part-ru -o public")
@click.argument(
    "parts",
    metavar="PART...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@languages_option("Take")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write into this folder.  [default: build/html]",
)
def assemble(parts: tuple[Path, ...], wanted: tuple[str, ...], out: Path | None) -> None:
    """Make one site of languages that were built apart.

    Each PART is a folder that `allocdoc build html -l LANGUAGE -o PART` has written, on this
    machine or on another. The site has the same bytes as one build of all of them.
    """
    from allocdoc.site import assemble as site
    from allocdoc.site.plan import choose

    project = settings.load()
    folder = out.resolve() if out else project.build / "html"
    languages = choose(project, FORMATS["html"], wanted)
    site.assemble(project, [part.resolve() for part in parts], languages, folder)
    print_lines([f"{', '.join(one.code for one in languages)}   {shown(folder)}"])


@click.command(epilog="Examples:\n\n\b\n  allocdoc serve\n  allocdoc serve -p 0 --open")
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
@click.option("-w", "--watch", is_flag=True, help="Build what is saved, and show it at once.")
def serve(out: Path | None, port: int, browse: bool, watch: bool) -> None:
    """Serve the built pages to this machine, until Ctrl-C.

    With --watch, build them in a folder of its own and follow the files: an open page changes a
    moment after its source, its catalog or an example was saved, and says what is wrong.
    """
    if watch:
        if out:
            raise click.UsageError("--watch has a folder of its own (want no --out)")
        _preview(port, browse)
        return
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


def _preview(port: int, browse: bool) -> None:
    from allocdoc.site import preview, runtime, search

    preview.require()
    from allocdoc.site.preview.preview import Tools
    from allocdoc.site.preview.server import serve as show

    def started(address: str) -> None:
        click.echo(address)
        click.echo("Ctrl-C stops it")
        sys.stdout.flush()
        if browse:
            click.launch(address)

    pagefind = search.tool()
    pyodide, missing = runtime.find(progress())
    print_lines(filter(None, ["" if pagefind else search.MISSING, missing]), err=True)
    try:
        show(settings.load(), Tools(pagefind, pyodide), port, started)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)


COMMANDS: tuple[click.Command, ...] = (build, assemble, serve)
