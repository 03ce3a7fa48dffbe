"""``[tool.allocdoc]`` inside Sphinx: read, defaulted, or refused with its place."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "content", [None, "", '[project]\nname = "x"\n', "[tool.ruff]\nfix = true\n"]
)
def test_defaults_apply_without_a_table(examples, content: str | None) -> None:
    (examples.root / "pyproject.toml").unlink()
    if content is not None:
        examples.write("pyproject.toml", content)
    built = examples.build()
    assert (built.status, built.said) == (0, "")
    page = built.page("single")
    assert page.select_one("#example-counting .allocdoc-session")
    assert not page.select('link[rel="alternate"]')


def test_table_in_a_folder_above_applies(examples) -> None:
    examples.write("sub/conf.py", (examples.root / "conf.py").read_text(encoding="utf-8"))
    built = examples.build("html", "en", "-c", str(examples.root / "sub"))
    assert built.status == 0
    assert built.page("single").select('link[rel="alternate"]')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[tool.allocdoc]\nlangs = 1\n", "tool.allocdoc.langs: unknown (want one of base_url, "),
        ("[tool.allocdoc]\nexamples = 1\n", "tool.allocdoc.examples: not a string (got 1)"),
        ("[tool.allocdoc]\nlanguages = []\n", "tool.allocdoc.languages: not a list of tables"),
        (
            '[tool.allocdoc]\nlanguages = [{ code = "en" }]\n',
            "tool.allocdoc.languages: bad entry (got {'code': 'en'}",
        ),
        (
            '[tool.allocdoc]\nsource_language = "fr"\n',
            "tool.allocdoc.source_language: not among the languages (got fr, want one of en)",
        ),
        ("[tool]\nallocdoc = 1\n", "tool.allocdoc is not a table (got 1)"),
        ("[tool.allocdoc\n", "pyproject.toml: not valid TOML"),
    ],
)
@pytest.mark.parametrize("above", [False, True])
def test_wrong_settings_are_an_error(examples, content: str, message: str, above: bool) -> None:
    examples.write("pyproject.toml", content)
    options = []
    if above:
        examples.write("sub/conf.py", (examples.root / "conf.py").read_text(encoding="utf-8"))
        options = ["-c", str(examples.root / "sub")]
    built = examples.build("html", "en", *options)
    assert built.status == 2
    assert "Configuration error!" in built.said
    assert f"{examples.root / 'pyproject.toml'}" in built.said
    assert message in built.said


def test_file_in_another_encoding_is_an_error(examples) -> None:
    (examples.root / "pyproject.toml").write_bytes(b'[tool.allocdoc]\nexamples = "\xff"\n')
    built = examples.build()
    assert built.status == 2
    assert "pyproject.toml: not valid TOML" in built.said


def test_examples_and_catalogs_may_lie_elsewhere(translations) -> None:
    (translations.root / "examples").rename(translations.root / "code")
    (translations.root / "locale").rename(translations.root / "words")
    translations.replace(
        "pyproject.toml", "languages", 'examples = "code"\nlocale = "words"\nlanguages'
    )
    built = translations.build("html", "ru")
    assert (built.status, built.said) == (0, "")
    assert "# Поздороваться." in built.page("index").get_text()


def test_changed_settings_are_noticed(translations) -> None:
    translations.build("html", "ru")
    translations.replace("pyproject.toml", "Русский", "По-русски")
    assert "По-русски" in translations.build("html", "ru").text("missing.html")
