"""The builders that are compared: how each is installed, what it runs, and what that gives.

Those that are no part of this project get an environment each, with the versions of `rivals.txt`,
in the user's cache.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forms import short
from platformdirs import user_cache_path

PINS = Path(__file__).with_name("rivals.txt")
DONE = "installed"
"""A file in an environment in which everything is installed."""


@dataclass(frozen=True, slots=True)
class Builder:
    """Something that makes pages of a book."""

    name: str
    form: str
    """How the book is written for it, see `forms.FORMS`."""
    commands: tuple[str, ...]
    """What to run one after the other; one that names ``{language}`` is run for each."""
    page: str
    """Where a page is written, of ``{language}`` and ``{name}``."""
    note: str
    """What it does and does not do, for those who read the figures."""
    packages: tuple[str, ...] = ()
    """What it needs beside this project's own environment."""
    english: str = ""
    """Where pages in English are written, if not as the others."""
    doctrees: str = ""
    """Where it keeps what it read, of ``{language}``."""

    def code(self, language: str) -> str:
        """Return what the builder calls a language."""
        return language if self.form in ("sphinx", "allocdoc") else short(language)

    def written(self, language: str, name: str) -> str:
        """Return where a page is written."""
        place = self.english if self.english and language == "en" else self.page
        return place.format(language=self.code(language), name=name)

    def command_lines(self, python: Path, languages: Sequence[str]) -> Iterator[list[str]]:
        """Yield what an environment's Python and the languages make of the commands."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        places = {
            "python": python,
            "ours": sys.executable,
            "bin": python.parent,
            "packages": python.parents[1] / "lib" / version / "site-packages",
        }
        for command in self.commands:
            for language in languages if "{language}" in command else languages[:1]:
                values = places | {"language": self.code(language)}
                yield [word.format_map(values) for word in command.split()]


HUGO = "{packages}/hugo/binaries/hugo --quiet"
"""The program itself, as the script of that name starts Python to find it."""

BUILDERS = (
    Builder(
        name="stock",
        form="sphinx",
        commands=("{python} -m sphinx -q -b html -c . -D language={language} docs out/{language}",),
        page="out/{language}/{name}.html",
        doctrees="out/{language}/.doctrees",
        note=(
            "`sphinx-build` in every language each time, with furo and myst-parser: translates from"
            " catalogs, writes only pages that it knows to have changed, and leaves a new title"
            " stale on other pages; Sphinx's own search"
        ),
    ),
    Builder(
        name="allocdoc",
        form="allocdoc",
        commands=("{bin}/allocdoc build html",),
        page="build/html/{language}/{name}.html",
        doctrees="build/doctrees/html/{language}",
        note=(
            "`allocdoc build html`, with furo and myst-parser: translates from catalogs and judges"
            " every message of them; search by Pagefind. It runs examples; this book has none"
        ),
    ),
    Builder(
        name="mkdocs",
        form="mkdocs",
        commands=("{python} -m mkdocs build --quiet",),
        page="site/{language}/{name}.html",
        english="site/{name}.html",
        packages=("mkdocs", "mkdocs-material", "mkdocs-static-i18n"),
        note=(
            "MkDocs, Material and static-i18n: takes a copy of each page in each language, and does"
            " not notice that one is out of date; builds all pages anew each time; runs no"
            " examples; an index of all texts, which a reader loads to search"
        ),
    ),
    Builder(
        name="zensical",
        form="zensical",
        commands=("{python} -m zensical build --config-file {language}/zensical.toml",),
        page="{language}/site/{name}.html",
        packages=("zensical",),
        note=(
            "Zensical, a project and a build for each language, as it has one a project: copies,"
            " without links between the languages; keeps what it rendered; runs no examples; an"
            " index of all texts, which a reader loads to search"
        ),
    ),
    Builder(
        name="hugo",
        form="hugo",
        commands=(HUGO,),
        page="public/{language}/{name}.html",
        packages=("hugo",),
        note=(
            "Hugo, with a theme of a few lines (menu of all pages, contents, previous and next,"
            " highlighting): copies; builds all pages anew each time; runs no examples; no search"
        ),
    ),
    Builder(
        name="hugo-search",
        form="hugo",
        commands=(HUGO, "{ours} -m pagefind --site public"),
        page="public/{language}/{name}.html",
        packages=("hugo",),
        note="Hugo in the same way, then Pagefind over all that it wrote",
    ),
)


def python_of(builder: Builder) -> tuple[Path | None, str]:
    """Return the Python that runs a builder, or the reason why there is none.

    What is not there yet is installed.
    """
    if not builder.packages:
        return Path(sys.executable), ""
    content = "\n".join((sys.version, *builder.packages, PINS.read_text(encoding="utf-8")))
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    folder = user_cache_path("allocdoc", appauthor=False) / "benchmarks" / digest
    reason = "" if (folder / DONE).is_file() else _install(builder.packages, folder)
    return (None, reason) if reason else (folder / "bin" / "python", "")


def _install(packages: Sequence[str], folder: Path) -> str:
    """Make an environment with packages, and return why that went wrong, if it did."""
    environment = [sys.executable, "-m", "venv", "--clear", "--without-pip", folder]
    pip = [sys.executable, "-m", "pip", "--python", folder, "--disable-pip-version-check"]
    for command in (environment, [*pip, "install", "--quiet", "--constraint", PINS, *packages]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = done.stderr.strip().splitlines() or [f"ended with {done.returncode}"]
            errors = [line for line in lines if line.startswith("ERROR")]
            return (errors or lines)[0]
    (folder / DONE).touch()
    return ""
