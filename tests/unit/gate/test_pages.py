"""Pages and settings are read without running anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc.catalogs.gate import find_pages, read_extensions, read_myst
from allocdoc.errors import SettingsError


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name in ("index.md", "a/b.rst", "a/c.md", ".venv/x.md", "_build/y.md", "a/z.txt", ".md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    return tmp_path


def test_pages(source):
    assert find_pages(source) == {"a/b": "rst", "a/c": "myst", "index": "myst"}
    assert find_pages(source, {".txt": "rst"}) == {"a/z": "rst"}


def test_compact_domains(source):
    assert find_pages(source, gettext_compact=True) == {"a": "mixed", "index": "myst"}
    assert find_pages(source, gettext_compact="docs") == {"docs": "mixed"}


@pytest.fixture
def conf(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "conf.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    "text",
    [
        'myst_enable_extensions = ["a", "b"]',
        'myst_enable_extensions: set = {"a"}\nmyst_enable_extensions += ("b",)',
        'myst_enable_extensions = ["a"]\nif x:\n    myst_enable_extensions.append("b")',
        'myst_enable_extensions = []\nmyst_enable_extensions.extend(["a", "b"])',
    ],
)
def test_extensions(text, conf):
    assert read_extensions(conf(text)) == {"a", "b"}


def test_no_extensions(conf):
    assert read_extensions(conf("import os\nother = 1\nx.y = 2\nf('a')")) == set()


@pytest.mark.parametrize("value", ["names()", "[1]", "EXTRA + ['a']", "{'a': 1}"])
def test_extensions_that_are_computed(value, conf):
    with pytest.raises(SettingsError, match=r"conf.py:1: myst_enable_extensions is not a plain"):
        read_extensions(conf(f"myst_enable_extensions = {value}"))


def test_further_settings(conf):
    text = "myst_enable_extensions = []\nmyst_dmath_allow_space: bool = False\nmyst_a = f()\n"
    text += "myst_b: int\nmyst_url_schemes = ('http',)\nimport os\nx[0] = 1\n"
    want = {"dmath_allow_space": False, "url_schemes": ("http",)}
    assert read_myst(conf(text)) == want


def test_no_python(conf, tmp_path):
    with pytest.raises(SettingsError, match=r"conf.py:2: not a Python file"):
        read_extensions(conf("\n)"))
    with pytest.raises(SettingsError, match=r"cannot be read"):
        read_extensions(tmp_path / "missing.py")
