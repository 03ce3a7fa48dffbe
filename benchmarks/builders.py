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
            "`sphinx-build` once a language, with furo and myst-parser: translates from catalogs,"
            " reads and writes only pages that it knows to have changed, and leaves a new title"
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
            " every message of them; search by Pagefind. It would run examples; this book has none"
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
            "MkDocs, Material and static-i18n: wants a copy of each page in each language, does not"
            " notice that a copy is out of date; builds all pages anew each time; an index for a"
            " search that works in the browser"
        ),
    ),
    Builder(
        name="zensical",
        form="zensical",
        commands=("{python} -m zensical build --config-file {language}/zensical.toml",),
        page="{language}/site/{name}.html",
        packages=("zensical",),
        note=(
            "Zensical, one build a language, as it has no translation of its own: copies as above,"
            " no links between languages; keeps what it rendered; an index for a search that works"
            " in the browser"
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
            " highlighting): copies as above; builds all pages anew each time; no search"
        ),
    ),
    Builder(
        name="hugo-search",
        form="hugo",
        commands=(HUGO, "{ours} -m pagefind --site public"),
        page="public/{language}/{name}.html",
        packages=("hugo",),
        note="the same, and Pagefind over all that it wrote",
    ),
)


def python_of(builder: Builder) -> tuple[Path | None, str]:
    """Return the Python that runs a builder, or the reason why there is none."""
    if not builder.packages:
        return Path(sys.executable), ""
    content = "\n".join((sys.version, *builder.packages, PINS.read_text(encoding="utf-8")))
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    folder = user_cache_path("allocdoc", appauthor=False) / "benchmarks" / digest
    python, done = folder / "bin" / "python", folder / "installed"
    if not done.is_file():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command = [*install, "--constraint", PINS, *builder.packages]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            said = run.stderr.strip().splitlines() or [f"pip ended with {run.returncode}"]
            return None, said[-1]
        done.touch()
    return python, ""
