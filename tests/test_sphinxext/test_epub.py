"""Books for readers' devices: valid, local, reproducible, and in the language of the build."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from bs4 import BeautifulSoup

from ..epubcheck import complaints

WEB = """
    # On the web alone

    ```{translation-status}
    ```

    ```{index} single: only here
    ```
    """


def book(build) -> ZipFile:
    (path,) = build.out.glob("*.epub")
    return ZipFile(path)


def page(package: ZipFile, name: str) -> BeautifulSoup:
    return BeautifulSoup(package.read(name), "xml")


def texts(package: ZipFile) -> dict[str, str]:
    names = [name for name in package.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
    return {name: package.read(name).decode("utf-8") for name in names}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_book_with_everything_in_it_is_valid(built, language: str) -> None:
    (path,) = built("book", "epub", language).out.glob("*.epub")
    assert complaints(path) == []


def test_what_the_package_says_of_the_book(built) -> None:
    opf = page(book(built("book", "epub", "ru")), "content.opf")
    assert opf.find("language").get_text() == "ru"
    assert opf.find("creator").get_text() == "Ada «the» Author"
    assert opf.find("title").get_text() == opf_title(built)
    assert opf.find("identifier").get_text().startswith("urn:uuid:")
    assert opf.find("description").get_text()
    assert opf.package["xml:lang"] == "ru"
    english = page(book(built("book", "epub", "en")), "content.opf")
    assert english.find("identifier").get_text() != opf.find("identifier").get_text()


def opf_title(built) -> str:
    return page(book(built("book", "epub", "ru")), "index.xhtml").find("h1").get_text()


def test_chinese_has_its_tag(built) -> None:
    package = book(built("book", "epub", "zh_CN"))
    assert page(package, "content.opf").find("language").get_text() == "zh-CN"
    for name in ("index.xhtml", "nav.xhtml"):
        html = page(package, name).html
        assert (html["lang"], html["xml:lang"]) == ("zh-CN", "zh-CN")


def test_the_contents_are_those_of_the_book_in_order(built) -> None:
    package = book(built("book", "epub", "en"))
    nav = [a["href"].partition("#")[0] for a in page(package, "nav.xhtml").find_all("a")]
    spine = page(package, "content.opf").find("spine").find_all("itemref")
    files = {item["id"]: item["href"] for item in page(package, "content.opf").find_all("item")}
    order = [files[one["idref"]] for one in spine]
    assert order[0] == "epub-cover.xhtml"
    assert list(dict.fromkeys(nav)) == [name for name in order[1:] if name in nav]
    assert {"index.xhtml", "prose.xhtml", "blocks.xhtml", "more/leaf.xhtml"} <= set(nav)


def test_nothing_leads_out_and_nothing_runs(built) -> None:
    package = book(built("book", "epub", "en"))
    for name, text in texts(package).items():
        soup = BeautifulSoup(text, "xml")
        assert not soup.find_all("script"), name
        assert not [x for x in soup.find_all(src=True) if "://" in x["src"]], name
        assert not [x for x in soup.find_all("link") if "://" in x["href"]], name
    assert not [name for name in package.namelist() if name.endswith(".js")]


def test_every_file_is_used_and_in_the_manifest(built) -> None:
    package = book(built("book", "epub", "en"))
    listed = {item["href"] for item in page(package, "content.opf").find_all("item")}
    assert {name for name in package.namelist() if "/" in name or name.endswith("xhtml")} - {
        "META-INF/container.xml"
    } <= listed
    assert "_static/basic.css" not in listed


def test_the_cover_is_a_picture_in_the_shape_of_a_book(built) -> None:
    from PIL import Image

    package = book(built("book", "epub", "ja"))
    with package.open("_images/cover.png") as file, Image.open(file) as image:
        assert image.size == (1600, 2133)
        assert len(set(image.convert("RGB").resize((16, 21)).getcolors())) > 3
    cover = page(package, "epub-cover.xhtml")
    assert cover.img["alt"] == page(package, "index.xhtml").find("h1").get_text()


def test_without_typst_there_is_a_book_without_a_cover(project_of, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    done = project_of("book").build("epub")
    assert (done.status, done.said) == (0, "")
    assert "epub-cover.xhtml" not in book(done).namelist()
    assert complaints(next(done.out.glob("*.epub"))) == []


def test_a_task_list_has_characters_and_formulas_are_mathml(built) -> None:
    package = book(built("book", "epub", "en"))
    everything = "".join(texts(package).values())
    assert "☑ " in everything
    assert "☐ " in everything
    assert "<input" not in everything
    assert "<math" in everything
    (holds,) = {
        item.get("properties")
        for item in page(package, "content.opf").find_all("item")
        if "<math" in texts(package).get(item["href"], "")
    }
    assert "mathml" in holds


def test_raw_html_that_no_book_can_have_is_named_and_left_out(project_of) -> None:
    project = project_of("book")
    page_of = project.root / "docs/prose.md"
    page_of.write_text(
        page_of.read_text(encoding="utf-8") + "\n<br>\n\n<div><b>good</b></div>\n", encoding="utf-8"
    )
    done = project.build("epub")
    assert "raw HTML is left out: not XHTML (got <br>)" in done.said
    assert "docs/prose.md:" in done.said
    assert "<div><b>good</b></div>" in texts(book(done))["prose.xhtml"]
    assert complaints(next(done.out.glob("*.epub"))) == []


def test_a_page_for_the_web_alone_is_not_in_the_book(project_of) -> None:
    project = project_of("book")
    project.write("docs/web.md", WEB)
    project.replace("docs/index.md", "```{toctree}", "See [the status](web.md).\n\n```{toctree}")
    index = (project.root / "docs/index.md").read_text(encoding="utf-8")
    last = index.rindex("```")
    (project.root / "docs/index.md").write_text(
        index[:last].rstrip() + "\nweb\n" + index[last:], encoding="utf-8"
    )
    with (project.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write('allocdoc_web_only = ["web"]\n')
    done = project.build("epub")
    package = book(done)
    everything = "".join(texts(package).values())
    assert "web.xhtml" not in everything + "".join(package.namelist())
    assert "only here" not in everything
    assert "See the status." in page(package, "index.xhtml").get_text()
    assert complaints(next(done.out.glob("*.epub"))) == []
    assert "only here" in project.build("html").text("genindex.html")


def test_twice_the_same_bytes(project_of, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    project = project_of("book")
    books = []
    for _ in range(2):
        done = project.build("epub", "ru", "-E", "-a")
        (path,) = done.out.glob("*.epub")
        books.append(path.read_bytes())
    assert books[0] == books[1]
    package = book(done)
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    first = package.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)


def test_what_an_earlier_build_left_is_not_in_the_book(project_of) -> None:
    project = project_of("book")
    first = project.build("epub")
    (first.out / "_images/old.png").write_bytes(b"old")
    (first.out / "gone.xhtml").write_text("<p>gone", encoding="utf-8")
    second = project.build("epub", "en", "-a")
    assert not {"gone.xhtml", "_images/old.png"} & set(book(second).namelist())
    assert complaints(next(second.out.glob("*.epub"))) == []


def test_settings_of_the_project_stand(project_of) -> None:
    project = project_of("book")
    with (project.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(
            'epub_identifier = "urn:isbn:9780000000002"\nepub_uid = "own"\n'
            'epub_language = "en-GB"\nepub_title = "My book"\nepub_description = "Of mine"\n'
            'epub_tocscope = "includehidden"\nepub_css_files = ["own.css"]\n'
            'html_static_path = ["static"]\n'
        )
    project.write("static/own.css", "p { color: black; }")
    opf = page(book(project.build("epub")), "content.opf")
    assert opf.find("identifier").get_text() == "urn:isbn:9780000000002"
    assert opf.find("language").get_text() == "en-GB"
    assert opf.find("title").get_text() == "My book"
    assert opf.find("description").get_text() == "Of mine"
    assert opf.find("item", href="_static/own.css")
