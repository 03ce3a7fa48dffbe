"""What ``allocdoc build html`` writes is, byte for byte, what a plain ``sphinx-build`` writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.site import runtime, search
from allocdoc.site.build import build
from allocdoc.site.formats import FORMATS
from allocdoc.site.place import MARK
from allocdoc.site.plan import Request

ROOT = Path(__file__).parents[3]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and path.name not in (MARK, ".buildinfo")
        and ".doctrees" not in path.parts
    }


def linked(folder: Path) -> Path:
    """Return a folder that is this project, with a build folder of its own."""
    for name in ("docs", "examples", "locale", "conf.py", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.mark.parametrize("theme", ["this book", "small"])
def test_every_file_of_a_language(
    site_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = linked(tmp_path) if theme == "this book" else site_project
    project = settings.load(root)
    pyodide, _ = runtime.find(lambda _: None)
    (language,) = (one for one in project.languages if one.code == "ru")
    request = Request(
        *(FORMATS["html"], (language,), tmp_path / "site", 2),
        search=search.tool(),
        runtime=pyodide,
    )
    (outcome,) = build(project, request, lambda _: None)
    assert not outcome.findings
    values = [part for value in outcome.job.values for part in ("-D", value)]
    assert len(values) == 4
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-c", str(root), *values]
    command += ["-D", "language=ru", "-d", str(tmp_path / "doctrees")]
    out = tmp_path / "plain"
    subprocess.run([*command, str(project.source), str(out)], check=True, capture_output=True)
    ours, plain = tree(outcome.job.output), tree(out)
    assert set(ours) == set(plain)
    assert [name for name in ours if ours[name] != plain[name]] == []
    assert len(ours) > 10
