"""Imports go one way, and only three packages know Sphinx."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import allocdoc

PACKAGE = Path(allocdoc.__file__).parent

MAY_IMPORT = {
    "errors": set(),
    "files": set(),
    "settings": {"errors"},
    "alloc": set(),
    "examples": {"alloc", "errors"},
    "catalogs": {"files", "errors", "settings"},
    "sphinxext": {"files", "catalogs", "examples", "alloc", "settings", "errors"},
    "site": {"files", "sphinxext", "catalogs", "examples", "alloc", "settings", "errors"},
    "pdf": {"files", "sphinxext", "catalogs", "examples", "alloc", "settings", "errors"},
    "cli": {"site", "pdf", "sphinxext", "catalogs", "examples", "alloc", "settings", "errors"},
    "__main__": {"cli", "site"},
    # Deferred, so that `import allocdoc.alloc` needs no Sphinx.
    "__init__": {"sphinxext", "pdf"},
}
"""For each room of the house, the rooms that its modules may look into. See DESIGN's arrow."""
KNOW_SPHINX = {"sphinxext", "site", "pdf"}
SPHINX = {"sphinx", "docutils", "sphinx_tabs"}
READS_RST = "catalogs/gate/rst.py"
"""It has docutils' reader of inline markup; nothing that runs or opens anything."""


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and full name of all that a module imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def for_types_only(tree: ast.Module) -> set[int]:
    """Return the lines below ``if TYPE_CHECKING:``."""
    blocks = [n for n in ast.walk(tree) if isinstance(n, ast.If)]
    guarded = [n for n in blocks if isinstance(n.test, ast.Name) and n.test.id == "TYPE_CHECKING"]
    return {
        line
        for block in guarded
        for node in block.body
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def breaches(package: Path) -> Iterator[str]:
    """Yield ``path:line: import`` for each import that goes the wrong way."""
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        room = name.partition("/")[0].removesuffix(".py")
        if room not in MAY_IMPORT:
            yield f"{name}:1: no such room"
            continue
        tree = ast.parse(path.read_bytes())
        types_only = for_types_only(tree)
        for line, imported in imports(tree):
            reads_rst = name == READS_RST and imported.startswith("docutils.")
            if not reads_rst and not _is_allowed(room, imported, types_only=line in types_only):
                yield f"{name}:{line}: {imported}"


def _is_allowed(room: str, imported: str, *, types_only: bool) -> bool:
    first, _, rest = imported.partition(".")
    if not first:
        return False  # a relative import hides where it leads
    if first in SPHINX:
        return room in KNOW_SPHINX or (room == "__init__" and types_only)
    if first != "allocdoc":
        return True
    target = rest.partition(".")[0]
    is_room = target in MAY_IMPORT
    # `from allocdoc import __version__` looks into no room; only alloc may not even do that.
    return target == room or target in MAY_IMPORT[room] or (not is_room and room != "alloc")


def test_imports_go_one_way() -> None:
    assert list(breaches(PACKAGE)) == []


def test_every_room_of_the_house_is_there() -> None:
    rooms = {path.name.removesuffix(".py") for path in PACKAGE.iterdir()}
    assert set(MAY_IMPORT) <= rooms


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("errors.py", "import allocdoc.settings"),
        ("settings.py", "from allocdoc import examples"),
        ("alloc/heap.py", "from allocdoc.errors import AllocdocError"),
        ("alloc/heap.py", "from allocdoc import __version__"),
        ("alloc/heap.py", "import sphinx"),
        ("examples/run.py", "from allocdoc.sphinxext import domain"),
        ("examples/run.py", "from docutils import nodes"),
        ("examples/run.py", "from allocdoc.catalogs.publish import publish"),
        ("catalogs/publish.py", "from sphinx.util import logging"),
        ("catalogs/publish.py", "from allocdoc.examples import comments"),
        ("catalogs/deep/er.py", "from allocdoc.sphinxext import page"),
        ("sphinxext/page.py", "from allocdoc.site import build"),
        ("sphinxext/page.py", "import allocdoc.cli"),
        ("sphinxext/page.py", "from . import domain"),
        ("site/build.py", "from allocdoc.cli import main"),
        ("site/build.py", "def f():\n    from allocdoc.cli import main"),
        ("pdf/writer.py", "from allocdoc.site import build"),
        ("cli.py", "import docutils.nodes"),
        ("cli.py", "if True:\n    from sphinx import util"),
        ("__init__.py", "import sphinx"),
        ("__init__.py", "from allocdoc import cli"),
        ("helpers.py", "import re"),
    ],
)
def test_wrong_import_is_noticed(tmp_path: Path, file: str, line: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n", encoding="utf-8")
    assert len(list(breaches(tmp_path))) == 1


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("alloc/heap.py", "from allocdoc.alloc import layout"),
        ("alloc/heap.py", "import ctypes"),
        ("examples/run.py", "import allocdoc"),
        ("site/build.py", "from allocdoc.sphinxext import inputs"),
        ("sphinxext/page.py", "from sphinx.locale import _"),
        ("cli.py", "def f():\n    from allocdoc.site import build"),
        (
            "__init__.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sphinx import util",
        ),
    ],
)
def test_right_import_passes(tmp_path: Path, file: str, line: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n", encoding="utf-8")
    assert list(breaches(tmp_path)) == []
