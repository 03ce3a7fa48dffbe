"""What a build says at its end."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.settings import Settings
from allocdoc.site import summary
from allocdoc.site.build import Outcome
from allocdoc.site.findings import Finding
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Request, plan

WARNING = Finding("docs/a.md:1: WARNING: x", is_error=False)
ERROR = Finding("examples/a.py:2: ERROR: expected:\n    1", is_error=True)


@pytest.fixture
def outcomes(tmp_path: Path) -> Iterable[Outcome]:
    (tmp_path / "conf.py").touch()
    (tmp_path / "docs").mkdir()
    codes = ("en", "ru", "zh_CN", "ja")
    languages = [{"code": code, "name": code} for code in codes]
    found: Settings = settings.parse({"languages": languages}, tmp_path)
    request = Request(FORMATS["html"], found.languages, found.build / "html", 1)
    en, ru, zh, ja = plan(found, request)
    return [
        Outcome(en, 8, seconds=6.14),
        Outcome(ru, 1, unchanged=True),
        Outcome(zh, 12, (WARNING, ERROR), seconds=12),
        Outcome(ja, 0, (ERROR,), seconds=0.5, complete=False),
    ]


def test_one_line_a_language(outcomes: list[Outcome], tmp_path: Path) -> None:
    lines = summary.lines(outcomes, lambda path: path.relative_to(tmp_path).as_posix())
    assert list(lines) == [
        "en        8 pages   0 warnings   6.1 s                 build/html/en",
        "ru        1 page   unchanged                           build/html/ru",
        "zh_CN    12 pages   1 error, 1 warning   12.0 s        build/html/zh_CN",
        "ja      did not finish   1 error, 0 warnings   0.5 s   build/logs/html-ja.log",
    ]


def test_problems_stand_under_their_languages(outcomes: list[Outcome]) -> None:
    assert list(summary.problems(outcomes)) == [
        "zh_CN, ja:",
        "  examples/a.py:2: ERROR: expected:",
        "      1",
        "zh_CN:",
        "  docs/a.md:1: WARNING: x",
    ]


def test_a_number_has_the_form_of_its_noun() -> None:
    assert [summary.counted(n, "error") for n in (0, 1, 2)] == ["0 errors", "1 error", "2 errors"]
