"""A build that waits for a save: what it tells, and where it puts what is wrong."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import sphinx.locale

from allocdoc import settings
from allocdoc.site.formats import FORMATS
from allocdoc.site.plan import Request, plan
from allocdoc.site.preview.building import Build
from allocdoc.site.preview.process import order_of
from allocdoc.site.preview.report import Go, Report
from allocdoc.site.preview.spots import Spots
from allocdoc.sphinxext.bilingual import mark_of


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """Let no build find the words of another one."""
    sphinx.locale.translators.clear()
    gettext._translations.clear()
    yield
    sphinx.locale.translators.clear()


@dataclass(slots=True)
class Process:
    """Builds of a small project in a language."""

    root: Path
    language: str = "ru"
    reports: list[Report] = field(default_factory=list)

    def build(self, *, is_first: bool = True, examples: bool = False, edit=lambda: None) -> Report:
        project = settings.load(self.root)
        code = next(one for one in project.languages if one.code == self.language)
        request = Request(FORMATS["html"], (code,), project.build / "preview/html", 1)
        (job,) = plan(replace(project, build=project.build / "preview"), request)

        def wait() -> Go:
            edit()
            return Go(frozenset({"second.html"}), examples)

        self.reports.clear()
        Build(order_of(job), is_first, wait, self.reports.append, Spots(project)).run()
        sphinx.locale.translators.clear()
        return self.reports[-1]

    @property
    def kinds(self) -> list[str]:
        return [report.kind for report in self.reports]

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def page(self, name: str) -> str:
        path = self.root / "build/preview/html" / self.language / name
        return path.read_text(encoding="utf-8")


@pytest.fixture
def process(site_project: Path) -> Process:
    return Process(site_project)


CATALOG = "locale/ru/LC_MESSAGES/second.po"


def test_what_is_saved_while_it_waits_is_built(process: Process) -> None:
    done = process.build(edit=lambda: process.edit(CATALOG, "Предложение.", "Другое."))
    # The open page is written before the others.
    assert process.kinds == ["ready", "written", "written", "done"]
    assert "Другое." in process.page("second.html")
    assert set(done.read) == set(done.written) == {"docs/index.md", "docs/second.md"}
    assert done.found == ()
    theme = process.root / "theme"
    process.edit("conf.py", "html_theme", f"templates_path = ['{theme.name}']\nhtml_theme")
    ready, *_, done = process.reports if process.build() else []
    assert str(theme) in ready.inputs


def test_an_example_that_was_saved_while_it_waits_is_run(process: Process) -> None:
    process.build()
    broken = process.build(
        is_first=False,
        examples=True,
        edit=lambda: process.edit("examples/adding.py", "\n2\n", "\n3\n"),
    )
    (found,) = broken.found
    assert found.text.startswith("examples/adding.py:3: ERROR: ")
    assert (found.spot, found.phase) == ("example-adding", "")
    assert 'id="example-adding"' in process.page("second.html")


def test_findings_have_their_spots(process: Process) -> None:
    process.edit(CATALOG, '"Предложение."', '"`Предложение`."')
    process.edit(
        "docs/second.md", "A sentence.\n", "A sentence.\n\nA {doc}`lost` link,\nand {nothing}`x`.\n"
    )
    done = process.build()
    text = "A {doc}`lost` link, and {nothing}`x`."
    spots = {found.path: found.spot for found in done.found}
    assert spots[CATALOG] == mark_of("A sentence.")
    pages = [found for found in done.found if found.path == "docs/second.md"]
    assert {found.phase for found in pages} == {"reading", "writing"}
    assert {found.spot for found in pages} == {mark_of(text)}


def test_a_catalog_that_cannot_be_read_has_no_spot(process: Process) -> None:
    (process.root / CATALOG).write_bytes(b'msgid "\xff')
    (found,) = process.build().found
    assert (found.path, found.spot) == (CATALOG, "")


def test_a_page_that_goes_is_named(process: Process) -> None:
    process.build()

    def remove() -> None:
        (process.root / "docs/second.md").unlink()
        process.edit("docs/index.md", "second\n", "")

    done = process.build(edit=remove)
    assert done.removed == ("second.html",)
    assert "docs/second.md" in done.read


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("conf.py", "project =", "project = =", "conf.py"),
        ("conf.py", "project =", "nothing\nproject =", "NameError"),
        (
            "conf.py",
            "project =",
            "def setup(app):\n    1 / 0\nproject =",
            "conf.py:2: ZeroDivisionError",
        ),
        ("examples/adding.py", "def total(", "def total((", "examples/adding.py:8: not Python"),
    ],
)
def test_what_cannot_be_built_leaves_the_pages(
    process: Process, name: str, old: str, new: str, said: str
) -> None:
    process.build()
    before = process.page("second.html")
    process.edit(name, old, new)
    failed = process.build(is_first=False)
    assert failed.kind == "failed"
    assert said in failed.found[-1].text
    assert failed.found[-1].is_error
    assert process.page("second.html") == before


def test_shared_files_are_written_by_the_first_build_alone(process: Process) -> None:
    process.edit("conf.py", "html_theme", "html_extra_path = ['extra']\nhtml_theme")
    (process.root / "extra").mkdir()
    (process.root / "extra/robots.txt").write_text("one", encoding="utf-8")
    process.build()
    (process.root / "extra/robots.txt").write_text("two", encoding="utf-8")
    process.build(is_first=False)
    assert process.page("robots.txt") == "one"
    process.build()
    assert process.page("robots.txt") == "two"


def test_other_templates_than_sphinx_own_are_left_alone(process: Process) -> None:
    process.edit(
        "conf.py",
        "html_theme",
        "allocdoc_csp = False\ntemplate_bridge = 'bridge.Bridge'\nhtml_theme",
    )
    bridge = "from sphinx.jinja2glue import BuiltinTemplateLoader\n\n\nclass Bridge:\n"
    bridge += "    def __init__(self):\n        self.inner = BuiltinTemplateLoader()\n\n"
    bridge += "    def __getattr__(self, name):\n        return getattr(self.inner, name)\n"
    (process.root / "bridge.py").write_text(bridge, encoding="utf-8")
    process.edit(
        "conf.py",
        "project =",
        "import sys\nsys.path.insert(0, __file__.rpartition('/')[0])\nproject =",
    )
    assert process.build().kind == "done"
