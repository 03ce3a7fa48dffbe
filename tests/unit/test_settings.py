"""The settings: defaults, every error with its place, and where they are looked for."""

from pathlib import Path
from typing import Any

import pytest

from allocdoc import settings
from allocdoc.errors import SettingsError
from allocdoc.settings import Language

ROOT = Path("/project")
EN = {"code": "en", "name": "English"}
ZH = {"code": "zh_CN", "name": "简体中文"}


def test_an_empty_table_gives_the_defaults() -> None:
    found = settings.parse({}, ROOT)
    assert (found.source, found.examples) == (ROOT / "docs", ROOT / "examples")
    assert (found.locale, found.build) == (ROOT / "locale", ROOT / "build")
    assert found.languages == (found.source_language,) == (Language("en", "English"),)
    assert found.base_url == found.repository == ""


def test_every_key_is_read() -> None:
    table = {
        "source": "text",
        "examples": "code",
        "locale": "catalogs",
        "build": "out",
        "source_language": "zh_CN",
        "base_url": "https://example.org/book",
        "repository": "https://example.org/code/",
        "languages": [EN, ZH],
    }
    found = settings.parse(table, ROOT)
    folders = [found.source, found.examples, found.locale, found.build]
    assert [folder.name for folder in folders] == ["text", "code", "catalogs", "out"]
    assert found.source_language == Language("zh_CN", "简体中文")
    assert found.base_url == "https://example.org/book/"
    assert found.repository == "https://example.org/code"
    assert [language.code for language in found.languages] == ["en", "zh_CN"]


def test_an_address_that_ends_in_a_slash_stays() -> None:
    assert settings.parse({"base_url": "https://example.org/"}, ROOT).base_url[-2:] == "g/"


def test_a_language_has_a_tag_and_a_folder() -> None:
    language = Language("zh_CN", "简体中文")
    assert (language.tag, language.folder) == ("zh-CN", "zh_CN")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"sauce": "docs"}, r"tool\.allocdoc\.sauce: unknown \(want one of base_url, branch, "),
        ({"source": 3}, r"tool\.allocdoc\.source: not a string \(got 3\)"),
        ({"base_url": None}, r"tool\.allocdoc\.base_url: not a string \(got None\)"),
        ({"languages": []}, r"languages: not a list of tables \(got \[\], want "),
        ({"languages": "en"}, r"languages: not a list of tables \(got 'en', want "),
        ({"languages": ["en"]}, r"languages: bad entry \(got 'en', want "),
        ({"languages": [{"code": "en"}]}, r"languages: bad entry \(got \{'code': 'en'\}, want "),
        ({"languages": [{**EN, "code": ""}]}, r"languages: bad entry"),
        ({"languages": [{**EN, "flag": "x"}]}, r"languages: bad entry"),
        ({"languages": [EN, EN]}, r"languages: named twice \(got en\)"),
        ({"languages": [ZH]}, r"source_language: not among the languages \(got en, want one of z"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(table: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError, match=rf"^/project/pyproject\.toml: .*{message}"):
        settings.parse(table, ROOT)


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / settings.FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_are_found_from_a_folder_below(tmp_path: Path) -> None:
    write(tmp_path, '[tool.allocdoc]\nsource = "text"\n')
    write(tmp_path / "part", "[tool.other]\n")
    (tmp_path / "part" / "deep").mkdir()
    found = settings.load(tmp_path / "part" / "deep")
    assert (found.root, found.source) == (tmp_path.resolve(), tmp_path.resolve() / "text")


def test_the_current_folder_is_where_the_search_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "[tool.allocdoc]\n")
    monkeypatch.chdir(tmp_path)
    assert settings.load().root == tmp_path.resolve()


def test_no_project_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="here or above"):
        settings.load(tmp_path)


@pytest.mark.parametrize("text", ["[tool", "\ufeff= 1"])
def test_a_file_that_is_no_toml_is_an_error(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(SettingsError, match=f"^{path}: not valid TOML"):
        settings.load(tmp_path)


def test_a_file_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes("# русский".encode("koi8-r"))
    with pytest.raises(SettingsError, match="not valid TOML"):
        settings.load(tmp_path)


def test_a_table_that_is_none_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "[tool]\nallocdoc = 3\n")
    with pytest.raises(SettingsError, match=r"tool\.allocdoc is not a table \(got 3\)"):
        settings.load(tmp_path)


def test_an_address_without_a_scheme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"base_url: not an address \(got 'example'"):
        settings.parse({"base_url": "example"}, tmp_path)
