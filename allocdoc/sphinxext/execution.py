"""Every example runs once, before a page is read; a failure fails every build until it is mended.

Pages are written all the same: a failed example shows its failure where its output would stand,
and the build ends with a non-zero status.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinx.util import logging

from allocdoc.errors import AllocdocError
from allocdoc.examples import Cache, Limits, Result, find_listings, run_all
from allocdoc.sphinxext import domain, settings
from allocdoc.sphinxext.domain import Problem

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def execute(app: Sphinx) -> None:
    """Find the listings and run them, or take what earlier runs gave."""
    project = settings.of(app.config)
    run = domain.of(app.env).run
    run.refused = None
    try:
        run.listings = find_listings(project.examples, root=project.root)
        run.results = run_all(
            run.listings,
            Cache(project.build / "examples-cache"),
            Limits(),
            jobs=os.cpu_count() or 1,
        )
    except AllocdocError as error:
        run.refused = Problem.of(error)
    passed = sum(result.passed for result in run.results.values())
    logger.info("examples: %d of %d pass", passed, len(run.results))


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    return [docname for docname in domain.of(env).outdated() if docname not in removed]


def _failures(result: Result) -> list[Problem]:
    return [Problem(failure.place, failure.what) for failure in result.failures]


def _by_line(problem: Problem) -> tuple[str, int]:
    path, _, line = problem.place.rpartition(":")
    return path, int(line)


def _report(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None:
        return
    found = domain.of(app.env)
    problems = [p for docname in sorted(found.problems) for p in found.problems[docname]]
    problems += [p for result in found.run.results.values() for p in _failures(result)]
    problems += [found.run.refused] if found.run.refused else []
    for problem in sorted(problems, key=_by_line):
        logger.error(problem.message, location=problem.place)
    if problems:
        # Raising here would keep other handlers from ending the build in order.
        app.statuscode = 1


def setup_part(app: Sphinx) -> None:
    """Run before reading, report after writing."""
    app.connect("builder-inited", execute)
    app.connect("env-get-outdated", _outdated)
    app.connect("build-finished", _report, priority=900)
