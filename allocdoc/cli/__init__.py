"""The command line. It reads arguments and prints results; the work is done elsewhere.

Everything heavy is imported where it is used, so that ``allocdoc --help`` answers at once.
"""

from __future__ import annotations

import signal
import sys
from typing import Any

import click

from allocdoc import __version__
from allocdoc.cli import catalogs, examples, pages
from allocdoc.cli.output import INTERRUPTED, USAGE
from allocdoc.errors import AllocdocError


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


for room in (pages, examples, catalogs):
    for command in room.COMMANDS:
        main.add_command(command)
