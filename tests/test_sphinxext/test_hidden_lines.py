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


def test_a_listing_that_cannot_run_in_a_browser_says_so_and_has_no_button(examples) -> None:
    runtime = ("-D", "allocdoc_runtime=../_runtime/0/")
    page = examples.build("html", "en", *runtime).page("single")
    assert page.select_one(".allocdoc-tools[data-steps]")
    path = examples.root / "examples/counting.py"
    text = path.read_text(encoding="utf-8")
    end = text.index('"""', 3) + 3
    path.write_text(f"#@ needs: processes\n{text[:end]}{text[end:]}", encoding="utf-8")
    page = examples.build("html", "en", *runtime).page("single")
    assert not page.select_one(".allocdoc-tools[data-steps]")
    note = "This listing cannot run in a browser. It needs: processes of its own"
    assert note in page.get_text()
    assert "#@" not in page.select_one(".allocdoc-code").get_text()
