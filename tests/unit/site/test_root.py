"""The root page: what it links to, in whose words, and what it leaves alone."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.settings import Settings
from allocdoc.site import root

CODES = {"en": "English", "ru": "Русский", "zh_CN": "简体中文", "es": "Español", "ja": "日本語"}


class Elements(HTMLParser):
    """All start tags of a page, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [a for name, a in self.found if name == tag and wanted.items() <= a.items()]


def project(folder: Path, codes: dict[str, str] | None = None, **more: object) -> Settings:
    languages = [{"code": code, "name": name} for code, name in (codes or CODES).items()]
    return settings.parse({"languages": languages, **more}, folder)


def built(found: Settings, *codes: str, inventory: bytes = b"") -> Path:
    out = found.build / "html"
    for code in codes:
        (out / code).mkdir(parents=True)
        (out / code / "index.html").touch()
        if inventory:
            (out / code / "objects.inv").write_bytes(inventory)
    return out


def page(found: Settings, out: Path) -> tuple[str, Elements]:
    root.write(found, out)
    html = (out / "index.html").read_text(encoding="utf-8")
    return html, Elements(html)


def test_it_links_to_every_language_in_its_own_words(tmp_path: Path) -> None:
    html, elements = page(project(tmp_path), built(project(tmp_path), *CODES))
    links = elements.all("a")[1:]
    assert [link["hreflang"] for link in links] == ["en", "ru", "zh-CN", "es", "ja"]
    assert [link["lang"] for link in links] == [link["hreflang"] for link in links]
    assert [link["href"] for link in links] == [f"{code}/index.html" for code in CODES]
    offers = [link["data-offer"] for link in links]
    assert offers[:2] == ["Read in English", "Читать по-русски"]
    assert len(set(offers)) == 5
    assert all(f">{name}</a>" in html for name in CODES.values())
    assert elements.all("html") == [{"lang": "en"}]


def test_without_its_script_it_is_a_list_and_never_jumps(tmp_path: Path) -> None:
    _, elements = page(project(tmp_path), built(project(tmp_path), *CODES))
    assert elements.all("p", id="offer") == [{"id": "offer", "hidden": None}]
    assert not elements.all("meta", **{"http-equiv": "refresh"})
    script = (tmp_path / "build" / "html" / "root.js").read_text(encoding="utf-8")
    assert not [word for word in ("location", "history", "open(") if word in script]


def test_only_languages_that_are_there_are_listed(tmp_path: Path) -> None:
    _, elements = page(project(tmp_path), built(project(tmp_path), "ru", "ja"))
    assert [link["hreflang"] for link in elements.all("a")[1:]] == ["ru", "ja"]
    assert elements.all("nav")[0]["data-default"] == "ru"


def test_nothing_is_written_where_nothing_is_built(tmp_path: Path) -> None:
    root.write(project(tmp_path), tmp_path / "build" / "html")
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("base", ["", "https://example.org/book/"])
def test_search_engines_find_the_languages(tmp_path: Path, base: str) -> None:
    found = project(tmp_path, base_url=base)
    _, elements = page(found, built(found, *CODES))
    alternates = {link["hreflang"]: link["href"] for link in elements.all("link", rel="alternate")}
    here = base or "index.html"
    assert alternates.pop("x-default") == here
    assert [link["href"] for link in elements.all("link", rel="canonical")] == [here]
    # The very addresses that these pages call their own.
    assert list(alternates.values()) == [f"{base}{code}/index.html" for code in CODES]
    addresses = [meta["content"] for meta in elements.all("meta", property="og:url")]
    assert addresses == ([base] if base else [])


def test_the_title_is_the_projects_and_is_escaped(tmp_path: Path) -> None:
    inventory = "# Sphinx inventory version 2\n# Project: <A> & Б\n# Version: 1\n".encode()
    out = built(project(tmp_path), "en", inventory=inventory + b"\xff\n")
    html, _ = page(project(tmp_path), out)
    assert "<title>&lt;A&gt; &amp; Б</title>" in html
    assert "<h1>&lt;A&gt; &amp; Б</h1>" in html


def test_it_is_described_as_the_first_page_of_the_source_is(tmp_path: Path) -> None:
    out = built(project(tmp_path), "ru", "en")
    _, elements = page(project(tmp_path), out)
    assert not elements.all("meta", name="description")
    for code, text in (("en", "A &amp; B"), ("ru", "Нет")):
        head = f'<meta name="description" content="{text}">'
        (out / code / "index.html").write_text(head, encoding="utf-8")
    _, elements = page(project(tmp_path), out)
    for key in ({"name": "description"}, {"property": "og:description"}):
        assert [meta["content"] for meta in elements.all("meta", **key)] == ["A & B"]


@pytest.mark.parametrize("inventory", [b"", b"no inventory", b"# Sphinx\n# Version\n# x\n"])
def test_without_an_inventory_the_folder_gives_the_title(tmp_path: Path, inventory: bytes) -> None:
    folder = tmp_path / "my book"
    out = built(project(folder), "en", inventory=inventory)
    assert "<title>my book</title>" in page(project(folder), out)[0]


def test_a_language_whose_words_are_not_known_offers_its_name(tmp_path: Path) -> None:
    found = project(tmp_path, {"is": 'Íslen"ska'}, source_language="is")
    _, elements = page(found, built(found, "is"))
    assert elements.all("a")[1]["data-offer"] == 'Íslen"ska'
    assert elements.all("html") == [{"lang": "is"}]


def test_all_that_it_refers_to_is_there_and_nothing_is_elsewhere(tmp_path: Path) -> None:
    out = built(project(tmp_path), *CODES)
    _, elements = page(project(tmp_path), out)
    refers = [link["href"] for link in elements.all("link", rel="stylesheet")]
    refers += [script["src"] for script in elements.all("script")]
    refers += [link["href"] for link in elements.all("a")[1:]]
    assert len(refers) == 7
    assert all((out / str(name).partition("?")[0]).is_file() for name in refers)
    assert (out / ".nojekyll").read_bytes() == b""
    policy = elements.all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]
    assert "script-src 'self'; style-src 'self';" in str(policy)


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    out = built(project(tmp_path), *CODES)
    root.write(project(tmp_path), out)
    times = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    root.write(project(tmp_path), out)
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == times
