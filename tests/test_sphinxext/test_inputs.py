"""The list of files that the pages were made from."""

from __future__ import annotations

import json


def listed(project, language: str = "en") -> list[str]:
    path = project.root / "build/doctrees" / language / "allocdoc-inputs.json"
    return json.loads(path.read_text(encoding="utf-8"))


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
