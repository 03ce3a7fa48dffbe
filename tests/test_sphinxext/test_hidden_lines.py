"""Hidden lines: on a web page folded away, in a book left out with a note."""

from __future__ import annotations

HIDDEN = "#@ hide\nLIMIT = 9\n#@ show\n\n\ndef counted"


def test_a_web_page_has_them_and_a_book_a_note(examples) -> None:
    examples.replace("examples/counting.py", "def counted", HIDDEN)
    page = examples.build().page("single")
    block = page.select_one(".allocdoc-code")
    assert "LIMIT" in block.select_one(".allocdoc-hidden").get_text()
    assert "#@" not in block.get_text()
    assert page.select_one(".allocdoc-tools")
    assert "not shown here" in page.select_one(".allocdoc-hidden-note").get_text()
    text = examples.build("text").text("single.txt")
    assert "LIMIT" not in text
    assert "not shown here" in text


def test_each_line_has_an_address(built) -> None:
    page = built("examples").page("twice")
    assert page.find(id="example-adding.py-1")
    assert page.find(id="example-adding.rs-1")
