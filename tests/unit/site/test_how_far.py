"""A line tells how far the builds of all languages are."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.site.formats import FORMATS
from allocdoc.site.how_far import line, step
from allocdoc.site.plan import Request, plan

LOG = """\
Running Sphinx v9.0.4
loading translations [ru]... done
reading sources... [ 50%] index
reading sources... [100%] second
preparing documents... done
"""


@pytest.mark.parametrize(
    ("said", "far"),
    [
        (None, "starting"),
        ("", "starting"),
        (LOG, "reading 100 %"),
        (f"{LOG}writing output... [  7%] index\n", "writing 7 %"),
        (f"{LOG}writing output... [ 50%] ind", "writing 50 %"),
        (f"{'x' * 100_000}\n{LOG}", "reading 100 %"),
    ],
)
def test_the_last_step_counts(tmp_path: Path, said: str | None, far: str) -> None:
    log = tmp_path / "html-ru.log"
    if said is not None:
        log.write_text(said, encoding="utf-8")
    assert step(log) == far


def test_all_languages_are_in_the_line(site_project: Path) -> None:
    project = settings.load(site_project)
    jobs = plan(project, Request(FORMATS["html"], project.languages, project.build / "html", 1))
    done, running, *waiting = jobs
    running.log.parent.mkdir(parents=True)
    running.log.write_text(LOG, encoding="utf-8")
    said = line(jobs, [running], [done]).split("   ")
    assert said[0] == f"{done.language.code} done"
    assert said[1] == f"{running.language.code} reading 100 %"
    assert said[2:] == [f"{job.language.code} waiting" for job in waiting]
