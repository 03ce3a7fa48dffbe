"""This project's own book as EPUB, in each of its languages: valid, and with its pages in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from allocdoc import settings

from .epubcheck import complaints

PROJECT = settings.load(Path(__file__).parents[1])


@pytest.mark.parametrize("language", PROJECT.languages, ids=lambda language: language.code)
def test_it_is_valid(language: settings.Language, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "epub", "-c", str(PROJECT.root)]
    command += ["-d", str(tmp_path / "doctrees"), "-D", f"language={language.code}"]
    out = tmp_path / "out"
    done = subprocess.run(
        [*command, str(PROJECT.source), str(out)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    (book,) = out.glob("*.epub")
    assert complaints(book) == []
    with ZipFile(book) as package:
        names = set(package.namelist())
        opf = package.read("content.opf").decode("utf-8")
    assert f"<dc:language>{language.tag}</dc:language>" in opf
    pages = {path.stem for path in PROJECT.source.glob("*.md")} - {"status"}
    assert {f"{page}.xhtml" for page in pages} <= names
    assert {"epub-cover.xhtml", "_images/cover.png"} <= names
    assert "status.xhtml" not in names
