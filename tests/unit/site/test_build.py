"""Real builds of a small project: what is built, what is left alone, what keeps failing."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import pypdfium2
import pytest

from allocdoc import settings
from allocdoc.site import processes
from allocdoc.site.build import Outcome, build
from allocdoc.site.fingerprint import INPUTS
from allocdoc.site.formats import FORMATS
from allocdoc.site.lock import BusyError, alone
from allocdoc.site.place import MARK
from allocdoc.site.plan import Request, choose
from allocdoc.site.search import Tool, tool


def run(
    root: Path, *codes: str, kind: str = "html", out: str = "", said: list[str] | None = None
) -> dict[str, Outcome]:
    project = settings.load(root)
    languages = choose(project, FORMATS[kind], codes)
    folder = root / out if out else project.build / kind
    progress = [] if said is None else said
    outcomes = build(project, Request(FORMATS[kind], languages, folder, 2), progress.append)
    return {outcome.job.language.code: outcome for outcome in outcomes}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def texts(outcome: Outcome) -> list[str]:
    return [finding.text for finding in outcome.findings]


def words(book: Path) -> str:
    """Return the text of a PDF."""
    pages = pypdfium2.PdfDocument(book)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def log(root: Path, name: str) -> str:
    return (root / "build" / "logs" / f"{name}.log").read_text(encoding="utf-8")


def test_a_tree_of_languages_under_a_root_page(site_project: Path) -> None:
    said: list[str] = []
    outcomes = run(site_project, said=said)
    assert [outcome.findings for outcome in outcomes.values()] == [(), ()]
    assert [outcome.pages for outcome in outcomes.values()] == [2, 2]
    assert all(outcome.seconds > 0 and outcome.complete for outcome in outcomes.values())
    out = site_project / "build" / "html"
    assert {path.name for path in out.iterdir()} == {
        *("en", "ru", "index.html", "404.html", "root.css", "root.js", "robots.txt", ".nojekyll"),
    }
    assert "no sitemap.xml: tool.allocdoc.base_url is not set" in said
    assert "Предложение." in (out / "ru" / "second.html").read_text(encoding="utf-8")
    assert "# Сложить." in (out / "ru" / "second.html").read_text(encoding="utf-8")
    assert "A sentence." in (out / "en" / "second.html").read_text(encoding="utf-8")
    assert "<title>Small &amp; sound</title>" in (out / "index.html").read_text(encoding="utf-8")
    assert "build succeeded" in log(site_project, "html-ru")
    assert "building en, ru" in said
    assert any(line.startswith("ru: done after ") for line in said)
    assert "example adding: passed" in said

    again = run(site_project)
    assert all(outcome.unchanged and not outcome.failed for outcome in again.values())
    assert [outcome.pages for outcome in again.values()] == [2, 2]

    catalog = site_project / "locale/ru/LC_MESSAGES/second.po"
    edit(catalog, "Предложение.", "Фраза.")
    third = run(site_project)
    assert (third["en"].unchanged, third["ru"].unchanged) == (True, False)
    assert "Фраза." in (out / "ru" / "second.html").read_text(encoding="utf-8")


def test_an_edited_page_changes_the_menu_of_others_and_a_removed_one_goes(
    site_project: Path,
) -> None:
    edit(site_project / "conf.py", '"basic"', '"alabaster"')
    run(site_project, "en")
    out = site_project / "build/html/en"
    edit(site_project / "docs/second.md", "The second page", "Another title")
    run(site_project, "en")
    assert "Another title" in (out / "index.html").read_text(encoding="utf-8")
    assert "removed 'en'" not in log(site_project, "html-en")

    (site_project / "docs/second.md").unlink()
    edit(site_project / "docs/index.md", "second\n", "")
    assert run(site_project, "en")["en"].pages == 1
    assert not (out / "second.html").exists()


def test_a_warning_fails_every_build_until_it_is_mended(site_project: Path) -> None:
    edit(site_project / "docs/second.md", "A sentence.", "A [bad](nowhere.md) link.")
    for _ in range(2):
        outcomes = run(site_project)
        assert {code: len(outcome.findings) for code, outcome in outcomes.items()} == {
            "en": 1,
            "ru": 1,
        }
        assert texts(outcomes["en"])[0].startswith("docs/second.md:3: WARNING: ")
        assert outcomes["en"].complete
        assert not list((site_project / "build").glob("stamps/*"))
    edit(site_project / "docs/second.md", "[bad](nowhere.md)", "good")
    assert not run(site_project, "en")["en"].failed


def test_a_build_that_cannot_go_on_keeps_the_pages_of_the_last(site_project: Path) -> None:
    run(site_project, "en")
    page = site_project / "build/html/en/index.html"
    before = page.read_bytes()
    edit(site_project / "conf.py", '"allocdoc"', '"no_such_extension"')
    for _ in range(2):
        outcome = run(site_project, "en")["en"]
        assert not outcome.complete
        assert "Could not import extension no_such_extension" in texts(outcome)[0]
        assert page.read_bytes() == before
        assert not outcome.job.staging.exists()
    edit(site_project / "conf.py", '"no_such_extension"', '"allocdoc"')
    assert run(site_project, "en")["en"].findings == ()


def test_a_process_that_is_killed_is_a_failure(site_project: Path) -> None:
    with (site_project / "conf.py").open("a", encoding="utf-8") as file:
        file.write("import os\nos._exit(7)\n")
    warnings = site_project / "build/logs/html-en.warnings"
    warnings.parent.mkdir(parents=True)
    warnings.write_text("docs/index.md:1: WARNING: of the last build\n", encoding="utf-8")
    outcome = run(site_project, "en")["en"]
    assert texts(outcome) == ["build/logs/html-en.log: ERROR: sphinx-build ended with 7"]
    assert not outcome.complete


def test_a_failed_example_fails_every_build(site_project: Path) -> None:
    run(site_project, "en")
    example = site_project / "examples/adding.py"
    edit(example, "\n2\n", "\n3\n")
    for _ in range(2):
        outcome = run(site_project, "en")["en"]
        assert len(outcome.findings) == 1
        assert outcome.findings[0].is_error
        assert texts(outcome)[0].startswith("examples/adding.py:3: ERROR: ")
        assert outcome.complete
    page = site_project / "build/html/en/second.html"
    assert "allocdoc-failure" in page.read_text(encoding="utf-8")
    edit(example, "\n3\n", "\n2\n")
    assert run(site_project, "en")["en"].findings == ()


def test_what_is_gone_from_the_output_is_built_again(site_project: Path) -> None:
    run(site_project, "en")
    page = site_project / "build/html/en/second.html"
    page.unlink()
    assert not run(site_project, "en")["en"].unchanged
    assert page.is_file()
    (site_project / "build/html/index.html").unlink()
    assert run(site_project, "en")["en"].unchanged
    assert (site_project / "build/html/index.html").is_file()


def test_a_file_that_conf_py_reads_elsewhere_counts(site_project: Path) -> None:
    outside = site_project.parent / "shared.txt"
    outside.write_text("one", encoding="utf-8")
    with (site_project / "conf.py").open("a", encoding="utf-8") as file:
        file.write(
            "import json, pathlib\n"
            "def note(app, exception):\n"
            f"    listing = pathlib.Path(app.doctreedir, {INPUTS!r})\n"
            f"    listing.write_text(json.dumps([{str(outside)!r}]))\n"
            "def setup(app): app.connect('build-finished', note)\n"
        )
    run(site_project, "en")
    assert run(site_project, "en")["en"].unchanged
    outside.write_text("two", encoding="utf-8")
    assert not run(site_project, "en")["en"].unchanged


def test_a_page_edited_during_the_build_is_built_again(site_project: Path) -> None:
    with (site_project / "conf.py").open("a", encoding="utf-8") as file:
        file.write(
            "import pathlib\n"
            "page = pathlib.Path(__file__).parent / 'docs' / 'second.md'\n"
            "def edit(app, exception): page.write_text('# Late\\n')\n"
            "def setup(app): app.connect('build-finished', edit)\n"
        )
    run(site_project, "en")
    assert not run(site_project, "en")["en"].unchanged
    assert run(site_project, "en")["en"].unchanged


@pytest.mark.parametrize(
    ("kind", "codes", "file"),
    [
        ("latex", ["en", "ru"], "latex/ru/smallsound.tex"),
        ("gettext", ["en"], "gettext/second.pot"),
    ],
)
def test_other_formats(site_project: Path, kind: str, codes: list[str], file: str) -> None:
    outcomes = run(site_project, kind=kind)
    assert list(outcomes) == codes
    assert [texts(outcome) for outcome in outcomes.values()] == [[]] * len(codes)
    assert (site_project / "build" / file).is_file()
    assert not (site_project / "build" / kind / "index.html").exists()
    assert all(outcome.unchanged for outcome in run(site_project, kind=kind).values())


def test_a_folder_of_the_readers_choice_is_marked_and_replaced(site_project: Path) -> None:
    run(site_project, "en", out="public")
    assert (site_project / "public/en" / MARK).is_file()
    (site_project / "public/en/left-over.html").touch()
    edit(site_project / "docs/second.md", "A sentence.", "Another.")
    run(site_project, "en", out="public")
    assert not (site_project / "public/en/left-over.html").exists()
    assert run(site_project, "en", out="public")["en"].unchanged


def test_one_build_at_a_time(site_project: Path) -> None:
    with alone(site_project / "build"), pytest.raises(BusyError):
        run(site_project)


def test_a_stop_leaves_no_stamp(site_project: Path) -> None:
    run(site_project, "en")
    stamp = site_project / "build/stamps/html-en.json"
    assert json.loads(stamp.read_text(encoding="utf-8"))["files"]
    begun = site_project / "build" / "begun"
    with (site_project / "conf.py").open("a", encoding="utf-8") as file:
        file.write(f"open({str(begun)!r}, 'x').close()\nimport time\ntime.sleep(60)\n")

    def interrupt() -> None:
        deadline = time.monotonic() + 60
        while not begun.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    other = threading.Thread(target=interrupt)
    other.start()
    with pytest.raises(KeyboardInterrupt):
        run(site_project, "en")
    other.join()
    assert begun.exists()
    assert not stamp.exists()
    assert (site_project / "build/html/en/index.html").is_file()


def test_an_edited_example_runs_alone_for_all_languages_and_formats(
    site_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Typst has threads, which other tests may have started here, and which no fork would have.
    monkeypatch.setattr(processes, "METHOD", "spawn")
    adding = (site_project / "examples/adding.py").read_text(encoding="utf-8")
    (site_project / "examples/other.py").write_text(adding, encoding="utf-8")
    edit(site_project / "docs/index.md", "# Welcome\n", "# Welcome\n\n```{example} other\n```\n")

    def built() -> dict[Path, int]:
        """Build, and return what was kept of each run, and when."""
        for kind in ("pdf", "epub", "html"):
            outcomes = run(site_project, kind=kind)
            assert not any(one.unchanged for one in outcomes.values())
        kept = (site_project / "build/examples-cache").rglob("*.json")
        return {path: path.stat().st_mtime_ns for path in kept}

    before = built()
    assert len(before) == 2
    edit(site_project / "examples/other.py", "Add them.", "Add both.")
    after = built()
    assert len(after) == 3
    assert before.items() < after.items()
    for code in ("en", "ru"):
        [book] = (site_project / f"build/pdf/{code}").glob("*.pdf")
        assert "Add both." in words(book)
        page = site_project / f"build/html/{code}/index.html"
        assert "Add both." in page.read_text(encoding="utf-8")
        assert "reading sources... [100%] index" in log(site_project, f"html-{code}")


def test_an_index_that_cannot_be_made_is_an_error(site_project: Path) -> None:
    project = settings.load(site_project)
    nothing = Tool(site_project / "nothing", "0")
    out = project.build / "html"
    request = Request(FORMATS["html"], project.languages, out, 2, search=nothing)
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            build(project, request, lambda _: None)


def test_an_index_is_made_while_other_languages_are_built(site_project: Path) -> None:
    pagefind = tool()
    assert pagefind is not None
    project = settings.load(site_project)
    out = project.build / "html"
    request = Request(FORMATS["html"], project.languages, out, 2, search=pagefind)
    assert all(outcome.indexed for outcome in build(project, request, lambda _: None))
    keys = {path.parent.name: path.read_bytes() for path in out.glob("_search/*/made-from.txt")}
    assert set(keys) == {"en", "ru"}
    (out / "_search/en/made-from.txt").unlink()
    edit(site_project / "locale/ru/LC_MESSAGES/second.po", "Предложение.", "Одно предложение.")
    assert all(outcome.indexed for outcome in build(project, request, lambda _: None))
    after = {path.parent.name: path.read_bytes() for path in out.glob("_search/*/made-from.txt")}
    assert after["en"] == keys["en"]
    assert after["ru"] != keys["ru"]
