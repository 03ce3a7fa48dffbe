"""The search page finds what stands on the pages, in every language."""

from __future__ import annotations

import pytest

from .conftest import Visit


@pytest.mark.parametrize(
    ("folder", "query", "found"),
    [
        ("en", "fragmentation", "custom-allocators.html"),
        ("ru", "выравнивание", "alignment.html"),
        ("zh_CN", "系统分配器", "custom-allocators.html"),
        ("zh_CN", "对齐", "alignment.html"),
        ("zh_CN", "malloc", "alignment.html"),
        ("es", "alineación", "alignment.html"),
        ("ja", "メモリ", "custom-allocators.html"),
    ],
)
def test_a_word_leads_to_its_page(visit: Visit, folder: str, query: str, found: str) -> None:
    page = visit.open(f"{folder}/search.html?q={query}")
    link = page.locator(f'#search-results a[href*="{found}"]').first
    link.wait_for(timeout=15_000)
    assert not [problem for problem in visit.problems if "Stemmer" in problem]
