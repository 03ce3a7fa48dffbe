"""What a project's pages and settings say to the gate. Nothing of the project is run."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from allocdoc.catalogs.gate.project import Syntax
from allocdoc.errors import SettingsError, place

SUFFIXES: Mapping[str, Syntax] = {".md": "myst", ".rst": "rst"}
_NAME = "myst_enable_extensions"
_PREFIX = "myst_"


def find_pages(
    source: Path,
    suffixes: Mapping[str, Syntax] = SUFFIXES,
    gettext_compact: bool | str = False,
) -> dict[str, Syntax]:
    """Return the gettext domains that the pages of a folder have, and their syntax.

    Links are not followed; folders that begin with a dot or ``_build`` are left out.

    Args:
        source: Sphinx's source folder.
        suffixes: The syntax by the suffix of a file's name.
        gettext_compact: Sphinx's setting: one domain a page, one a folder at the top, or one.
    """
    domains: dict[str, Syntax] = {}
    for page, syntax in _pages(source, suffixes):
        domain = page
        if isinstance(gettext_compact, str):
            domain = gettext_compact
        elif gettext_compact:
            domain = page.partition("/")[0]
        known = domains.setdefault(domain, syntax)
        if known != syntax:
            domains[domain] = "mixed"
    return dict(sorted(domains.items()))


def _pages(source: Path, suffixes: Mapping[str, Syntax]) -> Iterator[tuple[str, Syntax]]:
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f != "_build")
        for name in sorted(names):
            path = Path(folder, name)
            suffix = next((s for s in suffixes if name.endswith(s) and name != s), "")
            if suffix and path.is_file():
                page = path.relative_to(source).as_posix().removesuffix(suffix)
                yield page, suffixes[suffix]


def read_extensions(conf: Path) -> frozenset[str]:
    """Return the MyST extensions that a ``conf.py`` switches on.

    Raises:
        SettingsError: They are not written as a plain list, so only running the file would tell.
    """
    names: set[str] = set()
    for node in ast.walk(_tree(conf)):
        value = _given(node, _NAME)
        if value is not None:
            names |= _names(conf, value)
    return frozenset(names)


def read_myst(conf: Path) -> dict[str, object]:
    """Return MyST's further settings in a ``conf.py``, without prefix, where they are plain."""
    settings: dict[str, object] = {}
    for node in _tree(conf).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Name) and target.id.startswith(_PREFIX):
                try:
                    value = ast.literal_eval(node.value)
                except ValueError:
                    continue  # computed: whoever knows can pass it in `Project.myst`
                settings[target.id.removeprefix(_PREFIX)] = value
    settings.pop("enable_extensions", None)
    return settings


def _tree(conf: Path) -> ast.Module:
    try:
        return ast.parse(conf.read_bytes())
    except OSError as error:
        raise SettingsError(f"{place(conf)}: cannot be read ({error.strerror})") from None
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise SettingsError(f"{place(conf, line)}: not a Python file ({error})") from None


def _given(node: ast.AST, name: str) -> ast.expr | None:
    """Return the value if a node assigns to the name, or adds to its list."""
    match node:
        case ast.Assign(targets=targets, value=value):
            assigned = any(isinstance(t, ast.Name) and t.id == name for t in targets)
            return value if assigned else None
        case (
            ast.AnnAssign(target=ast.Name(id=found), value=value)
            | ast.AugAssign(target=ast.Name(id=found), value=value)
            | ast.Call(func=ast.Attribute(value=ast.Name(id=found)), args=[value])
        ) if found == name:
            return value
    return None


def _names(conf: Path, value: ast.expr) -> set[str]:
    try:
        found = ast.literal_eval(value)
    except ValueError:
        found = None
    names = {found} if isinstance(found, str) else found
    if isinstance(names, list | tuple | set) and all(isinstance(name, str) for name in names):
        return set(names)
    got = ast.unparse(value)
    what = f"{_NAME} is not a plain list of names (got {got[:80]})"
    raise SettingsError(f"{place(conf, value.lineno)}: {what}")
