"""Leave a list of what the pages were made from, for whoever asks if anything changed.

The project's own files are known anyway, and an installed package has a version. What is read from
elsewhere is known to this build alone: includes, folders that ``conf.py`` names, and the modules
and themes of packages that lie where somebody works on them.
"""

from __future__ import annotations

import json
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import allocdoc
from allocdoc.files import write_if_changed
from allocdoc.sphinxext import settings
from allocdoc.sphinxext.status import domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE_NAME = "allocdoc-inputs.json"
"""In the folder of the doctrees: a JSON list of paths, relative to the project if inside it.

A folder stands for all that is in it.
"""

_NAMED = (
    *("templates_path", "html_static_path", "html_extra_path", "html_theme_path"),
    *("html_logo", "html_favicon", "typst_font_paths"),
    *("latex_logo", "latex_additional_files"),
)
"""Settings that name files and folders, relative to ``conf.py``."""


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None:
        return
    read = {
        (Path(app.srcdir) / name).resolve()
        for names in app.env.dependencies.values()
        for name in names
    }
    read |= {path for path in map(Path.resolve, _elsewhere(app)) if _is_input(app, path)}
    read.update(path.resolve() for path in domain.of(app.env).inputs())
    # What this build made itself (catalogs) comes from files that are known anyway.
    ours = Path(app.doctreedir).resolve()
    listing = sorted(
        settings.shown(app.config, path) for path in read if not path.is_relative_to(ours)
    )
    text = json.dumps(listing, ensure_ascii=False, indent=1) + "\n"
    write_if_changed(Path(app.doctreedir) / FILE_NAME, text.encode("utf-8", "surrogateescape"))


def _elsewhere(app: Sphinx) -> Iterator[Path]:
    """Yield what may lie outside of the project: settings' folders, the theme's, and modules."""
    for name in _NAMED:
        value = app.config[name] or ()
        for part in [value] if isinstance(value, str) else value:
            yield Path(app.confdir, part)
    theme = getattr(app.builder, "theme", None)
    if theme is not None:
        yield from map(Path, theme.get_theme_dirs())
    yield from _modules()


def _modules() -> Iterator[Path]:
    """Yield the files of modules, but not those that lie with installed ones.

    There are a thousand of them in a hundred folders, and following the links of a path takes time.
    """
    folders: dict[Path, list[Path]] = defaultdict(list)
    for module in list(sys.modules.values()):
        if file := getattr(module, "__file__", None):
            path = Path(file)
            folders[path.parent].append(path)
    for folder, files in folders.items():
        installed = _is_installed(folder.resolve())
        yield from (path for path in files if not installed or path.is_symlink())


def _is_input(app: Sphinx, path: Path) -> bool:
    """Tell whether only this build knows of a path."""
    project = settings.of(app.config)
    root, build = project.root.resolve(), project.build.resolve()
    if not path.exists() or root.is_relative_to(path) or _is_installed(path):
        return False
    if not path.is_relative_to(root) or path.is_relative_to(build):
        return True
    # Such folders of the project are not looked at unless somebody names them.
    inside = path.relative_to(root).parts
    return any(part.startswith(".") or part == "node_modules" for part in inside)


def _is_installed(path: Path) -> bool:
    """Tell whether a path belongs to Python, to an installed package or to allocdoc."""
    is_package = {"site-packages", "dist-packages"} & set(path.parts)
    return bool(is_package) or any(path.is_relative_to(folder) for folder in _known())


@cache
def _known() -> tuple[Path, ...]:
    """Return the folders of Python and of allocdoc."""
    python = (Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "scripts"))
    return (Path(allocdoc.__file__).resolve().parent, *python)


def setup_part(app: Sphinx) -> None:
    """Write the list when everything else is done."""
    app.connect("build-finished", _write)
