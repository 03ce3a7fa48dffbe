"""Nothing under ``locale`` is overlooked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from allocdoc.catalogs.gate import check_tree


@pytest.fixture
def findings(tmp_path: Path, make_project, header):
    """Return path and codes of what is wrong, after files were written."""

    def run(*names: str) -> list[tuple[str, ...]]:
        for name in names:
            path = tmp_path / "locale" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            language = name.partition("/")[0]
            path.write_text(header.replace("ru", language), encoding="utf-8")
        return [
            (c.path.relative_to(tmp_path / "locale").as_posix(), *(f.code for f in c.findings))
            for c in check_tree(make_project(pages={"page": "myst", "guide/intro": "myst"}))
        ]

    return run


def test_a_clean_tree(findings):
    got = findings(
        "ru/LC_MESSAGES/page.po", "ru/LC_MESSAGES/guide/intro.po", "ja/LC_MESSAGES/page.po"
    )
    assert got == [
        ("ja/LC_MESSAGES/page.po",),
        ("ru/LC_MESSAGES/guide/intro.po",),
        ("ru/LC_MESSAGES/page.po",),
    ]


def test_what_is_let_be(findings):
    names = ("README.md", ".gitignore", "pot/page.pot", "ru/LC_MESSAGES/.gitkeep", "ru/README")
    assert findings(*names) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ru/LC_MESSAGES/page.mo", "po.mo"),
        ("xx/LC_MESSAGES/page.mo", "po.mo"),
        ("ru/LC_MESSAGES/sphinx.po", "po.domain"),
        ("xx/LC_MESSAGES/page.po", "po.unknown-language"),
        ("ru/page.po", "po.unexpected"),
        ("page.po", "po.unexpected"),
        ("ru/LC_MESSAGES/run.sh", "po.unexpected"),
        ("pot/page.po", "po.unexpected"),
    ],
)
def test_strays(name, code, findings):
    assert findings(name) == [(name, code)]


def test_links_folders_and_pipes(findings, tmp_path):
    folder = tmp_path / "locale" / "ru" / "LC_MESSAGES"
    (folder / "page.po").mkdir(parents=True)
    (folder / "linked").symlink_to(tmp_path)
    (folder / "linked.po").symlink_to("/dev/zero")
    (tmp_path / "locale" / "ja").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    want = ["ja", "ru/LC_MESSAGES/linked", "ru/LC_MESSAGES/linked.po"]
    want += ["ru/LC_MESSAGES/page.po", "ru/LC_MESSAGES/pipe"]
    assert findings() == [(name, "po.not-a-file") for name in want]


def test_the_tools_own_folder_is_no_concern(findings, tmp_path):
    (tmp_path / "locale" / ".git" / "x").mkdir(parents=True)
    assert findings() == []


def test_no_folder_at_all(findings):
    assert findings() == []
