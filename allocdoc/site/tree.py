"""A tree of catalogs as the gate wants it, from settings and file names; nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from allocdoc.catalogs.gate import Project, find_pages, markdown, read_extensions, read_myst
from allocdoc.catalogs.glossary import read
from allocdoc.errors import SettingsError, place
from allocdoc.examples import find_listings, only_comments
from allocdoc.settings import Settings

_SUFFIXES = (".md", ".rst")


def tree_of(settings: Settings) -> Project:
    """Return the tree of a project that has settings.

    Raises:
        SettingsError: ``conf.py`` says something about MyST that only running it would tell, or
            that MyST does not know.
        ExampleError: A listing is not as it has to be.
    """
    listings = find_listings(settings.examples, settings.root).values()
    return _tree(
        root=settings.root,
        confs=(settings.root, settings.source),
        source=settings.source,
        locale=settings.locale,
        languages=[language.code for language in settings.languages],
        comments=only_comments(listings, settings.source, _SUFFIXES),
    )


def tree_at(source: Path, locale: Path, root: Path) -> Project:
    """Return any project's tree: its languages are the folders that there are.

    Args:
        source: The folder with the pages; ``conf.py`` stands in it or beside it.
        locale: The folder with the catalogs.
        root: The folder that paths are shown relative to.

    Raises:
        SettingsError: A folder is missing, or ``conf.py`` cannot be understood without running it.
    """
    for folder in (source, locale):
        if not folder.is_dir():
            raise SettingsError(f"{folder}: no such folder")
    languages = sorted(path.name for path in locale.iterdir() if (path / "LC_MESSAGES").is_dir())
    confs = (source, source.parent)
    return _tree(root, confs, source, locale, languages, frozenset())


def with_glossary(tree: Project, path: Path, languages: Collection[str] = ()) -> Project:
    """Return a tree whose translations are also held to a glossary.

    Args:
        tree: The tree.
        path: The file of the glossary.
        languages: The codes that the glossary may have; any code, if there are none.

    Raises:
        GlossaryError: The file cannot be read, or something in it is wrong.
    """
    return replace(tree, glossary=read(path, tree.root, languages))


def _tree(
    root: Path,
    confs: Sequence[Path],
    source: Path,
    locale: Path,
    languages: Sequence[str],
    comments: frozenset[str],
) -> Project:
    places = (folder / "conf.py" for folder in confs)
    conf = next((path for path in places if path.is_file()), None)
    extensions, myst = _myst(conf) if conf else (frozenset[str](), {})
    pages = find_pages(source, gettext_compact=_compact(conf) if conf else True)
    return Project(
        root=root,
        locale=locale,
        languages=tuple(languages),
        pages=pages,
        extensions=extensions,
        myst=myst,
        comments=dict.fromkeys(pages, comments),
    )


def _myst(conf: Path) -> tuple[frozenset[str], dict[str, object]]:
    """Return the extensions and the settings that a ``conf.py`` gives to MyST."""
    extensions, settings = read_extensions(conf), read_myst(conf)
    try:
        markdown.parser(extensions, settings)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{place(conf)}: MyST says: {error}") from None
    return extensions, settings


def _compact(conf: Path) -> bool | str:
    """Return ``gettext_compact`` as a ``conf.py`` gives it; Sphinx's default is one a folder."""
    for node in ast.parse(conf.read_bytes()).body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id="gettext_compact")], value=ast.Constant(value=value)
            ) if isinstance(value, bool | str):
                return value
    return True
