"""Copies of the small projects under ``tests/roots``, and builds as a user would do them."""

from __future__ import annotations

import gettext
import shutil
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from textwrap import dedent

import pytest
import sphinx.locale
from bs4 import BeautifulSoup
from sphinx.cmd.build import build_main

ROOTS = Path(__file__).parents[1] / "roots"


@dataclass(frozen=True, slots=True)
class Build:
    """One run of ``sphinx-build``: its exit status, what it said on stderr, where it wrote."""

    status: int
    said: str
    out: Path

    def text(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")

    def page(self, name: str) -> BeautifulSoup:
        return BeautifulSoup(self.text(f"{name}.html"), "html.parser")


@dataclass(frozen=True, slots=True)
class Project:
    """A project in a folder of its own: ``conf.py`` at its root, pages in ``docs``."""

    root: Path

    def write(self, name: str, text: str) -> Path:
        """Write a file of the project, its common indentation taken away."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return path

    def write_book(self, conf: str, pages: Mapping[str, str]) -> Project:
        """Write the settings and all pages, given by the names of their documents."""
        self.write("conf.py", conf)
        for name, text in pages.items():
            self.write(f"docs/{name}.md", text)
        return self

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, builder: str = "html", language: str = "en", *options: str) -> Build:
        """Run ``sphinx-build`` in this process; builders share what they read, as with ``make``."""
        build = self.root / "build"
        out = build / f"{builder}-{language}"
        arguments = ["-b", builder, "-c", str(self.root), "-d", str(build / "doctrees" / language)]
        arguments += ["-D", f"language={language}", "--no-color", *options]
        # A process of its own would have read no catalog yet.
        sphinx.locale.translators.clear()
        gettext._translations.clear()
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as stderr:
            status = build_main([*arguments, str(self.root / "docs"), str(out)])
        said = stderr.getvalue()
        if status == 2:
            # Sphinx adds a trace of its own to what it says about the configuration.
            assert "Configuration error!" in said
        else:
            assert "Traceback" not in said
        return Build(status, said, out)


@pytest.fixture(scope="session")
def examples_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of passes for all projects: the same example need not run in each test."""
    return tmp_path_factory.mktemp("examples-cache")


def copy_of(name: str, folder: Path, cache: Path) -> Project:
    root = folder / name
    shutil.copytree(ROOTS / f"test-{name}", root)
    (root / "build").mkdir()
    (root / "build/examples-cache").symlink_to(cache)
    return Project(root)


@pytest.fixture
def project_of(tmp_path: Path, examples_cache: Path) -> Callable[[str], Project]:
    """Return a function that copies a project of ``tests/roots`` by name."""
    return lambda name: copy_of(name, tmp_path, examples_cache)


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory, examples_cache: Path
) -> Callable[[str, str, str], Build]:
    """Return a function that builds a project as it is, once for all tests that only look."""

    @cache
    def build(name: str, builder: str = "html", language: str = "en") -> Build:
        project = copy_of(name, tmp_path_factory.mktemp("built"), examples_cache)
        done = project.build(builder, language)
        assert (done.status, done.said) == (0, "")
        return done

    return build


@pytest.fixture
def examples(project_of: Callable[[str], Project]) -> Project:
    """Return the project with listings of every kind."""
    return project_of("examples")


@pytest.fixture
def translations(project_of: Callable[[str], Project]) -> Project:
    """Return the project with everything that can be translated, in Russian."""
    return project_of("translations")


@pytest.fixture
def bare(tmp_path: Path) -> Project:
    """Return a project without any file."""
    return Project(tmp_path / "bare")
