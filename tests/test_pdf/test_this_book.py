"""This project's own book, in each of its languages: nothing is lost, nothing is empty."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from docutils import nodes
from pypdf import PdfReader

from allocdoc import settings

from .conftest import Build, Project, all_text, squeezed
from .ink import faults

PROJECT = settings.load(Path(__file__).parents[2])
HAN = {"zh_CN": "SC", "ja": "JP"}
END = 12
"""How many characters of a paragraph have to be found at its start and at its end.

What stands between may be cut by the head and the notes of a page.
"""


@pytest.fixture(scope="module", params=[language.code for language in PROJECT.languages])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    root = tmp_path_factory.mktemp("this-book")
    for name in ("docs", "examples", "locale", "conf.py", "pyproject.toml"):
        (root / name).symlink_to(PROJECT.root / name)
    done = Project(root).build(language=request.param)
    assert (done.status, done.said) == (0, "")
    return done


def paragraphs(built: Build) -> Iterator[str]:
    for path in sorted(built.doctrees.rglob("*.doctree")):
        doctree = pickle.loads(path.read_bytes())
        for node in doctree.findall(nodes.paragraph):
            for text in node.findall(nodes.Text):
                yield squeezed(text.astext())


def running_text(pdf: PdfReader) -> str:
    """Return the text of all pages without the running heads, which would cut paragraphs."""
    pages = [page.extract_text().splitlines() for page in pdf.pages]
    return squeezed("".join("".join(page[1:] if page[1:] else page) for page in pages))


def test_no_paragraph_is_lost(built: Build) -> None:
    text = f"{running_text(built.pdf)} {all_text(built.pdf)}"
    pieces = list(paragraphs(built))
    assert len(pieces) > 300
    lost = [one for one in pieces if one[:END] not in text or one[-END:] not in text]
    assert lost == []


def test_han_characters_are_those_of_the_language(built: Build) -> None:
    code = built.out.name.removeprefix("out-")
    names = {
        font.get_object()["/BaseFont"]
        for page in built.pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    regions = {name[-2:] for name in map(_family, names) if "CJK" in name}
    if code in HAN:
        # The names of the other languages stand in the text, as what they are.
        assert HAN[code] in regions
        assert f'"Noto Serif CJK {HAN[code]}"' in built.code.splitlines()[2]
    assert built.pdf.root_object["/Lang"] == code.replace("_", "-")


def _family(name: str) -> str:
    """Return the family of ``/ABCDEF+NotoSerifCJKjp-Regular``, its region in capitals."""
    family = name.partition("+")[2].partition("-")[0]
    return f"{family[:-2]}{family[-2:].upper()}"


def test_nothing_is_blank_or_leaves_the_margins(built: Build) -> None:
    (book,) = built.out.glob("*.pdf")
    assert list(faults(book)) == []
