"""Parts that were built apart become the site that one build makes; what is no part is refused."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from allocdoc import settings
from allocdoc.cli import main
from allocdoc.site.assemble import PartError, assemble
from allocdoc.site.build import build
from allocdoc.site.formats import FORMATS
from allocdoc.site.place import MARK, PlaceError
from allocdoc.site.plan import PlanError, Request, choose


def built(root: Path, out: Path, *codes: str) -> Path:
    project = settings.load(root)
    languages = choose(project, FORMATS["html"], codes)
    outcomes = build(project, Request(FORMATS["html"], languages, out, 2), lambda _: None)
    assert not [finding for outcome in outcomes for finding in outcome.findings]
    return out


def put_together(root: Path, out: Path, *parts: Path) -> None:
    project = settings.load(root)
    assemble(project, parts, project.languages, out)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def part(folder: Path, *codes: str) -> Path:
    for code in codes:
        (folder / code).mkdir(parents=True)
        (folder / code / MARK).touch()
        (folder / code / "index.html").write_text(f"{folder.name}: {code}", encoding="utf-8")
    return folder


def test_two_machines_make_the_bytes_of_one(
    site_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    pyproject = site_project / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(f'{text}base_url = "https://example.org/"\n', encoding="utf-8")
    other = tmp_path / "other machine" / "checkout"
    shutil.copytree(site_project, other)
    parts = [
        built(site_project, tmp_path / "part-en", "en"),
        built(other, tmp_path / "part-ru", "ru"),
    ]
    put_together(site_project, tmp_path / "public", *parts)
    whole = built(site_project, tmp_path / "whole")
    assert tree(tmp_path / "public") == tree(whole)
    assert {"ru/second.html", "sitemap.xml", "404.html"} <= set(tree(whole))


def test_a_second_time_replaces_the_first_and_parts_are_left_alone(
    site_project: Path, tmp_path: Path
) -> None:
    out, parts = tmp_path / "public", [part(tmp_path / "a", "en"), part(tmp_path / "b", "ru")]
    put_together(site_project, out, *parts)
    (out / "ru" / "stale.html").touch()
    (parts[1] / "ru" / "index.html").write_text("newer", encoding="utf-8")
    put_together(site_project, out, *parts)
    assert (out / "ru" / "index.html").read_text(encoding="utf-8") == "newer"
    assert not (out / "ru" / "stale.html").exists()
    assert {path.name for path in out.iterdir()} >= {"en", "ru", "index.html"}
    assert not [path for path in out.iterdir() if path.name.endswith((".new", ".old"))]
    assert tree(parts[0]) == {f"en/{MARK}": b"", "en/index.html": b"a: en"}


def test_a_part_may_be_the_site_itself(site_project: Path, tmp_path: Path) -> None:
    out, more = part(tmp_path / "public", "en"), part(tmp_path / "b", "ru")
    put_together(site_project, out, out, more)
    assert tree(out)["en/index.html"] == b"public: en"
    assert tree(out)["ru/index.html"] == b"b: ru"


def test_what_does_not_make_a_site_is_refused(site_project: Path, tmp_path: Path) -> None:
    en, ru = part(tmp_path / "a", "en"), part(tmp_path / "b", "en", "ru")
    out, foreign = tmp_path / "public", tmp_path / "foreign"
    with pytest.raises(PartError, match=r"^no part has ru \(got en; see --language\)$"):
        put_together(site_project, out, en)
    with pytest.raises(PartError, match=r"b/en: en is there twice \(also .*a/en\)$"):
        put_together(site_project, out, en, ru)
    foreign.mkdir()
    with pytest.raises(PartError, match=r"foreign: not built by allocdoc"):
        put_together(site_project, out, foreign)
    assert not out.exists()
    (foreign / "ru").mkdir()
    with pytest.raises(PlaceError, match=r"foreign/ru: in the way"):
        put_together(site_project, foreign, ru)
    with pytest.raises(PlanError, match="overlaps"):
        put_together(site_project, site_project / "docs" / "public", ru)


def test_the_command(site_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site_project)
    paths = [str(part(tmp_path / "a", "en")), str(part(tmp_path / "b", "ru"))]

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["assemble", *arguments])

    done = command(*paths)
    assert (done.exit_code, done.output) == (0, "en, ru   build/html\n")
    assert (site_project / "build" / "html" / "ru" / "index.html").is_file()
    assert command(paths[1], "-l", "ru", "-o", "only-ru").exit_code == 0
    assert {path.name for path in Path("only-ru").iterdir()} >= {"ru", "index.html"}
    done = command(paths[0])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "ERROR no part has ru (got en; see --language)\n"
    assert command(str(tmp_path / "none")).exit_code == 2
