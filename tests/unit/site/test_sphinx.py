"""Sphinx is imported once, for all the processes that need it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from myst_parser.config.main import MdParserConfig

from allocdoc.site import sphinx
from allocdoc.site.processes import BROKEN


def test_extensions_and_the_theme_are_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("warm_extension", "warm_theme"):
        (tmp_path / f"{name}.py").touch()
    (tmp_path / "broken_extension.py").write_text("1 / 0\n", encoding="utf-8")
    (tmp_path / "conf.py").write_text(
        'import sys\nsys.exit("run")\nname = "x"\n'
        'extensions = ["broken_extension", "missing_extension", name, "warm_extension"]\n'
        'html_theme = "warm_theme"\n',
        encoding="utf-8",
    )
    sphinx.warm(tmp_path)
    assert {"warm_extension", "warm_theme", "sphinx.builders.html"} <= set(sys.modules)


@pytest.mark.parametrize("conf", ["def", "", None])
def test_a_conf_py_that_cannot_be_read_is_no_matter_here(tmp_path: Path, conf: str | None) -> None:
    if conf is not None:
        (tmp_path / "conf.py").write_text(conf, encoding="utf-8")
    sphinx.warm(tmp_path)


def test_a_wrong_argument_does_not_end_the_process(capfd: pytest.CaptureFixture[str]) -> None:
    assert sphinx.build(["--no-such-option"]) == BROKEN
    assert sphinx.build(["--version"]) == 0
    assert "SOURCE_DIR" in capfd.readouterr().err


def test_pages_are_parsed_with_the_settings_that_conf_py_names(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(
        'extensions = ["myst_parser"]\nmyst_enable_extensions = ["substitution"]\n'
        "myst_heading_anchors = 3\n",
        encoding="utf-8",
    )
    texts = {"index.md": "# A {{ b }}\n", "below/two.md": "[c]: d\n", "three.rst": "E\n=\n"}
    for name, text in texts.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "docs/broken.md").write_bytes(b"\xff")
    pages = sphinx.parse(tmp_path / "conf.py", tmp_path / "docs")
    assert pages
    assert sorted(pages.pages) == ["# A {{ b }}\n", "[c]: d\n"]
    config = MdParserConfig(enable_extensions={"substitution"}, heading_anchors=3)
    assert pages.take("[c]: d\n", MdParserConfig()) is None
    tokens, env = pages.take("# A {{ b }}\n", config)
    assert "substitution_inline" in [one.type for one in tokens[1].children]
    assert env["wordcount"]["words"] == 1
    assert pages.take("# A {{ b }}\n", config) is None  # it was changed since
    assert pages.take("[c]: d\n", config).env["references"]["C"]["href"] == "d"


def test_messages_are_read_where_there_are_translations(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text("", encoding="utf-8")
    text = "# One `a`\n\n- Two\n  `b`\n- Words.\n\n> Two `b`\n\n```{note}\nThree `c`.\n```\n"
    (tmp_path / "index.md").write_text(text, encoding="utf-8")
    pages = sphinx.parse(tmp_path / "conf.py", tmp_path)
    assert pages
    assert not pages.sources
    pages = sphinx.parse(tmp_path / "conf.py", tmp_path, translated=True)
    assert pages
    assert list(pages.sources) == ["One `a`", "Two `b`"]
    assert pages.sources["Two `b`"].parts == {("code", "b"): 1}
    assert len(pages.pages) == 1


@pytest.mark.parametrize(
    "conf",
    [
        "def",
        None,
        "myst_enable_extensions = list(names)\n",
        "myst_heading_anchors = 'many'\n",
        "myst_unheard_of = 1\n",
    ],
)
def test_nothing_is_parsed_where_conf_py_does_not_say_how(tmp_path: Path, conf: str | None) -> None:
    if conf is not None:
        (tmp_path / "conf.py").write_text(conf, encoding="utf-8")
    assert sphinx.parse(tmp_path / "conf.py", tmp_path) is None
