"""Books beside the pages: linked where they were built, with their size, and never a dead link."""

from __future__ import annotations

import pytest

from allocdoc.settings import Language
from allocdoc.sphinxext.downloads import size

SIDEBAR = """
html_theme = "furo"
html_sidebars = {"**": ["sidebar/navigation.html", "allocdoc/downloads.html"]}
"""


@pytest.fixture
def site(translations):
    conf = translations.root / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + SIDEBAR, encoding="utf-8")
    return translations


def put(project, kind: str, folder: str, content: bytes) -> None:
    path = project.root / "build" / kind / folder / f"book.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def links(build, name: str) -> list[tuple[str, str, str, str]]:
    return [
        (a["href"], a["type"], a["hreflang"], a.get_text())
        for a in build.page(name).select(".allocdoc-downloads a")
    ]


def test_without_books_there_are_no_links(site) -> None:
    build = site.build("html", "ru")
    assert links(build, "index") == []
    assert not build.page("index").select(".allocdoc-downloads")


def test_every_page_links_to_the_books_of_its_language(site) -> None:
    put(site, "pdf", "ru", b"%PDF" + bytes(1_234_567))
    put(site, "epub", "ru", b"PK" + bytes(9_000))
    put(site, "pdf", "zh_CN", b"other")
    build = site.build("html", "ru")
    for name in ("index", "deep/er/page", "genindex"):
        up = "../" * name.count("/")
        found = links(build, name)
        assert [link[1:3] for link in found] == [
            ("application/pdf", "ru"),
            ("application/epub+zip", "ru"),
        ]
        assert all(href.startswith(up) for href, *_ in found)
        assert [text.replace("\xa0", " ") for *_, text in found] == ["PDF 1,3 МБ", "EPUB 9,1 кБ"]
        target = (build.out / f"{name}.html").parent / found[0][0]
        assert target.read_bytes().startswith(b"%PDF")
    assert build.page("index").select_one(".allocdoc-downloads")["aria-label"] == "Загрузки"


def test_links_come_and_go_with_the_books(site) -> None:
    assert links(site.build("html", "ru"), "index") == []
    put(site, "epub", "ru", b"PK" + bytes(99_000))
    assert len(links(site.build("html", "ru"), "deep/er/page")) == 1
    (site.root / "build/epub/ru/book.epub").unlink()
    assert links(site.build("html", "ru"), "deep/er/page") == []


def test_a_book_does_not_link_to_books(site) -> None:
    put(site, "pdf", "ru", b"%PDF")
    build = site.build("epub", "ru")
    assert "allocdoc-downloads" not in build.text("index.xhtml")
    assert not list(build.out.glob("*.pdf"))


@pytest.mark.parametrize(
    ("count", "language", "expected"),
    [
        (0, "en", "0 kB"),
        (1, "en", "0.1 kB"),
        (9_900, "en", "9.9 kB"),
        (93_793, "en", "94 kB"),
        (999_900, "es", "1 MB"),
        (693_513, "es", "694 kB"),
        (1_076_977, "ja", "1.1 MB"),
        (2_000_000_000_000, "en", "2,000 GB"),
        (1_300_000, "ru", "1,3 МБ"),
        (1_300_000, "tlh", "1.3 MB"),
    ],
)
def test_a_size_is_written_as_readers_do(count: int, language: str, expected: str) -> None:
    found = size(count, Language(language, language)).replace("\xa0", " ").replace("\u202f", " ")
    assert found.lower() == expected.lower()
