"""The page that a host shows where it has none: right at any depth and under any folder."""

from pathlib import Path

import pytest

from allocdoc import settings
from allocdoc.site import root
from allocdoc.sphinxext.policy import hash_of

from .test_root import CODES, Elements, built, project


def missing(found: settings.Settings, out: Path) -> tuple[str, Elements]:
    root.write(found, out)
    html = (out / "404.html").read_text(encoding="utf-8")
    return html, Elements(html)


@pytest.mark.parametrize(
    ("address", "base"),
    [("", "/"), ("https://example.org", "/"), ("https://example.org/a/book/", "/a/book/")],
)
def test_its_links_start_at_the_host_s_root(tmp_path: Path, address: str, base: str) -> None:
    found = project(tmp_path, base_url=address)
    _, elements = missing(found, built(found, *CODES))
    links = elements.all("a")
    assert [link["href"] for link in links] == [f"{base}{code}/index.html" for code in CODES]
    assert [link["hreflang"] for link in links] == ["en", "ru", "zh-CN", "es", "ja"]


def test_each_language_has_its_words(tmp_path: Path) -> None:
    html, elements = missing(project(tmp_path), built(project(tmp_path), *CODES))
    assert [item["lang"] for item in elements.all("li")] == ["en", "ru", "zh-CN", "es", "ja"]
    for words in root._WORDS.values():
        assert f"<p>{words.missing}</p>" in html
        assert f">{words.offer}</a>" in html


def test_it_needs_no_other_file_and_allows_no_other_script(tmp_path: Path) -> None:
    html, elements = missing(project(tmp_path), built(project(tmp_path), *CODES))
    assert [link["href"] for link in elements.all("link")] == ["data:,"]
    assert elements.all("script") == [{}]
    script = html.partition("<script>")[2].partition("</script>")[0]
    policy = elements.all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]
    assert f"script-src 'self' {hash_of(script)};" in str(policy)
    assert elements.all("meta", name="robots") == [{"name": "robots", "content": "noindex"}]


def test_a_language_whose_words_are_not_known_says_it_in_english(tmp_path: Path) -> None:
    found = project(tmp_path, {"is": "Íslenska"}, source_language="is")
    html, _ = missing(found, built(found, "is"))
    assert "There is no such page." in html
    assert ">Íslenska</a>" in html
