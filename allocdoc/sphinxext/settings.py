"""The project's settings inside Sphinx: read once, before anything else asks for them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.errors import ConfigError

from allocdoc import settings as project
from allocdoc.errors import AllocdocError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FIRST, SECOND = 100, 200
"""Priorities at ``config-inited``: the settings come before the parts that read them."""


def of(config: Config) -> project.Settings:
    """Return the settings of the project that is being built."""
    return cast(project.Settings, config.allocdoc_settings)


def page_language(config: Config) -> project.Language:
    """Return the language that this build writes its pages in."""
    settings = of(config)
    code = config.language or settings.source_language.code
    known = {language.code: language for language in settings.languages}
    return known.get(code, project.Language(code, code))


def is_translation(config: Config) -> bool:
    """Tell whether this build's pages are in another language than the source."""
    return page_language(config) != of(config).source_language


def shown(config: Config, path: Path | str) -> str:
    """Return a path as messages name it: from the project's root if it lies inside."""
    path, root = Path(path), of(config).root
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _load(app: Sphinx, config: Config) -> None:
    folder = Path(app.confdir)
    try:
        settings = project.load(folder)
    except AllocdocError as error:
        if _has_table(folder):
            raise ConfigError(str(error)) from None
        settings = project.parse({}, folder)
    config.allocdoc_settings = settings


def _has_table(folder: Path) -> bool:
    """Tell whether there is something to read here or above; if not, the defaults apply."""
    for parent in (folder, *folder.parents):
        path = parent / project.FILE_NAME
        try:
            if "allocdoc" in tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {}):
                return True
        except FileNotFoundError:
            continue
        except ValueError:  # not TOML, or not UTF-8
            return True
    return False


def setup_part(app: Sphinx) -> None:
    """Read the settings as soon as ``conf.py`` is known."""
    app.add_config_value("allocdoc_settings", None, "env", types=[project.Settings])
    app.connect("config-inited", _load, priority=FIRST)
