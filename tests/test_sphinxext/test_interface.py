"""The words around the pages: ours, Sphinx's and the theme's, in every language of ours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import furo
import pytest
import sphinx.locale
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import allocdoc
from allocdoc.sphinxext import interface

OURS = Path(allocdoc.__file__).parent
LANGUAGES = ["es", "ja", "ru", "zh_CN"]
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.i18n", "encoding": "utf-8"}}
SAME = {
    # Words that are written alike in the source and in the language.
    "es": {
        "Python",
        "Rust 2015",
        "Error",
        "Copyright",
        "Copyright &#169; %(copyright)s",
        '<a href="%(path)s">Copyright</a> &#169; %(copyright)s',
    },
    "ja": {"Python"},
    "ru": {"Python", "Rust 2015"},
    "zh_CN": {"Python", "Rust 2015"},
}


def extracted(folder: Path) -> set[str]:
    found = extract_from_dir(folder, METHODS, OPTIONS)
    return {_forms(message)[0] for _, _, message, _, _ in found}


def _forms(text: str | tuple[str, ...]) -> list[str]:
    """Return the singular and the plurals, where there are any."""
    return [text] if isinstance(text, str) else list(text)


def ours(language: str):
    path = OURS / "locale" / language / "LC_MESSAGES/allocdoc.po"
    with path.open(encoding="utf-8") as file:
        return read_po(file, abort_invalid=True)


def sphinx_own(language: str) -> set[str]:
    path = Path(sphinx.locale._LOCALE_DIR, language, "LC_MESSAGES/sphinx.mo")
    with path.open("rb") as file:
        return {str(message.id) for message in read_mo(file) if message.string}


def test_extraction_finds_words_of_both() -> None:
    assert {"Rust today", "Output of this build", "Tabbed content"} <= extracted(OURS)
    assert {"On this page", "Back to top", "Skip to content"} <= extracted(
        Path(furo.__file__).parent
    )


def test_settings_of_the_extraction_are_those_of_the_project() -> None:
    text = (OURS / "locale/babel.cfg").read_text(encoding="utf-8")
    assert re.findall(r"^\[(\w+): (.*)\]$", text, re.MULTILINE) == [(b, a) for a, b in METHODS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    wanted = extracted(OURS) | extracted(Path(furo.__file__).parent / "theme")
    wanted = {words for words in wanted if re.sub(r"<.*>", "", words).strip()}  # no bare links
    catalog = ours(language)
    there = {_forms(m.id)[0] for m in catalog if m.id and all(_forms(m.string))}
    assert wanted - there - sphinx_own(language) == set()
    assert not [message.id for message in catalog if message.fuzzy and message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_formats_and_tags(language: str) -> None:
    for message in ours(language):
        for pattern in (r"%\(\w+\)[sd]|%[sd]", r"<[^>]*>", r"&#?\w+;"):
            wanted = [sorted(re.findall(pattern, text)) for text in _forms(message.id)]
            for text in _forms(message.string) if message.id else ():
                assert sorted(re.findall(pattern, text)) in wanted, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_no_copies(language: str) -> None:
    copies = {message.id for message in ours(language) if message.id == message.string}
    assert copies <= SAME[language]


def test_plural_forms_and_language_are_in_the_header() -> None:
    for language in LANGUAGES:
        assert ours(language).locale_identifier == language


ENGLISH = [
    "Toggle site navigation sidebar",
    "Toggle table of contents sidebar",
    "Toggle Light / Dark / Auto color theme",
    "Skip to content",
    "Back to top",
    "On this page",
    "Next",
    "Previous",
    "Home",
    "Search",
    "Copyright",
    "Made with",
    "Contents",
    "Menu",
    "Expand",
    "Light mode",
    "Dark mode",
    "Link to this",
    "Please activate JavaScript",
    "Note",
    "Tip",
    "Index",
    "Languages",
    "Rust today",
    "Output of this build",
    "Expected output",
    "The tests compile",
    "The same example",
    "Tabbed content",
    "Last updated",
]


@pytest.mark.parametrize("language", ["ja", "ru"])
def test_page_has_no_english_word_of_the_interface(project_of, language: str) -> None:
    project = project_of("translations")
    project.replace("pyproject.toml", '"zh_CN"', '"ja"')
    project.replace("conf.py", "gettext_compact", 'html_last_updated_fmt = "%Y"\ngettext_compact')
    built = project.build("html", language)
    assert built.status == 0
    for name in ("index", "missing", "genindex", "search"):
        page = built.page(name)
        for passage in page.select('[lang="en"], script, style, .highlight'):
            passage.decompose()
        text = " ".join(page.stripped_strings)
        text += " ".join(
            str(found[key])
            for key in ("aria-label", "title", "placeholder", "alt")
            for found in page.select(f"[{key}]")
        )
        found = [words for words in ENGLISH if re.search(rf"\b{re.escape(words)}\b", text)]
        # The theme's credit names Sphinx and itself; only its words count.
        assert found == []


def test_labels_of_furo_are_replaced(translations) -> None:
    page = translations.build("html", "ru").page("index")
    labels = {found["aria-label"] for found in page.select("[aria-label]")}
    assert not [label for label in labels if label.startswith("Toggle")]
    english = translations.build().page("index")
    labels = {found["aria-label"] for found in english.select("[aria-label]")}
    assert set(ENGLISH[:3]) <= labels


def test_labels_and_titles_of_an_article_are_its_own(bare) -> None:
    drawing = '<svg aria-label="Back to top"><title>Menu</title></svg>'
    bare.write("conf.py", 'project = "Small"\nextensions = ["allocdoc"]\nhtml_theme = "furo"\n')
    bare.write("docs/index.md", f"# Small\n\n{drawing}\n")
    page = bare.build("html", "ru").text("index.html")
    assert page.count(drawing) == 1
    assert page.count("<title>Menu</title>") == page.count('aria-label="Back to top"') == 1


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("ru", "Найдено страниц: ${resultCount}"),
        ("ja", "${resultCount}件"),
        ("es", "${resultCount}."),
    ],
)
def test_words_of_scripts_are_filled_in(project_of, code: str, counts: str) -> None:
    project = project_of("translations")
    if code != "ru":  # which is in the project
        project.replace("pyproject.toml", '"zh_CN"', f'"{code}"')
    text = project.build("html", code).text("_static/translations.js")
    messages = json.loads(text.partition("(")[2].rpartition(")")[0])["messages"]
    forms = messages["Search finished, found one page matching the search query."]
    assert forms
    assert all(counts in form for form in forms)
    assert messages["Search Results"] not in ("", "Search Results")


def test_our_words_come_before_those_of_sphinx(project_of) -> None:
    # Sphinx's own Japanese catalog has "Tip" for "Tip".
    project = project_of("translations")
    project.replace("pyproject.toml", '"zh_CN"', '"ja"')
    project.write("docs/missing.md", "# Words\n\n:::{tip}\nText.\n:::\n")
    page = project.build("html", "ja").page("missing")
    assert page.select_one(".admonition-title").get_text() == "ヒント"
    assert ours("ja").get("Tip").string == "ヒント"


def test_language_that_we_have_no_words_for(translations) -> None:
    translations.replace("pyproject.toml", '"zh_CN"', '"fr"')
    built = translations.build("html", "fr")
    assert (built.status, built.said) == (0, "")
    assert "Rust today" in built.text("index.html")


def test_a_broken_catalog_of_ours_is_named_and_the_words_stay_english(
    translations, tmp_path, monkeypatch
) -> None:
    ours = tmp_path / "ours/locale"
    catalog = ours / "ru/LC_MESSAGES/allocdoc.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid "Languages\n', encoding="utf-8")
    monkeypatch.setattr(interface, "LOCALE", ours)
    built = translations.build("html", "ru")
    assert "LC_MESSAGES/allocdoc.po:1: po." in built.said
    assert "Output of this build" in built.text("index.html")


def test_a_project_translates_the_words_of_its_own_templates_alone(translations) -> None:
    assert not (translations.build("gettext").out / "sphinx.pot").exists()
    translations.replace("conf.py", "gettext_compact", 'templates_path = ["own"]\ngettext_compact')
    # Sphinx looks from where the pages are, when it collects messages.
    translations.write("docs/own/mine.html", '{{ _("A word of mine") }}\n')
    built = translations.build("gettext")
    assert re.findall(r'^msgid "(.+)"', built.text("sphinx.pot"), re.M) == ["A word of mine"]
