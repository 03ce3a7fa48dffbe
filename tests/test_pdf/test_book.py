"""A book with every kind of node in it, opened as a PDF."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator

import pypdfium2
import pytest
from docutils import nodes
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from sphinx import addnodes

from .conftest import Build, all_text, squeezed, tagged, titles

NOT_SHOWN = (
    *(nodes.raw, nodes.comment, nodes.target, nodes.docinfo, nodes.substitution_definition),
    *(addnodes.index, addnodes.toctree, nodes.math, nodes.math_block),
)
"""Nodes whose text is no text of the book; formulas have tests of their own."""


def words(node: nodes.Node) -> Iterator[str]:
    """Yield the pieces of text of a doctree that a reader has to find in the book."""
    if isinstance(node, nodes.Text):
        yield from node.astext().splitlines()  # between lines of code, their numbers
        return
    if isinstance(node, NOT_SHOWN) or (isinstance(node, addnodes.only) and node["expr"] == "html"):
        return
    if isinstance(node, addnodes.pending_xref) and node["reftype"] == "numref":
        return  # its words come when it is resolved
    for child in node.children:
        yield from words(child)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_text_is_lost(book_of: Callable[[str], Build], language: str) -> None:
    built = book_of(language)
    text = all_text(built.pdf)
    for path in sorted(built.doctrees.rglob("*.doctree")):
        doctree = pickle.loads(path.read_bytes())
        lost = [one for one in words(doctree) if squeezed(one) not in text]
        assert lost == []


def test_pages_are_in_the_order_of_the_toctrees(book: Build) -> None:
    assert list(titles(book.pdf.outline)) == [
        "A small book of everything",
        "Before the chapters",
        "After the toctree",
        "First steps",
        "1 Prose",
        "1.1 Deeper",
        "Deepest",
        "Deeper than deepest",
        "2 Blocks",
        "Further steps",
        "More",
        "A leaf",
        "A leaf’s section",
        "Index",
    ]


def test_metadata(book: Build) -> None:
    pdf = book.pdf
    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == (
        "A small book of everything",
        "Ada «the» Author",
    )
    assert pdf.root_object["/Lang"] == "en"
    assert bool(pdf.root_object["/MarkInfo"]["/Marked"])
    assert pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.root_object["/Metadata"].get_data()


def test_title_page_contents_and_page_numbers(book: Build) -> None:
    first, contents, body, *_rest = book.pdf.pages
    for text in ("A small book of everything", "Small & sound", "Release 1.2", "© 2026, Ada"):
        assert squeezed(text) in squeezed(first.extract_text())
    assert "Table of Contents" in contents.extract_text()
    assert re.search(r"1 Prose\W*3\b", contents.extract_text())
    assert "Opening words" in body.extract_text()
    assert book.pdf.page_labels[1:3] == ["i", "1"]


def test_running_head_names_the_chapter(book: Build) -> None:
    pages = [page.extract_text() for page in book.pdf.pages]
    openings = [number for number, text in enumerate(pages) if "first bullet" in text]
    assert pages[openings[0]].count("Blocks") == 1
    assert pages[openings[0] + 1].splitlines()[0].startswith("2 Blocks")


def test_no_page_is_blank(book: Build) -> None:
    assert [n for n, page in enumerate(book.pdf.pages) if not page.extract_text().strip()] == []


def annotations(pdf: PdfReader) -> Iterator[DictionaryObject]:
    for page in pdf.pages:
        yield from (one.get_object() for one in page.get("/Annots", ()))


def test_links_lead_somewhere(book: Build) -> None:
    pdf = book.pdf
    named = pdf.named_destinations
    pages = {page.indirect_reference for page in pdf.pages}
    inside, outside = [], set()
    for link in annotations(pdf):
        action = link["/A"].get_object() if "/A" in link else {}
        if "/URI" in action:
            outside.add(action["/URI"])
        else:
            target = link.get("/Dest") or action["/D"]
            inside.append(named[target].page if isinstance(target, str) else target[0])
    assert len(inside) > 20
    assert {getattr(page, "indirect_reference", page) for page in inside} <= pages
    assert {"https://example.org/a/path", "https://example.org/bare"} < outside
    assert "mailto:ada@example.org" in outside


def fonts(pdf: PdfReader) -> Iterator[DictionaryObject]:
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield font.get_object()


def test_fonts_are_embedded(book: Build) -> None:
    found = list(fonts(book.pdf))
    assert found
    for font in found:
        (child,) = font["/DescendantFonts"]
        descriptor = child.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_index_has_the_numbers_of_the_pages(book: Build) -> None:
    index = book.pdf.pages[-1].extract_text()
    assert re.search(r"prose, 3\n\s*plain, 3", index)
    assert "crate," in index


def test_translated_book(book_of: Callable[[str], Build]) -> None:
    built = book_of("ru")
    pdf = built.pdf
    assert pdf.root_object["/Lang"] == "ru"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Маленькая книга обо всём"
    assert "Оглавление" in pdf.pages[1].extract_text()
    # What is not translated says in which language it is.
    assert re.search(r'text\(lang: "en", font: fonts\.english, \{\n\s+"Words before', built.code)


def test_words_for_one_kind_of_output(book: Build) -> None:
    text = all_text(book.pdf)
    assert squeezed("Only in the book.") in text
    assert squeezed("Only on the web.") not in text
    assert squeezed("for the reader.") in text  # a substitution


def test_contents_are_as_deep_as_the_first_toctree_says(book: Build) -> None:
    assert "depth: 3, fonts" in book.code
    contents = squeezed(book.pdf.pages[1].extract_text())
    assert "Deepest" in contents
    assert "Deeperthandeepest" not in contents


def test_citation_and_term_lead_to_what_they_name(book: Build) -> None:
    assert squeezed("A citation: [Knuth]. [Knuth] The Art of Citation.") in all_text(book.pdf)
    assert 'labelled("blocks:id1", link(label("blocks:knuth"), {' in book.code
    assert 'labelled("blocks:knuth", work("[Knuth]", {' in book.code
    assert re.search(r'link\(label\("blocks:term-crate"\), \{', book.code)
    assert 'labelled("blocks:term-crate", {' in book.code
    assert squeezed("crate, package A unit of the compiler.") in all_text(book.pdf)


def test_notes_stand_at_the_foot_of_the_page_that_refers_to_them(book: Build) -> None:
    (page,) = (page for page in book.pdf.pages if "A footnote" in page.extract_text())
    text = squeezed(page.extract_text())
    assert text.index("Afootnote4,again4,andanother5.") < text.index("4Thetextofthefirstnote.")
    assert text.count("Thetextofthefirstnote.") == 1
    assert text.count("5Thesecondnotehasemphasis.Andasecondparagraph.") == 1


def test_lines_of_verse_stay_lines(book: Build) -> None:
    pdf = pypdfium2.PdfDocument(next(book.out.glob("*.pdf")))
    texts = [page.get_textpage() for page in pdf]
    (text,) = (one for one in texts if one.search("A line of verse").get_next())
    starts = ("A line of verse", "an indented line", "a last line")
    boxes = [text.get_charbox(text.search(words).get_next()[0]) for words in starts]
    (first, *_), (indented, *_), (last, *_) = boxes
    assert abs(first - last) < 2 < 10 < indented - first
    assert boxes[0][1] - 8 > boxes[1][1] > boxes[2][1] + 8


def test_drawings_and_photographs(book: Build) -> None:
    said = [str(figure["/Alt"]) for figure in tagged(book.pdf, "/Figure")]
    assert said == ["A dot.", "An image alone", "an inline image"]
    # The other two are one file; the drawing stays one.
    assert {one.image.size for page in book.pdf.pages for one in page.images} == {(40, 40)}
