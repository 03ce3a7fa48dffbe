"""Each catalog of the corpus is judged as its first line says, or lets the gate say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[2] / "data" / "catalogs"
HOSTILE = sorted((CORPUS / "hostile").glob("*.po"))
HONEST = sorted((CORPUS / "honest").glob("*.po"))


def checked(check, path: Path):
    language, _, name = path.stem.partition("-")
    domain = "rst" if name.startswith("rst-") else "page"
    content = path.read_bytes()
    return check(content, language, domain)


def expected(path: Path) -> set[str]:
    first = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")[0].decode()
    assert first.startswith("# expect: "), first
    return set(first.removeprefix("# expect: ").split(", "))


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_what_is_wrong_is_found_and_not_let_through(path: Path, check):
    result = checked(check, path)
    codes = {finding.code for finding in result.findings}
    assert codes == expected(path), [str(finding) for finding in result.findings]
    if codes != {"emphasis.open"}:
        assert result.refused or (result.dropped and not len(result.catalog))


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.stem)
def test_honest_work_is_accepted_whole(path: Path, check):
    result = checked(check, path)
    assert [str(finding) for finding in result.findings] == []
    assert not result.dropped
    assert not result.refused
    assert len(result.catalog) == result.translated
    assert result.translated or result.fuzzy


def test_the_corpus_is_large_enough():
    assert len(HOSTILE) >= 100
    assert len(HONEST) >= 30
