"""A change of any kind of input changes the key; what is no input does not."""

import importlib.util
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from allocdoc import settings
from allocdoc.site import fingerprint
from allocdoc.site.fingerprint import INPUTS, Fingerprint, Inputs
from allocdoc.site.formats import FORMATS
from allocdoc.site.place import MARK
from allocdoc.site.plan import Job, Request, plan


def job_of(root: Path, kind: str = "html", code: str = "ru", out: str = "build/html") -> Job:
    project = settings.load(root)
    language = {one.code: one for one in project.languages}[code]
    return plan(project, Request(FORMATS[kind], (language,), root / out, 1))[0]


def key_of(
    root: Path, results: dict[str, str] | None = None, job: Job | None = None
) -> Fingerprint:
    job = job or job_of(root)
    inputs = Inputs.read(settings.load(root), results or {"adding": "key"}, [job.output.parent])
    return inputs.of(job)


def append(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("# more\n")


TOOLS = ["conf.py", "pyproject.toml", "_ext/mine.py", "_templates/layout.html", "_static/x/y.css"]
CONTENT = [
    *(
        "docs/index.md",
        "docs/_static/node_modules/a.js",
        "docs/new.md",
        "docs/deep/new.md",
        "docs/.hidden/x.md",
        "docs/picture.svg",
    ),
    *("examples/adding.py", "examples/new.rs", "locale/ru/LC_MESSAGES/second.po"),
    "locale/ru/LC_MESSAGES/new.po",
]
NO_INPUT = [
    *("build/html/ru/index.html", "build/x", ".git/index", ".cache/x", ".coverage"),
    *("locale/es/LC_MESSAGES/second.po", "examples/__pycache__/adding.pyc", "node_modules/a.js"),
    *("docs/.git/x", "deep/.hidden/x"),
]


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_makes_a_build_fresh(site_project: Path, name: str) -> None:
    before = key_of(site_project)
    append(site_project / name)
    after = key_of(site_project)
    assert after.tools != before.tools
    assert after.content == before.content


@pytest.mark.parametrize("name", CONTENT)
def test_content_makes_a_build_necessary(site_project: Path, name: str) -> None:
    before = key_of(site_project)
    append(site_project / name)
    after = key_of(site_project)
    assert after.content != before.content
    assert after.tools == before.tools


@pytest.mark.parametrize("name", NO_INPUT)
def test_what_is_no_input_changes_nothing(site_project: Path, name: str) -> None:
    with (site_project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("[other]\n")
    table = (site_project / "pyproject.toml").read_text(encoding="utf-8")
    spanish = '{ code = "es", name = "Español" },'
    table = table.replace("languages = [", f"languages = [{spanish}")
    (site_project / "pyproject.toml").write_text(table, encoding="utf-8")
    before = key_of(site_project)
    append(site_project / name)
    assert key_of(site_project) == before


@pytest.mark.parametrize("name", ["docs/second.md", "examples/adding.py", "conf.py"])
def test_a_removed_or_renamed_file_changes_the_key(site_project: Path, name: str) -> None:
    before, job = key_of(site_project), job_of(site_project)
    path = site_project / name
    path.rename(path.with_name("renamed.txt"))
    renamed = key_of(site_project, job=job)
    path.with_name("renamed.txt").unlink()
    assert len({before, renamed, key_of(site_project, job=job)}) == 3


def test_an_undone_change_gives_the_old_key(site_project: Path) -> None:
    page = site_project / "docs" / "index.md"
    before, text = key_of(site_project), page.read_bytes()
    append(page)
    page.write_bytes(text)
    assert key_of(site_project) == before


def test_a_result_changes_the_key(site_project: Path) -> None:
    keys = [key_of(site_project, {"adding": key}) for key in ("one", "two")]
    assert keys[0].content != keys[1].content


def test_the_command_line_changes_the_key(site_project: Path) -> None:
    kinds = [
        job_of(site_project),
        job_of(site_project, kind="latex"),
        job_of(site_project, code="en"),
        job_of(site_project, out="build/elsewhere"),
    ]
    assert len({key_of(site_project, job=job).tools for job in kinds}) == 4


@pytest.mark.parametrize("name", fingerprint.ENVIRONMENT)
def test_the_environment_changes_the_key(
    site_project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = key_of(site_project)
    monkeypatch.setenv(name, "something else")
    assert key_of(site_project).tools != before.tools


@pytest.mark.parametrize(
    "how", ["os.environ['WANTED']", 'os.environ.get( "WANTED", "")', "getenv(\n  'WANTED')"]
)
def test_what_conf_py_asks_of_the_environment_changes_the_key(
    site_project: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    with (site_project / "conf.py").open("a", encoding="utf-8") as file:
        file.write(f"version = {how}\n")
    before = key_of(site_project)
    monkeypatch.setenv("UNWANTED", "1")
    assert key_of(site_project) == before
    monkeypatch.setenv("WANTED", "1")
    assert key_of(site_project).tools != before.tools


def test_the_python_changes_the_key(site_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of(site_project)
    monkeypatch.setattr(sys, "version", "3.99.0")
    assert key_of(site_project).tools != before.tools


def test_fonts_are_an_input_of_what_is_typeset(
    site_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    font = next(one.path for one in typst.Fonts().fonts() if one.path)
    folder = tmp_path / "home" / ".fonts"
    folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder.parent))
    project = settings.load(site_project)

    def key(*, typeset: bool) -> str:
        return Inputs.read(project, {}, [], fonts=typeset).content

    before, pages = key(typeset=True), key(typeset=False)
    shutil.copy(font, folder / "new.ttf")
    assert key(typeset=True) != before
    assert key(typeset=False) == pages
    (folder / "new.ttf").unlink()
    assert key(typeset=True) == before
    # Without a compiler there are no books that would have to be made again.
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert key(typeset=True) == pages


@pytest.mark.parametrize("change", ["install", "upgrade", "reinstall"])
def test_an_installed_package_changes_the_key(
    site_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    packages = tmp_path / "packages"
    info = packages / "theme-1.0.dist-info"
    info.mkdir(parents=True)
    (packages / "bare-1.0.dist-info").mkdir()
    (info / "RECORD").write_text("theme.css,sha256=1,", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages), str(tmp_path / "missing")])
    before = key_of(site_project)
    match change:
        case "install":
            (packages / "other-1.0.dist-info").mkdir()
        case "upgrade":
            info.rename(packages / "theme-1.1.dist-info")
        case _:
            (info / "RECORD").write_text("theme.css,sha256=2,", encoding="utf-8")
    assert key_of(site_project).tools != before.tools


def test_allocdoc_itself_changes_the_key(
    site_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "allocdoc"
    (package / "locale").mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.setattr(fingerprint.allocdoc, "__file__", str(package / "__init__.py"))
    before = key_of(site_project)
    append(package / "locale" / "words.po")
    assert key_of(site_project).tools != before.tools


def test_a_file_that_the_build_read_elsewhere_changes_the_key(site_project: Path) -> None:
    outside = site_project.parent / "shared.md"
    outside.write_text("one", encoding="utf-8")
    job = job_of(site_project)
    job.doctrees.mkdir(parents=True)
    (job.doctrees / INPUTS).write_text('["../shared.md", 3]', encoding="utf-8")
    before = key_of(site_project)
    assert key_of(site_project) == before
    outside.write_text("two", encoding="utf-8")
    assert key_of(site_project).recorded != before.recorded


def test_a_folder_that_the_build_read_elsewhere_changes_the_key(site_project: Path) -> None:
    job = job_of(site_project)
    job.doctrees.mkdir(parents=True)
    (job.doctrees / INPUTS).write_text('["../theme"]', encoding="utf-8")
    keys = [key_of(site_project)]
    for name in ("theme.toml", "static/theme.css"):
        append(site_project.parent / "theme" / name)
        keys.append(key_of(site_project))
    assert len({key.recorded for key in keys}) == 3


def test_modules_and_themes_from_elsewhere_are_programs(site_project: Path) -> None:
    elsewhere = site_project.parent / "lib"
    names = ("lib/module.py", "lib/theme/theme.css", "lib/shared.md", "project/examples/adding.py")
    for name in names:
        append(site_project.parent / name)
    job = job_of(site_project)
    job.doctrees.mkdir(parents=True)
    listing = ["../lib/module.py", "../lib/theme", "../lib/shared.md", "examples/adding.py"]
    (job.doctrees / INPUTS).write_text(json.dumps(listing), encoding="utf-8")
    before = key_of(site_project)
    for name in ("shared.md", "../project/examples/adding.py"):
        append(elsewhere / name)
        assert key_of(site_project).trusts(before)
    for name in ("module.py", "theme/theme.css"):
        append(elsewhere / name)
        after = key_of(site_project)
        assert not after.trusts(before)
        before = after


def test_the_interface_and_the_glossary_may_lie_elsewhere(site_project: Path) -> None:
    table = site_project / "pyproject.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(f"{text}interface = '../words'\nglossary = '../terms.toml'\n", "utf-8")
    keys = [key_of(site_project)]
    for name in ("words/ru/words.po", "terms.toml"):
        append(site_project.parent / name)
        keys.append(key_of(site_project))
    assert len({key.tools for key in keys}) == 3


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("[")])
def test_a_lost_list_of_such_files_changes_the_key(
    site_project: Path, damage: Callable[[Path], object]
) -> None:
    job = job_of(site_project)
    job.doctrees.mkdir(parents=True)
    (job.doctrees / INPUTS).write_text("[]", encoding="utf-8")
    before = key_of(site_project)
    damage(job.doctrees / INPUTS)
    assert key_of(site_project).recorded != before.recorded


def test_links_are_followed_and_loops_end(site_project: Path) -> None:
    outside = site_project.parent / "chapter"
    append(outside / "page.md")
    (site_project / "docs" / "chapter").symlink_to(outside)
    (outside / "loop").symlink_to(site_project / "docs")
    (outside / "broken").symlink_to(site_project / "nowhere")
    before = key_of(site_project)
    append(outside / "page.md")
    assert key_of(site_project).content != before.content


@pytest.mark.parametrize("mark", ["pyvenv.cfg", MARK])
def test_environments_and_outputs_are_left_out(site_project: Path, mark: str) -> None:
    append(site_project / "aside" / mark)
    before = key_of(site_project)
    append(site_project / "aside" / "deep" / "file")
    assert key_of(site_project) == before
    (site_project / "aside" / mark).unlink()
    assert key_of(site_project) != before


def test_the_place_of_a_project_is_part_of_the_key(site_project: Path) -> None:
    copy = site_project.with_name("copy")
    shutil.copytree(site_project, copy)
    assert key_of(copy) != key_of(site_project)


@given(st.lists(st.text()), st.lists(st.text()))
def test_different_lists_have_different_keys(one: list[str], other: list[str]) -> None:
    assert (fingerprint._key(one) == fingerprint._key(other)) == (one == other)
    assert fingerprint._key(one, other) != fingerprint._key([*one, *other])
