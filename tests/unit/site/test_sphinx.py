"""Sphinx is imported once, for all the processes that need it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

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
