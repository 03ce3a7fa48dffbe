"""The patches under ``docs/upstream`` apply to the installed packages, and mend what they say.

Where a package takes one in, or moves the code, a test here fails: then the patch goes, or follows.
"""

from __future__ import annotations

import importlib
import json
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PATCHES = sorted((ROOT / "docs/upstream").glob("*.patch"))

COUNT = """
import json, sys
from myst_parser.parsers import sphinx_ as myst
from sphinx.cmd.build import main
from sphinx.transforms import i18n
from sphinx.util import docutils

calls = {"parsers": 0, "messages": 0, "settings": 0}

def counted(name, function):
    def wrapper(*args, **options):
        calls[name] += 1
        return function(*args, **options)
    return wrapper

myst.create_md_parser = counted("parsers", myst.create_md_parser)
i18n._publish_msgstr = counted("messages", i18n._publish_msgstr)
docutils.OptionParser = counted("settings", docutils.OptionParser)
code = main(sys.argv[1:])
print(json.dumps(calls))
sys.exit(code)
"""

CONF = """
myst_enable_extensions = ["colon_fence"]

def setup(app):
    app.connect("doctree-read", change)

def change(app, doctree):
    doctree.settings.strip_classes.append(app.env.docname)
"""
DOCUTILS = """\
    [general]
    strip_classes: none
    """
PAGE = """\
    # More

    ```{include} words.txt
    ```

    ```{toctree}
    tabs
    ```
    """
LABELS = """\
    # Labels

    ::::{tabs}
    :::{tab} One label

    Words of it.
    :::
    :::{group-tab} Another label

    Words of the other.
    :::
    ::::

    ```{eval-rst}
    - An item.
    ```
    """
CATALOG = """\
    msgid ""
    msgstr ""
    "Language: ru\\n"
    "Content-Type: text/plain; charset=UTF-8\\n"

    msgid "One label"
    msgstr "Первая"

    msgid "Another label"
    msgstr "Другая"
    """


@pytest.fixture(scope="module")
def upstream() -> ModuleType:
    """Return the benchmark that applies the patches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        return importlib.import_module("upstream")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left: its pages, the size of each doctree, what was called how often."""

    pages: dict[str, str]
    doctrees: dict[str, int]
    classes: dict[str, list[str]]
    """The setting of docutils.conf that each document changes, by name of page."""
    dependencies: dict[str, set[str]]
    """The names of the files besides itself that each page depends on."""
    calls: dict[str, int]


@pytest.fixture(scope="module")
def builds(upstream: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Return a book in English and in Russian, and in Russian with all patches."""
    folder = tmp_path_factory.mktemp("upstream")
    book = folder / "book"
    upstream.book(book, 12)
    for name, text in {
        "docs/more.md": PAGE,
        "docs/tabs.md": LABELS,
        "docs/words.txt": "Words of a file.\n",
        "docutils.conf": DOCUTILS,
        "locale/ru/LC_MESSAGES/tabs.po": CATALOG,
    }.items():
        (book / name).write_text(dedent(text), encoding="utf-8")
    conf = book / "conf.py"
    conf.write_text(conf.read_text("utf-8") + CONF, "utf-8")
    upstream.overlay(folder / "none", [])
    upstream.overlay(folder / "all", PATCHES)
    return {
        "English": build(book, folder / "none", "en"),
        "Russian": build(book, folder / "none", "ru"),
        "patched": build(book, folder / "all", "ru"),
    }


def build(book: Path, patched: Path, language: str) -> Built:
    """Build a language with the packages in a folder, which come before the installed ones."""
    out = patched / f"out-{language}"
    command = [sys.executable, "-c", COUNT, "-q", "-b", "html", "-D", f"language={language}"]
    command += ["-c", str(book), "-d", str(out / "doctrees"), str(book / "docs"), str(out / "html")]
    done = subprocess.run(command, cwd=patched, capture_output=True, text=True, check=True)
    pages = {path.name: path.read_text("utf-8") for path in (out / "html").glob("*.html")}
    doctrees = {path.stem: path.read_bytes() for path in (out / "doctrees").glob("*.doctree")}
    environment = pickle.loads((out / "doctrees/environment.pickle").read_bytes())
    return Built(
        pages,
        {page: len(data) for page, data in doctrees.items()},
        {page: pickle.loads(data).settings.strip_classes for page, data in doctrees.items()},
        {page: {Path(one).name for one in on} for page, on in environment.dependencies.items()},
        json.loads(done.stdout.splitlines()[-1]),
    )


@pytest.mark.parametrize("patch", PATCHES, ids=lambda path: path.stem)
def test_each_applies_to_what_is_installed(
    upstream: ModuleType, tmp_path: Path, patch: Path
) -> None:
    upstream.overlay(tmp_path, [patch])
    (package,) = upstream.packages(patch)
    installed = Path(str(importlib.import_module(package).__file__)).parent
    changed = [
        name
        for path in sorted((tmp_path / package).rglob("*.py"))
        if path.read_bytes()
        != (installed / (name := path.relative_to(tmp_path / package))).read_bytes()
    ]
    named = patch.read_text("utf-8").splitlines()
    assert [f"+++ b/{package}/{name.as_posix()}" in named for name in changed]


def test_pages_stay_the_same_but_for_the_labels(builds: dict[str, Built]) -> None:
    stock, patched = builds["Russian"].pages, dict(builds["patched"].pages)
    labels = patched["tabs.html"]
    assert ">Первая</button>" in labels
    assert ">Другая</button>" in labels
    assert ">One label</button>" in stock["tabs.html"]
    patched["tabs.html"] = labels.replace("Первая", "One label").replace("Другая", "Another label")
    assert patched == stock


def test_doctrees_of_translations_are_as_large_as_those_of_the_source(
    builds: dict[str, Built],
) -> None:
    english, stock, patched = (builds[name].doctrees for name in ("English", "Russian", "patched"))
    pages = english.keys() - {"tabs"}
    assert sum(patched[page] for page in pages) <= 1.3 * sum(english[page] for page in pages)
    assert sum(stock[page] for page in pages) > 1.5 * sum(english[page] for page in pages)


def test_a_block_of_rest_brings_no_environment(builds: dict[str, Built]) -> None:
    assert builds["patched"].doctrees["tabs"] < builds["English"].doctrees["tabs"] / 4


def test_messages_are_parsed_once_by_one_parser(builds: dict[str, Built]) -> None:
    stock, patched = builds["Russian"].calls, builds["patched"].calls
    assert patched["messages"] < 0.6 * stock["messages"]
    assert stock["parsers"] > stock["messages"]
    assert patched["parsers"] == 1


def test_settings_of_a_parser_are_read_once(builds: dict[str, Built]) -> None:
    stock, patched = builds["Russian"], builds["patched"]
    assert patched.calls["settings"] == stock.calls["settings"] - len(stock.doctrees) + 1


def test_what_a_document_changes_in_its_settings_stays_there(builds: dict[str, Built]) -> None:
    stock, patched = builds["Russian"], builds["patched"]
    assert patched.classes == {page: ["none", page] for page in patched.doctrees}
    assert patched.classes == stock.classes
    assert patched.dependencies == stock.dependencies
    assert [page for page, on in patched.dependencies.items() if "words.txt" in on] == ["more"]
