"""The commands for translators and for those who merge their work."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from allocdoc import settings
from allocdoc.cli.options import languages_option
from allocdoc.cli.output import FAILED, print_lines, progress
from allocdoc.site.formats import FORMATS

if TYPE_CHECKING:
    from allocdoc.catalogs.gate import Project

_Command = TypeVar("_Command", bound=Callable[..., None])


def _elsewhere(command: _Command) -> _Command:
    """Give a command the options that lead to a project without settings."""
    for name, other, what in (
        ("--locale", "--source", "catalogs"),
        ("--source", "--locale", "pages"),
    ):
        command = click.option(
            name,
            type=click.Path(path_type=Path, file_okay=False, exists=True),
            metavar="DIR",
            help=f"The {what} of a project without [tool.allocdoc]; goes with {other}.",
        )(command)
    return command


def _tree_elsewhere(source: Path | None, locale: Path | None) -> Project | None:
    """Return the project that these options lead to, if they were given."""
    from allocdoc.site.tree import tree_at

    if (source is None) != (locale is None):
        raise click.UsageError("--source and --locale go together")
    if source is None or locale is None:
        return None
    source, locale, here = source.resolve(), locale.resolve(), Path.cwd()
    is_below = here in source.parents and here in locale.parents
    return tree_at(source, locale, here if is_below else source.parent)


@click.command(epilog="Examples:\n\n\b\n  allocdoc update\n  allocdoc update -l ru -l ja")
@languages_option("Update")
@click.pass_context
def update(ctx: click.Context, wanted: tuple[str, ...]) -> None:
    """Bring the catalogs up to date with the pages and the examples.

    Needs GNU gettext. Nothing of a translator's is lost: what a page no longer has stays as an
    obsolete message, and comes back with its text. Catalogs that the checks refuse are named and
    left as they are. A language that has none yet gets them. What is wrong with the pages is named
    too, and ends with 1; it keeps no catalog from the update.
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
    outcome = catalogs.extract(project, os.cpu_count() or 1, progress())
    print_lines(summary.problems([outcome]), err=True)
    if not outcome.complete:
        ctx.exit(FAILED)
    failed = outcome.failed
    for updated in catalogs.update(project, outcome.job.output, languages):
        print_lines((*updated.findings, *updated.orphans), err=True)
        click.echo(summary.update_line(updated))
        failed = failed or bool(updated.findings)
    ctx.exit(FAILED if failed else 0)


@click.command(
    epilog="Examples:\n\n\b\n  allocdoc status\n  allocdoc status -l ja --format json\n"
    "  allocdoc status --fail-under 95\n"
    "  allocdoc status --source docs --locale docs/locale   any Sphinx project",
)
@languages_option("Count")
@_elsewhere
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
    source: Path | None,
    locale: Path | None,
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
    from allocdoc.site import check as checking
    from allocdoc.site import status as counting
    from allocdoc.site.plan import choose
    from allocdoc.site.tree import tree_of

    tree, origin = _tree_elsewhere(source, locale), counting.ENGLISH
    if tree:
        languages = [*map(counting.named, checking.choose(tree, wanted) or tree.languages)]
    else:
        project = settings.load()
        tree, origin = tree_of(project), project.source_language
        languages = list(choose(project, FORMATS["html"], wanted))
    found = counting.status(tree, languages, origin, templates)
    print_lines([as_json(found, origin)] if form == "json" else as_text(found))
    under = [one for one in found if one.counts.is_under(fail_under or 0)]
    print_lines(
        (f"{one.language.code}: {one.counts.percent} % (want {fail_under} %)" for one in under),
        err=True,
    )
    ctx.exit(FAILED if under else 0)


@click.command(
    epilog="Examples:\n\n\b\n  allocdoc check\n  allocdoc check -l ja --format github\n"
    "  allocdoc check --source docs --locale docs/locale   any Sphinx project\n"
    "  allocdoc check --glossary terms.toml\n"
    "  allocdoc check --explain link.target-changed",
)
@languages_option("Check")
@_elsewhere
@click.option(
    "--glossary",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Warn of words that are not those of this glossary.  [default: the project's]",
)
@click.option(
    "--interface",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Check the catalogs of an interface in this folder, too.  [default: the project's]",
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
    glossary: Path | None,
    interface: Path | None,
    form: str,
    listing: bool,
    explain: str | None,
) -> None:
    """Check the catalogs: a translation may change words, and nothing else.

    Nothing of a catalog is run, and no other file is opened. Ends with 1 where a translation
    would be kept from the pages; warnings alone, as those of the glossary, end with 0.
    """
    from allocdoc.catalogs import gate
    from allocdoc.site import check as checking
    from allocdoc.site.tree import tree_of, with_glossary

    if listing or explain:
        print_lines([gate.explain(explain)] if explain else checking.code_list())
        return
    tree = _tree_elsewhere(source, locale)
    languages: list[str] = []
    if tree is None:
        project = settings.load()
        tree, interface = tree_of(project), interface or project.interface
        languages = [language.code for language in project.translations]
        glossary = glossary or project.glossary
    if glossary:
        tree = with_glossary(tree, glossary.resolve(), languages)
    found = checking.check(tree, checking.choose(tree, wanted), interface and interface.resolve())
    print_lines(checking.FORMATS[form](found))
    ctx.exit(FAILED if any(map(checking.is_error, found)) else 0)


COMMANDS: tuple[click.Command, ...] = (update, check, status)
