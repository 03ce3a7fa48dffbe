"""The project's settings: the table ``[tool.allocdoc]`` of its ``pyproject.toml``.

Read once, checked whole: a key that nobody knows, a value of the wrong kind or a language named
twice is an error that says where it stands. After that the settings are frozen.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocdoc.errors import SettingsError

FILE_NAME = "pyproject.toml"
_FOLDERS = {"source": "docs", "examples": "examples", "locale": "locale", "build": "build"}
_TEXTS = {
    "source_language": "en",
    "base_url": "",
    "repository": "",
    "branch": "main",
    "interface": "",
    "glossary": "",
}
_CODE = re.compile(r"[A-Za-z]{2,3}(_[A-Za-z0-9]+)*(@[a-z]+)?")
_LANGUAGES = ({"code": "en", "name": "English"},)


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the project is read in.

    ``code`` is Sphinx's and gettext's (``zh_CN``); ``name`` is what its speakers call it.
    """

    code: str
    name: str

    @property
    def tag(self) -> str:
        """The BCP 47 tag, as HTML's ``lang`` wants it: ``zh_CN`` becomes ``zh-CN``."""
        return self.code.replace("_", "-")

    @property
    def folder(self) -> str:
        """The folder of the built site that holds this language."""
        return self.code


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which languages there are. All folders are absolute."""

    root: Path
    source: Path
    examples: Path
    locale: Path
    build: Path
    languages: tuple[Language, ...]
    source_language: Language
    base_url: str
    """The published address, ending in a slash; empty where links should stay relative."""
    repository: str
    """The address of the repository's front page on its forge; empty where there is none."""
    branch: str
    """The branch that links to the forge lead to."""
    interface: Path | None
    """The folder with catalogs of the project's own interface, laid out as ``locale`` is."""
    glossary: Path | None
    """The file with the project's terms, see `allocdoc.catalogs.glossary`."""

    @property
    def translations(self) -> tuple[Language, ...]:
        """The languages that the project is translated to."""
        return tuple(one for one in self.languages if one != self.source_language)


def load(start: Path | None = None) -> Settings:
    """Read the settings of the project that holds ``start`` (by default the current folder).

    Raises:
        SettingsError: There is no ``pyproject.toml`` with ``[tool.allocdoc]`` in ``start`` or
            above it, or the table is wrong.
    """
    begin = (start or Path.cwd()).resolve()
    for folder in (begin, *begin.parents):
        table = _read_table(folder / FILE_NAME)
        if table is not None:
            return parse(table, folder)
    raise SettingsError(
        f"{begin}: no {FILE_NAME} with a [tool.allocdoc] table here or above "
        "(run this inside a project that uses allocdoc)"
    )


def _read_table(path: Path) -> Mapping[str, Any] | None:
    if not path.is_file():
        return None
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML ({error})") from None
    tools = data.get("tool", {})
    table = tools.get("allocdoc") if isinstance(tools, dict) else None
    if table is None or isinstance(table, dict):
        return table
    raise SettingsError(f"{path}: tool.allocdoc is not a table (got {table!r})")


def parse(table: Mapping[str, Any], root: Path) -> Settings:
    """Turn the table's values into settings, or say which of them is wrong."""
    where = f"{root / FILE_NAME}: tool.allocdoc"
    known = {*_FOLDERS, *_TEXTS, "languages"}
    for key in table:
        if key not in known:
            raise SettingsError(f"{where}.{key}: unknown (want one of {', '.join(sorted(known))})")
    texts = {key: _text(where, key, table.get(key, default)) for key, default in _TEXTS.items()}
    folders = {key: root / _text(where, key, table.get(key, d)) for key, d in _FOLDERS.items()}
    languages = _languages(where, table.get("languages", _LANGUAGES))
    source = [language for language in languages if language.code == texts["source_language"]]
    if not source:
        codes = ", ".join(language.code for language in languages)
        got = texts["source_language"]
        raise SettingsError(
            f"{where}.source_language: not among the languages (got {got}, want one of {codes})"
        )
    if texts["base_url"] and not texts["base_url"].startswith(("http://", "https://")):
        got = texts["base_url"]
        raise SettingsError(f"{where}.base_url: not an address (got {got!r}, want https://…)")
    return Settings(
        root=root,
        **folders,
        languages=languages,
        source_language=source[0],
        base_url=_with_slash(texts["base_url"]),
        repository=texts["repository"].rstrip("/"),
        branch=texts["branch"],
        interface=root / texts["interface"] if texts["interface"] else None,
        glossary=root / texts["glossary"] if texts["glossary"] else None,
    )


def _text(where: str, key: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise SettingsError(f"{where}.{key}: not a string (got {value!r})")


def _languages(where: str, value: object) -> tuple[Language, ...]:
    want = 'want [{code = "en", name = "English"}, …]'
    if not isinstance(value, list | tuple) or not value:
        raise SettingsError(f"{where}.languages: not a list of tables (got {value!r}, {want})")
    languages: list[Language] = []
    for entry in value:
        match entry:
            case {"code": str(code), "name": str(name), **rest} if code and name and not rest:
                languages.append(Language(code, name))
            case _:
                raise SettingsError(f"{where}.languages: bad entry (got {entry!r}, {want})")
    codes = [language.code for language in languages]
    for code in codes:
        # The code becomes the name of a folder.
        if not _CODE.fullmatch(code):
            raise SettingsError(f"{where}.languages: bad code (got {code!r}, want one like zh_CN)")
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise SettingsError(f"{where}.languages: named twice (got {', '.join(twice)})")
    return tuple(languages)


def _with_slash(address: str) -> str:
    return address if not address or address.endswith("/") else address + "/"
