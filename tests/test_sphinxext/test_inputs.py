"""The list of files that the pages were made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

pytestmark = pytest.mark.usefixtures("no_strange_modules")


def listed(project, language: str = "en") -> list[str]:
    """Return the list, without the modules of the tests, which run in the same process."""
    path = project.root / "build/doctrees" / language / "allocdoc-inputs.json"
    names = json.loads(path.read_text(encoding="utf-8"))
    return [name for name in names if not Path(name).is_relative_to(TESTS)]


def test_examples_images_and_includes_are_listed(translations) -> None:
    outside = translations.root.parent / "outside.txt"
    outside.write_text("Words.\n", encoding="utf-8")
    text = "# Deep\n\n```{include} ../../../../outside.txt\n```\n"
    translations.write("docs/deep/er/page.md", text)
    assert translations.build().status == 0
    assert listed(translations) == [
        outside.as_posix(),
        "docs/dot.svg",
        "examples/greeting.py",
        "examples/greeting.rs",
    ]


def test_list_is_the_same_in_the_second_build(translations) -> None:
    translations.build("html", "ru")
    path = translations.root / "build/doctrees/ru/allocdoc-inputs.json"
    before = path.read_bytes(), path.stat().st_mtime_ns
    translations.build("html", "ru", "-a")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_build_that_ends_early_leaves_no_list(translations) -> None:
    conf = (translations.root / "conf.py").read_text(encoding="utf-8")
    translations.write(
        "conf.py",
        conf + "from sphinx.errors import ConfigError\n\n\n"
        "def stop(app, env):\n    raise ConfigError('enough')\n\n\n"
        "def setup(app):\n    app.connect('env-updated', stop)\n",
    )
    built = translations.build()
    assert built.status == 2
    assert "enough" in built.said
    assert not (translations.root / "build/doctrees/en/allocdoc-inputs.json").exists()


def test_what_is_worked_on_elsewhere_is_listed(translations, monkeypatch) -> None:
    elsewhere = translations.root.parent.resolve() / "elsewhere"
    for name in ("package/words.py", "package/themes/plain/theme.toml", "static/a.css", "logo.svg"):
        path = elsewhere / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    theme = elsewhere / "package/themes/plain"
    (theme / "theme.toml").write_text("[theme]\ninherit = 'furo'\n", encoding="utf-8")
    (elsewhere / "package/__init__.py").write_text(
        "from package import words\n\n\ndef setup(app):\n"
        f"    app.add_html_theme('plain', {str(theme)!r})\n",
        encoding="utf-8",
    )
    conf = (translations.root / "conf.py").read_text(encoding="utf-8")
    conf += (
        "extensions.append('package')\nhtml_theme = 'plain'\nhtml_logo = '../elsewhere/logo.svg'\n"
    )
    conf += (
        "html_static_path = ['../elsewhere/static', '.hidden']\ntemplates_path = ['..', 'docs']\n"
    )
    translations.write("conf.py", conf + "html_extra_path = ['build/made']\n")
    translations.write("build/made/robots.txt", "")
    translations.write(".hidden/b.css", "")
    monkeypatch.syspath_prepend(elsewhere)
    built = translations.build()
    assert built.status == 0, built.said
    listing = listed(translations)
    assert [name for name in listing if name.startswith("/")] == [
        (elsewhere / name).as_posix()
        for name in (
            *("logo.svg", "package/__init__.py", "package/themes/plain", "package/words.py"),
            "static",
        )
    ]
    assert {".hidden", "build/made"} <= {*listing}
    assert "docs" not in listing
