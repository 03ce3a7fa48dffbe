"""What ``allocdoc build html`` writes is, byte for byte, what a plain ``sphinx-build`` writes.

And what allocdoc reads in the place of Sphinx and MyST gives what these give: the same doctrees,
the same warnings, the same pages. Two projects show it: this book, and one that has one of
everything (``tests/roots/test-features``, laid over ``test-book``).
"""

from __future__ import annotations

import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import pytest
from docutils import nodes

from allocdoc import settings
from allocdoc.site import findings, runtime, search
from allocdoc.site.build import Outcome, build
from allocdoc.site.formats import FORMATS
from allocdoc.site.place import MARK
from allocdoc.site.plan import Request

ROOT = Path(__file__).parents[3]
SPHINX = ("-m", "sphinx")
"""What ``sphinx-build`` runs."""
STOCK = (str(ROOT / "tests/stock_reading.py"),)
"""The same, with Sphinx's and MyST's own reading of translations."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What one run of ``sphinx-build`` left."""

    out: Path
    doctrees: Path
    said: str


@dataclass(frozen=True, slots=True)
class Site:
    """A project, and what ``allocdoc build html`` made of it."""

    root: Path
    outcomes: Mapping[str, Outcome]

    def plain(self, program: Sequence[str], code: str, *options: str) -> Plain:
        """Run another program with the settings that ``allocdoc build`` gives to Sphinx."""
        folder = self.root / "build/plain" / "-".join([Path(program[-1]).stem, code, *options[1:2]])
        job = self.outcomes[code].job
        values = [part for value in job.values for part in ("-D", value)]
        command = [sys.executable, *program, "-q", "--no-color", "-b", "html", "-j1", *values]
        command += ["-D", f"language={code}", "-c", str(self.root), "-d", str(folder / "doctrees")]
        command += [*options, str(job.source), str(folder / "out")]
        # docutils names included files from the current folder.
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=True)
        return Plain(folder / "out", folder / "doctrees", done.stderr)


def this_book(folder: Path) -> Path:
    """Return a folder that is this project, with a build folder of its own."""
    for name in ("docs", "examples", "locale", "conf.py", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def features(folder: Path) -> Path:
    """Return a project that has one of everything."""
    for name in ("test-book", "test-features"):
        shutil.copytree(ROOT / "tests/roots" / name, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module", autouse=True)
def date() -> Iterator[None]:
    """Let all builds be of one date."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        yield


def built(root: Path) -> Site:
    """Return a project with all its languages built, as ``allocdoc build html`` does it.

    In a process that starts from nothing: what is forked from this one has all that other tests
    left in Sphinx.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        outcomes = pool.submit(outcomes_of, root).result()
    return Site(root, {outcome.job.language.code: outcome for outcome in outcomes})


def outcomes_of(root: Path) -> list[Outcome]:
    project = settings.load(root)
    pyodide, _ = runtime.find(lambda _: None)
    request = Request(
        *(FORMATS["html"], project.languages, root / "site", 2),
        search=search.tool(),
        runtime=pyodide,
    )
    return build(project, request, lambda _: None)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Site]:
    return {
        make.__name__: built(make(tmp_path_factory.mktemp(make.__name__)))
        for make in (this_book, features)
    }


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of a site by name; the mark says to allocdoc that a folder is its own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARK
    }


def without_numbers(content: bytes) -> bytes:
    """Leave the numbers out of the names of index entries' targets.

    Sphinx reads a message twice, and a role in it takes a number each time.
    """
    return re.sub(rb"\bindex-[0-9]+\b", b"index-N", content)


def differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]


def doctrees(folder: Path) -> dict[str, list[str]]:
    """Return all that is in the doctrees of a build, by page."""
    return {
        path.relative_to(folder).as_posix(): [
            without_numbers(line.encode()).decode()
            for line in described(pickle.loads(path.read_bytes()))
        ]
        for path in folder.rglob("*.doctree")
    }


def described(doctree: nodes.document) -> Iterator[str]:
    yield f"names {sorted(doctree.nameids.items())} {sorted(doctree.nametypes.items())}"
    for node in doctree.findall():
        assert isinstance(node, nodes.document) or node in node.parent.children
        if isinstance(node, nodes.Text):
            yield f"{type(node).__name__} {node.astext()!r}"
        else:
            yield f"{type(node).__name__} {sorted(node.attributes.items())} {place(node)}"
            yield f"{len(node.children)} children of {node.rawsource!r}"


def place(node: nodes.Element) -> tuple[str, int | None] | None:
    """Return where a node stands; within a message, Sphinx knows it of some nodes alone."""
    if node.source is None or node.source.endswith(":<translated>"):
        return None
    return node.source, node.line


LANGUAGES = {"this_book": ("en", "ru", "zh_CN", "es", "ja"), "features": ("en", "ru", "ja")}
ALL = [(name, code) for name, codes in LANGUAGES.items() for code in codes]


def test_all_languages_are_compared(sites: Mapping[str, Site]) -> None:
    assert {name: tuple(site.outcomes) for name, site in sites.items()} == LANGUAGES


@pytest.mark.parametrize(
    ("name", "code"), [("this_book", "ru"), ("features", "ru"), ("features", "ja")]
)
def test_every_file_of_a_language(sites: Mapping[str, Site], name: str, code: str) -> None:
    site = sites[name]
    ours, plain = site.outcomes[code], site.plain(SPHINX, code)
    assert ours.complete
    assert differing(tree(ours.job.output), tree(plain.out)) == []
    assert ours.findings == findings.read(plain.said, site.root) == ()
    assert len(tree(plain.out)) > 10


def test_every_file_with_another_theme(site_project: Path) -> None:
    test_every_file_of_a_language({"small": built(site_project)}, "small", "ru")


@pytest.mark.parametrize(("name", "code"), ALL)
def test_reading_gives_what_sphinx_and_myst_give(
    sites: Mapping[str, Site], name: str, code: str
) -> None:
    site = sites[name]
    ours, stock = site.outcomes[code], site.plain(STOCK, code)
    assert differing(doctrees(ours.job.doctrees), doctrees(stock.doctrees)) == []
    assert ours.findings == findings.read(stock.said, site.root)
    pages, theirs = (
        {name: without_numbers(content) for name, content in tree(folder).items()}
        for folder in (ours.job.output, stock.out)
    )
    assert differing(pages, theirs) == []


@pytest.mark.parametrize(
    ("page", "setting", "words"),
    [
        # What Sphinx can translate besides; it works in reStructuredText alone.
        (
            "restructured.rst",
            ("-D", "gettext_additional_targets=index,literal-block,raw,image"),
            "буквальный текст",
        ),
        # Words without a mark are then read, too.
        ("signs.md", ("-t", "typographer"), "sign © and ™ or ±"),
    ],
)
def test_one_page_with_other_settings(
    sites: Mapping[str, Site], page: str, setting: tuple[str, str], words: str
) -> None:
    name = page.partition(".")[0]
    options = [*setting, "-D", f"root_doc={name}", "-D", f"include_patterns={page}"]
    ours, stock = (sites["features"].plain(one, "ru", *options) for one in (SPHINX, STOCK))
    assert words in (ours.out / f"{name}.html").read_text("utf-8")
    assert differing(doctrees(ours.doctrees), doctrees(stock.doctrees)) == []
    assert ours.said == stock.said
    assert differing(tree(ours.out), tree(stock.out)) == []
