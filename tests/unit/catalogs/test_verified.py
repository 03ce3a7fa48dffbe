"""Outcomes of the gate are kept, and found again only while nothing has changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from allocdoc.catalogs import verified
from allocdoc.catalogs.gate import Project, Syntax, check_files
from allocdoc.catalogs.gate.checking import check_candidates
from allocdoc.catalogs.gate.reading import Candidate
from allocdoc.catalogs.publish import compile_catalog
from allocdoc.catalogs.status import State, find, status_of
from allocdoc.catalogs.verified import Verified, verify

HEAD = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name, text in (("a", "`one`"), ("b", "Один")):
        put(tmp_path, name, f'msgid "`one`"\nmsgstr "{text}"\n')
    return Project(tmp_path, tmp_path / "locale", ("ru",), {"a": "myst", "b": "myst"})


def put(root: Path, name: str, entries: str) -> Path:
    path = root / "locale/ru/LC_MESSAGES" / f"{name}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEAD}\n{entries}", encoding="utf-8")
    return path


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets the names of the catalogs that are really checked."""
    names: list[str] = []

    def check(there: Sequence[tuple[Path, Candidate]], *rest: object) -> object:
        names.extend(path.stem for path, _candidate in there)
        return check_candidates(there, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(verified, "check_candidates", check)
    return names


def run(project: Project) -> dict[str, Verified]:
    paths = sorted((project.locale / "ru/LC_MESSAGES").iterdir())
    found = verify(paths, "ru", project, project.root / "store")
    return {one.checked.domain: one for one in found}


def test_it_says_what_the_gate_says(project: Project) -> None:
    for _ in range(2):
        found = run(project)
        for path in (project.locale / "ru/LC_MESSAGES").iterdir():
            (gate,) = check_files([path], "ru", project)
            kept = found[path.stem]
            assert gate.accepted is not None
            assert json.loads(kept.messages or "") == {e.msgid: e.msgstr for e in gate.accepted}
            assert kept.compiled is None
            assert kept.checked == replace(gate, accepted=None)
            assert kept.status == status_of(path.stem, find(project, gate))
        assert [one.code for one in found["b"].checked.findings] == ["code.changed"]


@pytest.mark.parametrize("syntax", ["rst", "mixed"])
def test_sphinx_gets_what_is_not_markdown(project: Project, syntax: Syntax) -> None:
    found = run(replace(project, pages={"a": syntax, "b": "myst"}))["a"]
    (gate,) = check_files([found.checked.path], "ru", project)
    assert gate.catalog is not None
    assert found.messages is None
    assert found.compiled == compile_catalog(gate.catalog)


def test_what_has_changed_is_checked_and_nothing_else(
    project: Project, looked_at: list[str]
) -> None:
    before = run(project)
    assert looked_at == ["a", "b"]
    assert run(project) == before
    assert looked_at == ["a", "b"]
    put(project.root, "b", 'msgid "`one`"\nmsgstr "`one`"\n')
    after = run(project)
    assert looked_at[2:] == ["b"]
    assert after["a"] == before["a"]
    assert not after["b"].checked.findings
    assert after["b"].status_key != before["b"].status_key
    status = after["b"].status
    assert status is not None
    assert [message.state for message in status.messages] == [State.TRANSLATED]


def test_other_rules_know_nothing(project: Project, looked_at: list[str]) -> None:
    run(project)
    for other in (
        replace(project, extensions=frozenset({"deflist"})),
        replace(project, pages={"a": "rst", "b": "rst"}),
        replace(project, limits=replace(project.limits, entries=7)),
    ):
        looked_at.clear()
        run(other)
        assert looked_at == ["a", "b"]


def test_comments_of_listings_matter_to_the_catalogs_that_have_them(
    project: Project, looked_at: list[str]
) -> None:
    def with_comments(**comments: str) -> Project:
        return replace(project, comments={name: frozenset({one}) for name, one in comments.items()})

    before = run(project)
    looked_at.clear()
    assert run(with_comments(a="x", b="x")) == before
    assert looked_at == []
    # In a comment, what looks like code is words.
    assert not run(with_comments(a="x", b="`one`"))["b"].checked.findings
    assert looked_at == ["b"]
    assert run(with_comments(a="x", b="`one`"))["b"].comments == {"`one`"}
    assert looked_at == ["b"]
    assert run(project) == before
    assert looked_at == ["b", "b"]


@pytest.mark.parametrize("damage", [b"", b"x", b"no header\nrest"])
def test_a_damaged_store_knows_nothing(
    project: Project, looked_at: list[str], damage: bytes
) -> None:
    before = run(project)
    store = project.root / "store"
    store.write_bytes(store.read_bytes() + damage if damage == b"x" else damage)
    looked_at.clear()
    assert run(project) == before
    assert looked_at == ["a", "b"]


def test_what_is_no_file_is_looked_at_each_time(project: Project, looked_at: list[str]) -> None:
    path = project.locale / "ru/LC_MESSAGES/b.po"
    path.unlink()
    path.symlink_to(project.locale / "ru/LC_MESSAGES/a.po")
    for _ in range(2):
        looked_at.clear()
        found = run(project)
        assert found["b"].messages is None
        assert found["b"].status is None or found["b"].checked.refused
        assert "b" in looked_at


def test_what_is_edited_meanwhile_is_seen_the_next_time(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = verified.check_candidates

    def slow(*arguments: object) -> object:
        put(project.root, "b", 'msgid "`one`"\nmsgstr "`one` два"\n')
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(verified, "check_candidates", slow)
    assert run(project)["b"].checked.findings
    monkeypatch.setattr(verified, "check_candidates", check)
    assert not run(project)["b"].checked.findings
    put(project.root, "b", 'msgid "`one`"\nmsgstr "Один"\n')
    assert run(project)["b"].checked.findings
