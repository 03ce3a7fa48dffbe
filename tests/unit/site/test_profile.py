"""What ``--profile`` says."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.site import profile
from allocdoc.site.build import build
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Request

SLOW = 0.2
"""Seconds that `SLEEPS` adds to each part."""

SLEEPS = f"""
import time


def setup(app):
    def sleep(*_):
        time.sleep({SLOW})

    sleep()
    app.connect("builder-inited", sleep, priority=-999)
    app.connect("builder-inited", sleep, priority=999)
    app.connect("env-before-read-docs", sleep)
    app.connect("env-check-consistency", sleep)
"""


def test_each_part_of_a_language_gets_its_own_time(site_project: Path) -> None:
    with (site_project / "conf.py").open("a", encoding="utf-8") as file:
        file.write(SLEEPS)
    project = settings.load(site_project)
    clock, shown = profile.Profile(), list[str]()
    request = Request(FORMATS["html"], project.languages, project.build / "html", 2)
    outcomes = build(project, request, lambda _: None, shown.append, clock)
    for outcome in outcomes:
        parts = dict(outcome.parts)
        assert parts.pop("messages") <= parts["read"]
        assert set(parts) == {"start", "examples", "catalogs", "read", "write"}
        assert min(parts.values()) >= SLOW
        assert sum(parts.values()) < outcome.seconds
    said = list(profile.lines(clock, outcomes))
    assert said[0].startswith("examples ")
    assert "languages" in said[0]
    assert said[1].split() == ["language", *profile._PARTS, "all"]
    assert [one.split()[0] for one in said[2:]] == [one.code for one in project.languages]
    assert len({len(one) for one in said[1:]}) == 1
    # Meanwhile a line said how far all of them were, and in the end it was taken away.
    assert any("waiting" in one or "starting" in one for one in shown)
    assert shown[-1] == ""

    again = build(project, request, lambda _: None, profile=clock)
    assert all(outcome.unchanged for outcome in again)
    assert len(list(profile.lines(clock, again))) == 1


@pytest.mark.parametrize("text", [None, "", "{"])
def test_a_process_that_was_stopped_left_nothing(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "html-ru.timings"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert profile.read(path) == {}
