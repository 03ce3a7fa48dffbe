"""The hostile catalogs of the corpus, built for real: none of them reaches a page.

One project has a page for each catalog, with the passages that the catalog pretends to translate.
What the Russian build makes of it has to have the structure of the English one, tag for tag.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import Tag

from .conftest import Build, Project

CORPUS = Path(__file__).parents[1] / "data/catalogs/hostile"
CATALOGS = sorted(CORPUS.glob("ru-*.po"))
# Emphasis that stays open is a warning: the text is shown, with its stars.
BROKEN = [path for path in CATALOGS if b"expect: emphasis.open\n" not in path.read_bytes()]
FOLDER = Path("locale/ru/LC_MESSAGES")
CONF = """
    project = "Hostile"
    extensions = ["allocdoc"]
    gettext_compact = False
    html_theme = "basic"
    html_permalinks = False
    smartquotes = False
    suppress_warnings = ["myst", "docutils", "toc", "ref", "image", "download"]
    myst_enable_extensions = [
        "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
        "fieldlist", "strikethrough", "substitution",
    ]
    myst_substitutions = {"version": "1", "product": "it"}
"""


def _passages(catalog: Path) -> list[str]:
    """Return what a catalog pretends to translate, if that can be told at all."""
    try:
        with catalog.open(encoding="utf-8") as file:
            found = [message.id for message in read_po(file)]
    except (ValueError, AttributeError, LookupError):
        found = []
    return [text for text in found if isinstance(text, str) and text] or ["Some words."]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Build]:
    """Build the project in both languages, as pages and as LaTeX."""
    project = Project(tmp_path_factory.mktemp("hostile"))
    project.write("conf.py", CONF)
    languages = '[{ code = "en", name = "English" }, { code = "ru", name = "Русский" }]'
    project.write("pyproject.toml", f"[tool.allocdoc]\nlanguages = {languages}\n")
    names = "\n".join(catalog.stem for catalog in CATALOGS)
    (project.root / FOLDER).mkdir(parents=True)
    project.write("docs/index.md", "# Index\n")
    (project.root / "docs/index.md").write_text(f"# Index\n\n```{{toctree}}\n{names}\n```\n")
    for catalog in CATALOGS:
        rst = catalog.stem.startswith("ru-rst-")
        title = f"{catalog.stem}\n{'=' * 40}\n" if rst else f"# {catalog.stem}\n"
        text = "\n\n".join([title, *_passages(catalog), "The end.\n"])
        page = project.root / f"docs/{catalog.stem}.{'rst' if rst else 'md'}"
        page.write_text(text, encoding="utf-8")
        shutil.copy(catalog, project.root / FOLDER)
    return {
        (builder, language): project.build(builder, language)
        for builder in ("html", "latex")
        for language in ("en", "ru")
    }


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_each_is_named_and_the_build_fails(builds, builder: str) -> None:
    assert builds[builder, "en"].status == 0
    assert builds[builder, "ru"].status == 1
    named = set(
        re.findall(
            rf"^{FOLDER.as_posix()}/(ru-[\w-]+)\.po:\d+: (?:ERROR|WARNING)",
            builds[builder, "ru"].said,
            re.MULTILINE,
        )
    )
    assert named == {catalog.stem for catalog in CATALOGS}


def _skeleton(node: Tag) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the tags and attributes below a node, the marks of untranslated passages aside."""
    for mark in node.select(".allocdoc-translate, .allocdoc-earlier, .allocdoc-translation"):
        mark.decompose()
    for span in node.select("span:not([class]):not([id])"):
        span.unwrap()  # what holds the language of a passage
    found = []
    for tag in node.find_all(True):
        classes = [name for name in tag.get("class", []) if not name.startswith("allocdoc-un")]
        others = {k: str(v) for k, v in tag.attrs.items() if k not in ("class", "lang")}
        found.append((tag.name, sorted({**others, "class": " ".join(classes)}.items())))
    return found


@pytest.mark.parametrize("catalog", BROKEN, ids=lambda catalog: catalog.stem)
def test_the_page_has_the_structure_of_its_source(builds, catalog: Path) -> None:
    source = builds["html", "en"].page(catalog.stem).find(class_="body")
    shown = builds["html", "ru"].page(catalog.stem).find(class_="body")
    assert _skeleton(shown) == _skeleton(source)
    assert shown.get_text().split() == source.get_text().split()


def test_latex_is_that_of_the_source(builds) -> None:
    def commands(language: str) -> list[str]:
        [path] = builds["latex", language].out.glob("*.tex")
        _, _, body = path.read_text(encoding="utf-8").partition(r"\chapter")
        found = re.findall(r"\\[A-Za-z]+|\\href\{[^}]*\}", body)
        return [one for one in found if one not in (r"\sphinxstylestrong", r"\sphinxstyleemphasis")]

    assert commands("ru") == commands("en")
