"""A small project for the gate: one catalog, written where it belongs, checked as it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from allocdoc.catalogs.gate import Checked, Project, check_file

EXTENSIONS = frozenset(
    {
        "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
        "fieldlist", "strikethrough", "substitution",
    }
)  # fmt: skip
HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'

Check = Callable[..., Checked]


def quoted(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


@pytest.fixture
def header() -> str:
    return HEADER.format("ru")


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Project]:
    def make(**changes: object) -> Project:
        values = {
            "root": tmp_path,
            "locale": tmp_path / "locale",
            "languages": ("ru", "ja"),
            "pages": {"page": "myst", "rst": "rst", "both": "mixed"},
            "extensions": EXTENSIONS,
        }
        return Project(**{**values, **changes})  # type: ignore[arg-type]

    return make


@pytest.fixture
def check(tmp_path: Path, make_project: Callable[..., Project]) -> Check:
    """Check the text or the bytes of a catalog."""

    def run(content: str | bytes, language: str = "ru", domain: str = "page", **changes: object):
        path = tmp_path / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return check_file(path, language, make_project(**changes))

    return run


@pytest.fixture
def check_message(check: Check) -> Check:
    """Check one message."""

    def run(msgid: str, msgstr: str, language: str = "ru", **more: object) -> Checked:
        entry = f"msgid {quoted(msgid)}\nmsgstr {quoted(msgstr)}\n"
        return check(HEADER.format(language) + entry, language, **more)

    return run
