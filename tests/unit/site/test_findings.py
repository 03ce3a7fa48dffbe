"""What Sphinx writes, split into findings and put together again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocdoc.site import findings
from allocdoc.site.findings import Finding

ROOT = Path("/project")

LOG = """\
/project/docs/a.md:3: WARNING: 'myst' cross-reference target not found: 'x' [myst.xref_missing]
WARNING: while setting up extension x: y
/project/docs/a.md:4:<translated>:1: WARNING: two

examples/adding.py:3: ERROR: expected:
    2
got:
    3

"""


def texts(log: str) -> list[str]:
    return [finding.text for finding in findings.read(log, ROOT)]


def test_findings_are_split_at_their_places() -> None:
    assert texts(LOG) == [
        "docs/a.md:3: WARNING: 'myst' cross-reference target not found: 'x' [myst.xref_missing]",
        "WARNING: while setting up extension x: y",
        "docs/a.md:4:<translated>:1: WARNING: two",
        "examples/adding.py:3: ERROR: expected:\n    2\ngot:\n    3",
    ]
    levels = [finding.is_error for finding in findings.read(LOG, ROOT)]
    assert levels == [False, False, False, True]


@pytest.mark.parametrize(
    "log",
    [
        "Extension error:\nCould not import extension x",
        "Configuration error:\nThere is a programmable error in your configuration file:\n\nTr…",
        "Theme error:\nno theme named 'x' found",
        "Exception occurred:\n  File \"x.py\", line 1\nKeyError: 'x'",
        "usage: sphinx-build [OPTIONS]\nsphinx-build: error: bad",
        "Interrupted!",
    ],
)
def test_a_build_that_could_not_go_on_has_an_error(log: str) -> None:
    found = findings.read(f"\n{log}\n", ROOT)
    assert [finding.is_error for finding in found] != []
    assert all(finding.is_error for finding in found)
    assert "\n".join(finding.text for finding in found) == log


def test_an_abort_after_a_warning_stands_by_itself() -> None:
    log = "a.md:1: WARNING: x\n\nExtension error:\n  y"
    assert texts(log) == ["a.md:1: WARNING: x", "Extension error:\n  y"]


def test_the_same_finding_counts_once() -> None:
    assert texts("a.md:1: WARNING: x\n\na.md:1: WARNING: x\n") == ["a.md:1: WARNING: x"]


def test_nothing_said_is_nothing_found() -> None:
    assert texts("\n \n") == []


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=5).map("\n".join))
def test_no_line_is_lost(log: str) -> None:
    said = {line.rstrip() for line in log.splitlines() if line.strip()}
    assert said <= {line.rstrip() for text in texts(log) for line in text.splitlines()}


A, B, C = (Finding(name, is_error=False) for name in "abc")


def test_findings_are_grouped_by_who_has_them() -> None:
    builds = {"en": [A], "ru": [C, A, B], "ja": [A, B]}
    assert list(findings.grouped(builds)) == [
        ("all languages", [A]),
        ("ru, ja", [B]),
        ("ru", [C]),
    ]


def test_one_language_is_not_all() -> None:
    assert list(findings.grouped({"en": [A]})) == [("en", [A])]


@given(st.dictionaries(st.sampled_from(["en", "ru", "ja"]), st.sets(st.sampled_from([A, B, C]))))
def test_every_finding_is_in_one_group(builds: dict[str, set[Finding]]) -> None:
    shown = [finding for _, group in findings.grouped(builds) for finding in group]
    assert sorted(shown, key=str) == sorted(set().union(*builds.values()), key=str)
