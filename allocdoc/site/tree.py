"""A tree of catalogs as the gate wants it, from settings and file names; nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from allocdoc.catalogs.gate import Project, find_pages, read_extensions, read_myst
from allocdoc.errors import SettingsError
from allocdoc.examples import find_listings, only_comments
from allocdoc.settings import Settings

_SUFFIXES = (".md", ".rst")


def tree_of(settings: Settings) -> Project:
    """Return the tree of a project that has settings.

    Raises:
        SettingsError: ``conf.py`` says something about MyST that only running it would tell.
        ExampleError: A listing is not as it has to be.
    """
    listings = find_listings(settings.examples, settings.root).values()
    return _tree(
        root=settings.root,
        source=settings.source,
        locale=settings.locale,
        languages=[language.code for language in settings.languages],
        comments=only_comments(listings, settings.source, _SUFFIXES),
    )


def tree_at(source: Path, locale: Path, root: Path) -> Project:
    """Return any project's tree: its languages are the folders that there are.

    Raises:
        SettingsError: A folder is missing, or ``conf.py`` cannot be understood without running it.
    """
    for folder in (source, locale):
        if not folder.is_dir():
            raise SettingsError(f"{folder}: no such folder")
    languages = sorted(path.name for path in locale.iterdir() if (path / "LC_MESSAGES").is_dir())
    return _tree(root, source, locale, languages, frozenset())


def _tree(
    root: Path, source: Path, locale: Path, languages: Sequence[str], comments: frozenset[str]
) -> Project:
    places = (root / "conf.py", source / "conf.py")
    conf = next((path for path in places if path.is_file()), None)
    pages = find_pages(source, gettext_compact=_compact(conf) if conf else True)
    return Project(
        root=root,
        locale=locale,
        languages=tuple(languages),
        pages=pages,
        extensions=read_extensions(conf) if conf else frozenset(),
        myst=read_myst(conf) if conf else {},
        comments=dict.fromkeys(pages, comments),
    )


def _compact(conf: Path) -> bool | str:
    """Return ``gettext_compact`` as a ``conf.py`` gives it; Sphinx's default is one a folder."""
    for node in ast.parse(conf.read_bytes()).body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id="gettext_compact")], value=ast.Constant(value=value)
            ) if isinstance(value, bool | str):
                return value
    return True
