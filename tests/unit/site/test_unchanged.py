"""The quick answer that nothing has changed: a good build leads to it, any change ends it."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import pytest
import typst
from click.testing import CliRunner, Result

import allocdoc
from allocdoc import __main__, cli, settings
from allocdoc.site import build as site_build
from allocdoc.site import fingerprint, record, unchanged, watched
from allocdoc.site.build import Outcome
from allocdoc.site.findings import Finding
from allocdoc.site.formats import FORMATS
from allocdoc.site.lock import alone
from allocdoc.site.plan import Request, plan
from allocdoc.site.runtime.pyodide import LOCK, PYODIDE
from allocdoc.site.search import Tool
from allocdoc.site.watched import Built

BUILD = ["build", "html"]
SAID = "".join(f"{code}     3 pages   unchanged   build/html/{code}\n" for code in ("en", "ru"))

OUTSIDE = {
    "shared.md": "Shared words.\n",
    "chapter/third.md": "---\norphan: true\n---\n\n# Third\n",
    "packages/outside.py": "ONE = 1\n",
    "packages/wide/__init__.py": "",
    "packages/wide/part.py": "TWO = 2\n",
    "packages/theme-1.0.dist-info/RECORD": "theme.css,sha256=1,\n",
    "static/style.css": "p { color: black }\n",
}
"""Files beside the project, all of them read by it or installed."""

CONF = """
html_static_path = ["../static"]
templates_path = ["_templates"]
suppress_warnings = ["toc.not_included"]
import os
version = os.environ.get("VERSION_OF_THE_BOOK", "1")
"""


@pytest.fixture(scope="module")
def root(module_project: Path, no_strange_modules: None) -> Iterator[Path]:
    """Return a project that uses files of all kinds, built once; its packages are importable."""
    root, place = module_project, module_project.parent
    for name, text in OUTSIDE.items():
        write(place / name, text)
    for name in PYODIDE.sums:
        write(place / "pyodide" / name, '{"info": {}}' if name == LOCK else name)
    append(root / "docs/second.md", "\n```{include} ../../shared.md\n```\n\n![A dot](dot.svg)\n")
    append(root / "conf.py", CONF)
    example = root / "examples/adding.py"
    unused = "def unused() -> None:\n    import outside, wide\n\n\nif __name__"
    write(example, example.read_text(encoding="utf-8").replace("if __name__", unused))
    write(root / "docs/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    write(root / "_templates/page.html", '{% extends "!page.html" %}\n')
    (root / "docs/chapter").symlink_to(place / "chapter")
    (root / "docs/linked.txt").symlink_to(place / "shared.md")
    write(root / "node_modules/tool/index.js", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("allocdoc.site.runtime.find", lambda _: (place / "pyodide", ""))
        patch.syspath_prepend(place / "packages")
        patch.chdir(root)
        time.sleep(0.1)  # what is younger than a tick of the clock leaves no record
        done = run()
        assert done.exit_code == 0, done.output
        yield root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def append(path: Path, text: str) -> None:
    write(path, path.read_text(encoding="utf-8") + text)


@pytest.fixture
def project(root: Path) -> Path:
    """Return the project with a record that holds."""
    if unchanged.answer(BUILD) is None:
        # What the test before this one has undone left other times.
        renew(record_of(root))
    assert unchanged.answer(BUILD) == (SAID, "")
    return root


def run(*options: str, began: int | None = None) -> Result:
    """Run the command itself, in this process."""
    arguments = [*BUILD, *options]
    start = (arguments, time.time_ns() if began is None else began)
    return CliRunner().invoke(cli.main, arguments, prog_name="allocdoc", obj=start)


def record_of(root: Path) -> Path:
    [path] = (root / "build" / unchanged.FOLDER).iterdir()
    return path


def renew(path: Path) -> None:
    """Put the state of now into a record."""
    data = json.loads(path.read_bytes())
    data["state"] = unchanged.state(**data["watched"])[0]
    path.write_text(json.dumps(data), encoding="utf-8")


@contextmanager
def edited(path: Path) -> Iterator[None]:
    """Change a byte; size and time stay what they were, as some tools manage."""
    before, content = path.stat(), path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    yield
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@contextmanager
def deleted(path: Path) -> Iterator[None]:
    with TemporaryDirectory() as folder:
        path.rename(Path(folder, "aside"))
        yield
        Path(folder, "aside").rename(path)


@contextmanager
def added(path: Path) -> Iterator[None]:
    new = next(one for one in (*reversed(path.parents), path) if not one.exists())
    write(path, "new\n")
    yield
    shutil.rmtree(new) if new.is_dir() else new.unlink()


EDITED = [
    *("docs/index.md", "docs/dot.svg", "locale/ru/LC_MESSAGES/second.po", "examples/adding.py"),
    *("conf.py", "pyproject.toml", "_templates/page.html"),
    *("../shared.md", "../chapter/third.md", "../static/style.css", "../packages/outside.py"),
    *("../packages/wide/part.py", "../packages/theme-1.0.dist-info/RECORD"),
    *("build/html/en/second.html", "build/html/ru/_static/style.css", "build/html/index.html"),
    *("build/html/404.html", "build/html/_search/ru/made-from.txt", "build/html/robots.txt"),
    *("build/html/_runtime/LICENSE.txt", "../pyodide/pyodide.mjs", "build/html/en/objects.inv"),
    *("build/stamps/html-ru.json", "build/doctrees/html/en/allocdoc-inputs.json"),
]
DELETED = [*EDITED, "docs/chapter", "docs/linked.txt", "build/html/ru", "build/html/_search/en"]
ADDED = [
    *("docs/new.md", "docs/deep/er/new.md", "docs/.new.md", "examples/new.py", "new.txt"),
    *("examples/outside.py", "locale/ru/LC_MESSAGES/new.po", "locale/es/LC_MESSAGES/second.po"),
    *("_ext/new.py", "_templates/layout.html", "../chapter/new.md", "../static/new.css"),
    *("../packages/wide/new.py", "../packages/new.py", "../packages/new-1.0.dist-info/RECORD"),
    *("build/pdf/ru/small.pdf", "build/epub/en/small.epub", "build/html/en/new.html"),
    *("build/html/new.html", "build/html/es/index.html", "build/html/_search/en/new"),
]
CHANGES = [
    *((edited, name) for name in EDITED),
    *((deleted, name) for name in DELETED),
    *((added, name) for name in ADDED),
]
NO_INPUT = [
    *("build/new", "build/logs/new.log", "node_modules/tool/new.js", "../new.md"),
    *("examples/__pycache__/new.pyc", ".git/index"),
]


@pytest.mark.parametrize(
    ("change", "name"), CHANGES, ids=[f"{change.__name__}:{name}" for change, name in CHANGES]
)
def test_any_change_ends_it(
    project: Path, change: Callable[[Path], AbstractContextManager[None]], name: str
) -> None:
    with change(Path(os.path.normpath(project / name))):
        assert unchanged.answer(BUILD) is None


@pytest.mark.parametrize("name", NO_INPUT)
def test_what_is_no_input_does_not(project: Path, name: str) -> None:
    with added(Path(os.path.normpath(project / name))):
        assert unchanged.answer(BUILD) == (SAID, "")


def test_a_link_that_leads_elsewhere_ends_it(project: Path) -> None:
    link, other = project / "docs/chapter", project.parent / "other"
    shutil.copytree(project.parent / "chapter", other)
    with deleted(link):
        link.symlink_to(other)
        assert unchanged.answer(BUILD) is None
        link.unlink()


def test_an_upgraded_package_ends_it(project: Path) -> None:
    info = project.parent / "packages/theme-1.0.dist-info"
    newer = info.rename(info.with_name("theme-1.1.dist-info"))
    assert unchanged.answer(BUILD) is None
    newer.rename(info)


def test_each_file_of_allocdoc_counts(project: Path) -> None:
    ours = {str(path.parent) for path in Path(allocdoc.__file__).parent.rglob("*.*")}
    ours = {path for path in ours if not path.endswith("__pycache__")}
    assert ours <= set(json.loads(record_of(project).read_bytes())["watched"]["folders"])


@pytest.mark.parametrize("name", [*fingerprint.ENVIRONMENT, "HOME", "VERSION_OF_THE_BOOK"])
def test_the_environment_counts(project: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "something else")
    assert unchanged.answer(BUILD) is None


@pytest.mark.parametrize("name", ["version", "executable", "path"])
def test_the_python_counts(project: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(sys, name, [] if name == "path" else "another")
    assert unchanged.answer(BUILD) is None


def test_the_command_and_where_it_is_run_count(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments in ([], ["test"], ["build"], ["build", "html", "-o", "x"], [*BUILD, "--fresh"]):
        assert unchanged.answer(arguments) is None
    monkeypatch.chdir(project / "docs")
    assert unchanged.answer(BUILD) is None
    monkeypatch.chdir("/")
    assert unchanged.answer(BUILD) is None


def test_there_is_no_quick_answer_on_windows(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "name", "nt")
        told = unchanged.answer(BUILD)
    assert told is None


def test_while_a_build_runs_there_is_none(project: Path) -> None:
    with alone(project / "build"):
        assert unchanged.answer(BUILD) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"asked": 1}', "\0", "\xff"])
def test_a_damaged_record_is_none(project: Path, content: str) -> None:
    path = record_of(project)
    whole = path.read_bytes()
    path.write_bytes(content.encode("latin-1"))
    assert unchanged.answer(BUILD) is None
    path.write_bytes(whole)


def test_a_record_of_another_command_is_none(project: Path) -> None:
    data = json.loads(record_of(project).read_bytes())
    whole = record_of(project).read_bytes()
    record_of(project).write_text(json.dumps(data | {"asked": [*data["asked"], "-j1"]}), "utf-8")
    assert unchanged.answer(BUILD) is None
    record_of(project).write_bytes(whole)


def test_the_build_folder_is_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "pyproject.toml", "[tool.allocdoc]\nbuild = 'out/of'\n")
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    asked = unchanged.invocation(BUILD)
    assert unchanged._find(asked) is None
    path = unchanged.place(str(tmp_path / "out/of"), asked)
    write(Path(path), "{}")
    assert unchanged._find(asked) == path
    assert unchanged.answer(BUILD) is None


def test_the_answer_is_that_of_the_build(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["allocdoc", *BUILD])
    __main__.main()
    assert capsys.readouterr() == (SAID, "")
    assert run().output == SAID
    # Where it cannot be printed, the command itself says why.
    with monkeypatch.context() as patch, (project / "docs/index.md").open() as file:
        patch.setattr(sys, "stdout", file)
        assert not __main__._said((SAID, ""))


def test_a_nearer_project_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "build/logs")
    assert run().exit_code == 0
    assert unchanged.answer(BUILD) is not None
    with added(project / "build/logs/pyproject.toml"):
        assert unchanged.answer(BUILD) is None
    shutil.rmtree(project / "build" / unchanged.FOLDER)
    monkeypatch.chdir(project)
    assert run().output == SAID
    assert unchanged.answer(BUILD) == (SAID, "")


def test_all_that_the_build_looks_at_is_watched(project: Path) -> None:
    seen: set[str] = set()
    is_listening = True

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if is_listening and event in ("open", "os.listdir", "os.scandir"):
            path = arguments[0]
            if not isinstance(path, int):  # of what is open already
                seen.add(str(Path(os.fsdecode(path or ".")).absolute()))

    watch = json.loads(record_of(project).read_bytes())["watched"]
    sys.addaudithook(hear)  # there is no way to take it back
    done = run()
    is_listening = False
    assert done.output == SAID
    known = {*watch["folders"], *watch["names"], *watch["files"], os.devnull}
    no_matter = (
        *(sys.prefix, sys.base_prefix),  # their packages have lists of files
        *(f"{gettempdir()}/allocdoc-", str(project / "work")),  # what examples run in
        *(str(project / "build" / name) for name in ("lock", unchanged.FOLDER)),
    )
    assert len(seen) > 100
    assert not {
        path
        for path in seen
        if path not in known and str(Path(path).parent) not in watch["folders"]
        if not path.startswith(no_matter)
    }


def test_files_that_could_change_unseen_leave_no_record(project: Path) -> None:
    page = project / "docs/index.md"
    page.touch()
    record_of(project).unlink()
    assert run(began=page.stat().st_ctime_ns + 1_000_000).output == SAID
    assert unchanged.answer(BUILD) is None
    time.sleep(0.1)
    assert run().output == SAID
    assert unchanged.answer(BUILD) == (SAID, "")
    coarse = 5_000_000_000
    assert record._older([coarse + 1], coarse + 30_000_000)
    assert not record._older([coarse], coarse + 30_000_000)
    assert record._older([coarse], coarse + 2_100_000_000)


@pytest.mark.parametrize("name", ["docs/index.md", "build/html/en/index.html"])
def test_what_changes_during_the_build_leaves_no_record(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = project / name
    content = path.read_text(encoding="utf-8")
    record_of(project).unlink()
    real = site_build.build

    def build(*arguments: Any) -> list[Outcome]:
        outcomes = real(*arguments)
        write(path, content + " ")
        return outcomes

    with monkeypatch.context() as patch:
        patch.setattr("allocdoc.site.build.build", build)
        assert run().output == SAID
    assert unchanged.answer(BUILD) is None
    write(path, content)
    time.sleep(0.1)
    assert run().exit_code == 0
    assert unchanged.answer(BUILD) == (SAID, "")


def process(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", "-m", "allocdoc", "build", "gettext"]
    # Measuring coverage would import much.
    env = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


def test_only_a_good_build_leads_to_it_and_then_little_is_imported(site_project: Path) -> None:
    page, records = site_project / "docs/index.md", site_project / "build" / unchanged.FOLDER
    write(records / "old.json", "")
    append(page, "\n```{toctree}\nnowhere\n```\n")
    done = process(site_project)
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert not records.exists()
    write(page, page.read_text(encoding="utf-8").replace("nowhere\n", "second\n"))
    time.sleep(0.1)
    assert process(site_project).returncode == 0
    done = process(site_project)
    assert done.stdout == "en     2 templates   unchanged   build/gettext\n"
    assert done.returncode == 0
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "allocdoc.site.unchanged" in modules
    assert not modules & {"click", "dataclasses", "pathlib", "hashlib", "allocdoc.cli", "sphinx"}


@pytest.mark.parametrize(
    ("change", "is_sure"),
    [
        ({}, True),
        ({"runtime": None}, False),
        ({"search": Tool(Path("/elsewhere/pagefind"), "1")}, False),
        ({"search": None}, False),
    ],
)
def test_programs_that_may_be_others_next_time_leave_no_record(
    tmp_path: Path, change: dict[str, Any], is_sure: bool
) -> None:
    program = Tool(Path(sys.path[-1], "pagefind"), "1")
    request = Request(FORMATS["html"], (), tmp_path, 1, search=program, runtime=tmp_path)
    with nullcontext() if is_sure else pytest.raises(watched.Doubt):
        [*watched._programs(replace(request, **change))]


def test_a_search_that_cannot_be_installed_meanwhile_is_sure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert not [*watched._programs(Request(FORMATS["html"], (), tmp_path, 1, runtime=tmp_path))]


def test_a_fresh_build_leaves_no_record(site_project: Path) -> None:
    request = Request(FORMATS["html"], (), site_project / "build/html", 1, fresh=True)
    assert record.before(settings.load(site_project), [request], BUILD, time.time_ns()) is None


def test_a_folder_that_is_gone_leaves_no_record(
    site_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = site_project / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert record.before(settings.load(site_project), [], BUILD, time.time_ns()) is None
    assert unchanged.answer(BUILD) is None


def test_a_build_that_failed_leaves_no_record(
    site_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site_project)
    project = settings.load(site_project)
    request = Request(FORMATS["gettext"], project.languages[:1], project.build / "gettext", 1)
    earlier = record.before(project, [request], ["build", "gettext"], time.time_ns())
    assert earlier is not None
    failed = Outcome(plan(project, request)[0], 0, (Finding("x", is_error=True),))
    write(project.build / unchanged.FOLDER / "old.json", "{}")
    record.leave(earlier, project, [Built(request, [failed])], [], str)
    assert not (project.build / unchanged.FOLDER).exists()


def test_the_interface_and_the_glossary_may_lie_elsewhere(site_project: Path) -> None:
    words, terms = site_project.parent / "words/ru/words.po", site_project.parent / "terms.toml"
    write(words, "")
    project = replace(settings.load(site_project), interface=words.parents[1], glossary=terms)
    request = Request(FORMATS["latex"], (), site_project / "build/latex", 1)
    inputs = watched.inputs(project, [request])
    states = [inputs.state()[0]]
    for path in (words, terms):
        write(path, "new")
        states.append(inputs.state()[0])
    assert len({*states}) == 3


def test_fonts_count_for_books(
    site_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    font = next(one.path for one in typst.Fonts().fonts() if one.path)
    monkeypatch.setenv("HOME", str(tmp_path))
    book = Built(Request(FORMATS["pdf"], (), tmp_path, 1), [])
    fonts = watched.read(settings.load(site_project), [book])
    assert str(font) in fonts.files
    before = fonts.state()
    write(tmp_path / ".config/fontconfig/fonts.conf", "")
    configured = fonts.state()
    (tmp_path / ".fonts").mkdir()
    shutil.copy(font, tmp_path / ".fonts/new.ttf")
    assert before != configured != fonts.state()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert not watched.read(settings.load(site_project), [book]).names
