"""The words of Sphinx's own scripts: their plurals are those of the language's catalog."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest

from .conftest import LANGUAGES, PROJECT, Visit

TRANSLATIONS = [folder for folder in LANGUAGES if folder != PROJECT.source_language.folder]
PLURAL = re.compile(r'"plural_expr": "([^"]*)"')


@pytest.mark.parametrize("folder", TRANSLATIONS)
def test_plurals_of_scripts_are_those_of_the_catalog(visit: Visit, site: Path, folder: str) -> None:
    text = (site / folder / "_static/translations.js").read_text(encoding="utf-8")
    rule = PLURAL.search(text)
    assert rule
    form = gettext.c2py(rule[1])  # type: ignore[attr-defined] # what gettext itself reads it with
    page = visit.open(f"{folder}/genindex.html")
    numbers = [*range(130), 1_000_000]
    found = page.evaluate("numbers => numbers.map((n) => Documentation.PLURAL_EXPR(n))", numbers)
    assert found == [form(number) for number in numbers]
    assert visit.problems == []
