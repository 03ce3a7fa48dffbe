"""``{example}`` where there are no tabs: one listing after the other, each below its label."""

from __future__ import annotations

import re

import pytest

IN_ORDER = [
    "Python",
    "def total(one",
    "Output of this build",
    "can only concatenate",
    "Rust today",
    "// Two",
    "Expected output",
    "The tests compile this program",
    "Rust 2015",
    "feature(allocator)",
    "Historical: no compiler",
]
FILES = {"text": "twice.txt", "xml": "twice.xml", "epub": "twice.xhtml", "latex": "examples.tex"}


def plain(text: str) -> str:
    """Take the highlighting of HTML and LaTeX away, roughly."""
    text = re.sub(r"<[^>]*>", "", text)
    return re.sub(r"\\(?:PYG\{[^{}]*\}|[a-zA-Z]+(?=\{))|[{}]", "", text)


@pytest.mark.parametrize("builder", FILES)
def test_listings_stand_in_order_with_their_labels(built, builder: str) -> None:
    done = built("examples", builder)
    text = plain(done.text(FILES[builder]))
    rest = text[text.index("How to") :]
    for words in IN_ORDER:
        assert words in rest, words
        rest = rest[rest.index(words) + len(words) :]
    assert "sphinx-tabs" not in done.text(FILES[builder])


def test_singlehtml_and_dirhtml_have_tabs(built) -> None:
    single = built("examples", "singlehtml").page("index")
    assert len(single.select("[role=tablist]")) == 4
    assert built("examples", "dirhtml").page("twice/index").select("[role=tablist]")


def test_latex_has_no_caption_outside_of_a_float(built) -> None:
    tex = built("examples", "latex").text("examples.tex")
    assert r"\sphinxstyleemphasis{How to \sphinxstyleemphasis{add}}" in tex
    assert r"\caption{" not in tex


def test_latex_reference_has_its_label(built) -> None:
    tex = built("examples", "latex").text("examples.tex")
    labels = set(re.findall(r"\\label\{\\detokenize\{(.*?)\}\}", tex))
    references = set(re.findall(r"\\hyperref\[\\detokenize\{(.*?)\}\]", tex))
    assert {"twice:example-adding", "twice:again", "twice:example-adding-2"} <= labels
    assert references
    assert references <= labels


def test_labels_are_translated(built) -> None:
    text = built("examples", "text", "ja").text("twice.txt")
    assert "**現在のRust**" in text
    assert "このビルドでの出力" in text


@pytest.mark.parametrize("name", ["examples", "translations"])  # two themes of the web pages
def test_book_has_no_links_to_other_languages(built, name: str) -> None:
    text = built(name, "epub").text("index.xhtml")
    assert "hreflang" not in text
    assert "canonical" not in text
