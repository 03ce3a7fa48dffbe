"""The catalogs of this very project give the gate nothing to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc.catalogs.gate import (
    Project,
    check_interface,
    check_tree,
    find_pages,
    read_extensions,
    read_myst,
)

ROOT = Path(__file__).parents[3]
LANGUAGES = ("es", "ja", "ru", "zh_CN")


def test_pages():
    conf = ROOT / "conf.py"
    project = Project(
        root=ROOT,
        locale=ROOT / "locale",
        languages=LANGUAGES,
        pages=find_pages(ROOT / "docs"),
        extensions=read_extensions(conf),
        myst=read_myst(conf),
    )
    checked = check_tree(project)
    assert [str(finding) for item in checked for finding in item.findings] == []
    assert {item.language for item in checked} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_interface(language):
    path = ROOT / "allocdoc" / "locale" / language / "LC_MESSAGES" / "allocdoc.po"
    checked = check_interface(path, language, ROOT)
    assert checked.findings == ()
    assert checked.translated
