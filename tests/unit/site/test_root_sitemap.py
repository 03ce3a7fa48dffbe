"""What search engines ask for: every page, in every language that has it."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from allocdoc.site import sitemap

from .test_root import built, project

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
BASE = "https://example.org/book/"


def tree(folder: Path, **more: object) -> tuple[Path, object]:
    found = project(folder, {"ru": "Русский", "en": "English"}, **more)
    out = built(found, "en", "ru")
    for name in ("en/a/b & c.html", "en/search.html", "en/genindex.html", "en/_static/x.html"):
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).touch()
    return out, found


def entries(text: str) -> dict[str, dict[str, str]]:
    found = {}
    for url in ElementTree.fromstring(text).findall("s:url", NAMES):
        links = url.findall("xhtml:link", NAMES)
        assert {link.get("rel") for link in links} == {"alternate"}
        address = url.findtext("s:loc", namespaces=NAMES)
        found[address] = {link.get("hreflang"): link.get("href") for link in links}
    return found


def test_each_page_names_itself_in_all_languages(tmp_path: Path) -> None:
    out, found = tree(tmp_path, base_url=BASE)
    assert sitemap.write(found, out)
    index = {
        "ru": f"{BASE}ru/index.html",
        "en": f"{BASE}en/index.html",
        "x-default": f"{BASE}en/index.html",
    }
    alone = f"{BASE}en/a/b%20%26%20c.html"
    assert entries((out / "sitemap.xml").read_text(encoding="utf-8")) == {
        alone: {"en": alone, "x-default": alone},
        index["ru"]: index,
        index["en"]: index,
    }
    assert f"Sitemap: {BASE}sitemap.xml\n" in (out / "robots.txt").read_text(encoding="utf-8")


def test_a_page_that_the_source_does_not_have_has_no_default(tmp_path: Path) -> None:
    out, found = tree(tmp_path, base_url=BASE)
    (out / "en/index.html").unlink()
    (page,) = [
        links for address, links in entries(sitemap.render(found, out)).items() if "/ru/" in address
    ]
    assert page == {"ru": f"{BASE}ru/index.html"}


@pytest.mark.parametrize("before", ["", "<urlset/>"])
def test_without_an_address_there_is_none(tmp_path: Path, before: str) -> None:
    out, found = tree(tmp_path)
    if before:
        (out / "sitemap.xml").write_text(before, encoding="utf-8")
    assert not sitemap.write(found, out)
    assert not (out / "sitemap.xml").exists()
    assert (out / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


def test_an_address_is_escaped(tmp_path: Path) -> None:
    out, found = tree(tmp_path, base_url='https://example.org/?a&"b')
    assert all(
        address.startswith(found.base_url) for address in entries(sitemap.render(found, out))
    )
