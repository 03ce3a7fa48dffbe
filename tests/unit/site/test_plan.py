"""What a request becomes: languages, folders, command lines, and requests that are refused."""

from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.settings import Settings
from allocdoc.site.formats import FORMATS
from allocdoc.site.place import MARK, PlaceError
from allocdoc.site.plan import Job, PlanError, Request, choose, plan

HTML, GETTEXT = FORMATS["html"], FORMATS["gettext"]


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    codes = ("en", "ru", "zh_CN")
    languages = [{"code": code, "name": code.upper()} for code in codes]
    (tmp_path / "conf.py").touch()
    (tmp_path / "docs").mkdir()
    return settings.parse({"languages": languages}, tmp_path)


def jobs(project: Settings, out: Path, kind: str = "html") -> list[Job]:
    languages = choose(project, FORMATS[kind], [])
    return plan(project, Request(FORMATS[kind], languages, out, 2))


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ([], ["en", "ru", "zh_CN"]),
        (["zh_CN", "en"], ["en", "zh_CN"]),
        (["zh-CN"], ["zh_CN"]),
        (["ru", "ru"], ["ru"]),
    ],
)
def test_languages_are_chosen_in_the_order_of_the_settings(
    project: Settings, wanted: list[str], got: list[str]
) -> None:
    assert [language.code for language in choose(project, HTML, wanted)] == got


def test_an_unknown_language_is_refused_with_those_that_are_known(project: Settings) -> None:
    with pytest.raises(PlanError, match=r"^unknown language \(got xx, want one of en, ru, zh_CN"):
        choose(project, HTML, ["en", "xx"])


def test_templates_come_in_the_source_language_alone(project: Settings) -> None:
    assert [language.code for language in choose(project, GETTEXT, [])] == ["en"]
    with pytest.raises(PlanError, match=r"\(got ru, want en\)"):
        choose(project, GETTEXT, ["ru"])


def test_every_language_has_folders_of_its_own(project: Settings) -> None:
    planned = jobs(project, project.build / "html")
    for part in ("output", "staging", "doctrees", "log", "warnings", "stamp"):
        assert len({getattr(job, part) for job in planned}) == 3
    assert planned[1].output == project.build / "html" / "ru"
    assert planned[1].doctrees == project.build / "doctrees" / "html" / "ru"
    assert planned[1].log == project.build / "logs" / "html-ru.log"


def test_one_output_where_a_format_is_not_translated(project: Settings) -> None:
    out = project.build / "gettext"
    assert [job.output for job in jobs(project, out, "gettext")] == [out]


def test_the_arguments(project: Settings) -> None:
    job = jobs(project, project.build / "html")[1]
    arguments = job.arguments(fresh=False)
    assert arguments[:2] == ["-b", "html"]
    assert "language=ru" in arguments
    assert arguments[-2:] == [str(project.source), str(job.staging)]
    assert "-E" not in arguments
    assert "-E" in job.arguments(fresh=True)


def test_a_project_without_conf_py_is_refused(project: Settings) -> None:
    (project.root / "conf.py").unlink()
    with pytest.raises(PlanError, match=r"conf\.py: no such file"):
        jobs(project, project.build / "html")


@pytest.mark.parametrize("out", [".", "..", "docs", "docs/html", "locale", "examples/x"])
def test_an_output_among_the_inputs_is_refused(project: Settings, out: str) -> None:
    with pytest.raises(PlanError, match="overlaps with"):
        jobs(project, (project.root / out).resolve())


def test_an_output_below_a_source_that_is_the_root_is_not_refused(tmp_path: Path) -> None:
    (tmp_path / "conf.py").touch()
    (tmp_path / "docs").mkdir()
    assert jobs(settings.parse({"source": "."}, tmp_path), tmp_path / "public")


def test_a_folder_that_somebody_else_made_is_not_replaced(project: Settings) -> None:
    foreign = project.root / "public" / "ru"
    foreign.mkdir(parents=True)
    with pytest.raises(PlaceError, match=r"public/ru: in the way"):
        jobs(project, foreign.parent)
    (foreign / MARK).touch()
    assert jobs(project, foreign.parent)


def test_the_build_folder_itself_is_not_replaced(project: Settings) -> None:
    project.build.mkdir()
    with pytest.raises(PlaceError, match=r"build: in the way"):
        jobs(project, project.build, "gettext")


def test_a_folder_of_pages_that_is_not_there_is_named(project: Settings, tmp_path: Path):
    project.source.rmdir()
    with pytest.raises(PlanError, match=r"docs: no such folder \(want the pages"):
        jobs(project, tmp_path / "out")
