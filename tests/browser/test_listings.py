"""What a reader copies from a translated page is the code of the example, token for token."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pygments.lexers.rust import RustLexer
from pygments.token import Comment, Text

from allocdoc.examples import find_listings

from .conftest import LANGUAGES, PAGES, PROJECT, ROOT, Visit

# An example with a name of its own has that as its first id.
SHOWN = """boxes => boxes.flatMap(box => {
  const named = box.id.startsWith("example-") ? box : box.querySelector("[id^=example-]");
  return [...box.querySelectorAll(".sphinx-tabs-panel")].map(panel => [
    named.id.replace("example-", "").replaceAll("-", "_"),
    panel.dataset.name,
    panel.querySelector(".allocdoc-code pre").textContent,
  ]);
})"""
LISTINGS = find_listings(PROJECT.examples, root=ROOT)


def _rust(code: str) -> list[tuple[object, str]]:
    tokens = RustLexer().get_tokens(code)
    return [(kind, text) for kind, text in tokens if kind not in Comment and kind not in Text]


def _expected(stem: str, kind: str) -> object:
    listing = LISTINGS[stem]
    if kind == "python":
        return ast.dump(ast.parse(listing.python.code))
    path = Path(listing.rust.path if kind == "rust" else listing.historical)
    return _rust(listing.rust.code if kind == "rust" else path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", LANGUAGES)
def test_the_code_of_every_listing_is_the_source_code(visit: Visit, folder):
    seen = set()
    for name in PAGES:
        page = visit.open(f"{folder}/{name}")
        for stem, kind, code in page.eval_on_selector_all(".allocdoc-example", SHOWN):
            shown = ast.dump(ast.parse(code)) if kind == "python" else _rust(code)
            assert shown == _expected(stem, kind), (stem, kind)
            seen.add(stem)
    assert seen == set(LISTINGS)
