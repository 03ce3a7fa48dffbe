"""The builder reads the .po files of its pages, through files of its own, and nothing else."""

from __future__ import annotations

import io
import os

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

FOLDER = "locale/ru/LC_MESSAGES"
DEEP = f"{FOLDER}/deep/er/page.po"
HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write_hostile(project, name: str, messages: dict[str, str]) -> None:
    """Write a .mo that is newer than its .po."""
    catalog = Catalog(locale="ru")
    for msgid, msgstr in messages.items():
        catalog.add(msgid, msgstr)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue())
    os.utime(path, (4e9, 4e9))


def test_mo_of_the_tree_is_never_read(translations) -> None:
    write_hostile(translations, f"{FOLDER}/index.mo", {"Everything": "ВЗЛОМ"})
    write_hostile(translations, f"{FOLDER}/missing.mo", {"Plain words.": "ВЗЛОМ"})
    built = translations.build("html", "ru")
    assert built.status == 0
    assert "ВЗЛОМ" not in built.text("index.html") + built.text("missing.html")
    assert built.page("index").h1.get_text().startswith("Всё")


@pytest.mark.parametrize("ending", ["po", "mo"])
def test_interface_cannot_be_rewritten_from_the_tree(translations, ending: str) -> None:
    messages = {"Search": "ВЗЛОМ", "Note": "ВЗЛОМ", "Next": "ВЗЛОМ", "Languages": "ВЗЛОМ"}
    write_hostile(translations, f"{FOLDER}/sphinx.mo", messages)
    if ending == "po":
        entries = "".join(f'\nmsgid "{a}"\nmsgstr "{b}"\n' for a, b in messages.items())
        translations.write(f"{FOLDER}/sphinx.po", entries)
    built = translations.build("html", "ru")
    assert built.status == 0
    assert "ВЗЛОМ" not in built.text("index.html") + built.text("search.html")


@pytest.mark.parametrize("name", ["sphinx.po", "sphinx.mo"])
def test_place_that_sphinx_reads_by_default_is_refused(translations, name: str) -> None:
    translations.write(f"docs/locales/ru/LC_MESSAGES/{name}", 'msgid "Next"\nmsgstr "x"\n')
    built = translations.build("html", "ru")
    assert built.status == 2
    assert f"docs/locales/ru/LC_MESSAGES/{name}: replaces the words of the interface" in built.said


def test_domain_without_a_page_is_not_published(translations) -> None:
    catalog = HEADER + 'msgid "A page"\nmsgstr "Страница"\n'
    translations.write("docs/plain.rst", ":orphan:\n\nA page\n======\n")
    for name in ("stranger", "plain"):
        translations.write(f"{FOLDER}/{name}.po", catalog)
    built = translations.build("html", "ru")
    assert (built.status, built.page("plain").h1.get_text()[:8]) == (0, "Страница")
    private = translations.root / "build/doctrees/ru/allocdoc-locale/ru"
    published = sorted(path.relative_to(private).as_posix() for path in private.rglob("*.*o"))
    assert published == ["LC_MESSAGES/plain.mo", "LC_MESSAGES/plain.po"]


def test_nothing_is_written_into_the_tree(translations) -> None:
    def files():
        return sorted(p for p in translations.root.rglob("*") if "build" not in p.parts)

    before = files()
    translations.build("html", "ru")
    assert files() == before


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_broken_catalog_fails_every_build_until_mended(translations, builder: str) -> None:
    good = (translations.root / DEEP).read_text(encoding="utf-8")
    translations.replace(DEEP, '"Переведённое предложение."', '"Переведённое')
    for _ in range(2):
        built = translations.build(builder, "ru")
        assert built.status == 1
        line = good.count("\n", 0, good.index('"Переведённое')) + 1
        assert built.said == (
            f'{DEEP}:{line}: ERROR: po.syntax: a string without its end (got "Переведённое)\n'
        )
    translations.write(DEEP, good)
    mended = translations.build(builder, "ru")
    assert (mended.status, mended.said) == (0, "")


def test_a_build_that_was_told_to_go_on_warns_instead(translations) -> None:
    translations.replace(DEEP, '"Переведённое предложение."', '"Переведённое')
    built = translations.build("html", "ru", "-D", "allocdoc_strict_catalogs=0")
    assert built.status == 0
    assert f"{DEEP}:16: WARNING: po.syntax: " in built.said


def test_a_message_that_changes_a_link_is_dropped_and_named(translations) -> None:
    catalog = f"{FOLDER}/index.po"
    translations.replace(catalog, "Немного *прозы* и `code`.", "Немного [прозы](//evil) и `code`.")
    for _ in range(2):
        built = translations.build("html", "ru")
        assert built.status == 1
        assert built.said.startswith(f"{catalog}:12: ERROR: link.")
        page = built.page("index")
        assert page.h1.get_text().startswith("Всё")
        assert page.select_one("p[lang=en]").get_text() == "Some prose with code."
        assert "evil" not in str(page)


def test_page_of_a_broken_catalog_is_in_the_source_language(translations) -> None:
    assert translations.build("html", "ru").page("deep/er/page").h1.get_text().startswith("Глубоко")
    translations.replace(DEEP, 'msgid "Deep"', 'msgid "Deep')
    heading = translations.build("html", "ru").page("deep/er/page").h1
    assert heading.get_text().startswith("Deep")
    assert heading["lang"] == "en"


def test_catalogs_of_other_languages_do_not_matter(translations) -> None:
    translations.replace(DEEP, 'msgid "Deep"', 'msgid "Deep')
    assert translations.build("html", "en").status == 0
    assert translations.build("html", "zh_CN").status == 0


def test_line_ends_of_windows_are_fine(translations) -> None:
    path = translations.root / DEEP
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    built = translations.build("html", "ru")
    assert (built.status, built.said) == (0, "")
    assert built.page("deep/er/page").h1.get_text().startswith("Глубоко")


def test_changed_and_removed_catalogs_are_noticed(translations) -> None:
    translations.build("html", "ru")
    translations.replace(DEEP, "Глубоко", "Глубже")
    assert translations.build("html", "ru").page("deep/er/page").h1.get_text()[:6] == "Глубже"
    (translations.root / DEEP).unlink()
    assert translations.build("html", "ru").page("deep/er/page").h1.get_text()[:4] == "Deep"


def test_new_catalog_is_noticed(translations) -> None:
    translations.build("html", "ru")
    head, _, _ = (translations.root / DEEP).read_text(encoding="utf-8").partition("\n\n")
    entry = 'msgid "Plain words."\nmsgstr "Просто слова."\n'
    translations.write(f"{FOLDER}/missing.po", f"{head}\n\n{entry}")
    assert "Просто слова." in translations.build("html", "ru").text("missing.html")


@pytest.mark.parametrize("value", ['["../locale"]', "[]", '["locale"]'])
def test_locale_dirs_must_not_be_set(translations, value: str) -> None:
    conf = translations.root / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + f"locale_dirs = {value}\n", encoding="utf-8")
    built = translations.build("html", "ru")
    assert built.status == 2
    assert "Configuration error!" in built.said
    assert "conf.py: locale_dirs must not be set" in built.said
    assert 'want locale = "…" under [tool.allocdoc] in pyproject.toml' in built.said


@pytest.mark.parametrize(("compact", "name"), [("True", "deep.po"), ('"all"', "all.po")])
def test_compact_catalogs(translations, compact: str, name: str) -> None:
    translations.replace("conf.py", "gettext_compact = False", f"gettext_compact = {compact}")
    (translations.root / DEEP).rename(translations.root / FOLDER / name)
    built = translations.build("html", "ru")
    assert built.status == 0
    assert built.page("deep/er/page").h1.get_text().startswith("Глубоко")


def test_pages_with_a_suffix_of_two_parts(translations) -> None:
    folder = translations.root / "docs/deep/er"
    (folder / "page.md").rename(folder / "page.md.txt")
    translations.replace(
        "conf.py",
        "gettext_compact",
        'source_suffix = {".md": "markdown", ".md.txt": "markdown"}\ngettext_compact',
    )
    built = translations.build("html", "ru")
    assert built.page("deep/er/page").h1.get_text().startswith("Глубоко")


def test_second_build_reads_nothing_again(translations) -> None:
    built = translations.build("html", "ru")
    pages = [built.out / f"{name}.html" for name in ("index", "missing", "deep/er/page")]
    before = [page.stat().st_mtime_ns for page in pages]
    translations.build("html", "ru")
    assert [page.stat().st_mtime_ns for page in pages] == before
