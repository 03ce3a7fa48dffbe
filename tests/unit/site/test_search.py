"""The search index: what goes into it, when it is made again, and what happens without Pagefind."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from allocdoc.settings import Language
from allocdoc.site import search
from allocdoc.site.search import KEY, MISSING, SearchError, Tool, copy, tool, write
from allocdoc.site.search_pages import GLUE, mark, prepare

EN, JA = Language("en", "English"), Language("ja", "日本語")
PAGE = (
    '<html lang="{lang}"><body><nav>Menu</nav><article role="main">'
    '<section id="top"><h1>{title}</h1><p>{text}</p></section></article></body></html>'
)


@pytest.fixture(scope="module")
def pagefind() -> Tool:
    found = tool()
    assert found is not None
    return found


def site(folder: Path, code: str, text: str) -> Path:
    pages = folder / code
    pages.mkdir(parents=True, exist_ok=True)
    (pages / "index.html").write_text(PAGE.format(lang=code, title="T", text=text), "utf-8")
    (pages / "genindex.html").write_text(PAGE.format(lang=code, title="I", text="x"), "utf-8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_pages_give_the_same_bytes(pagefind: Tool, tmp_path: Path) -> None:
    for name in ("one", "other"):
        site(tmp_path / name, "en", "Some words.")
        write(pagefind, tmp_path / name, tmp_path / "work", [EN], lambda _: None)
    one = tree(tmp_path / "one" / search.FOLDER)
    assert one == tree(tmp_path / "other" / search.FOLDER)
    assert [name for name in one if name.startswith("en/fragment/")]
    assert not [name for name in one if "pagefind-ui" in name or name.endswith(".css")]


def test_only_what_changed_is_indexed_again(pagefind: Tool, tmp_path: Path) -> None:
    site(tmp_path, "en", "Some words.")
    site(tmp_path, "ja", "システムアロケータ")
    said: list[str] = []
    write(pagefind, tmp_path, tmp_path / "work", [EN, JA], said.append)
    assert said == ["indexing en for the search", "indexing ja for the search"]
    write(pagefind, tmp_path, tmp_path / "work", [EN, JA], said.append)
    assert len(said) == 2
    site(tmp_path, "ja", "変わった")
    write(pagefind, tmp_path, tmp_path / "work", [EN, JA], said.append)
    assert said[2:] == ["indexing ja for the search"]
    (tmp_path / search.FOLDER / "en" / KEY).write_bytes(b"\xff")
    write(pagefind, tmp_path, tmp_path / "work", [EN, JA], said.append)
    assert said[3:] == ["indexing en for the search"]


def test_without_pagefind_no_old_index_is_left(pagefind: Tool, tmp_path: Path) -> None:
    site(tmp_path, "en", "Some words.")
    write(pagefind, tmp_path, tmp_path / "work", [EN], lambda _: None)
    write(None, tmp_path, tmp_path / "work", [EN], lambda _: None)
    assert not (tmp_path / search.FOLDER / "en").exists()


def test_a_language_that_pagefind_does_not_know(pagefind: Tool, tmp_path: Path) -> None:
    klingon = Language("tlh", "tlhIngan Hol")
    site(tmp_path, "tlh", "Heghlu'meH QaQ jajvam")
    write(pagefind, tmp_path, tmp_path / "work", [klingon], lambda _: None)
    assert (tmp_path / search.FOLDER / "tlh" / "pagefind-entry.json").is_file()


def test_a_bundle_goes_with_its_language(pagefind: Tool, tmp_path: Path) -> None:
    part, out = site(tmp_path / "part", "en", "Some words."), tmp_path / "out"
    write(pagefind, part, tmp_path / "work", [EN], lambda _: None)
    copy(part, EN, out)
    copied = tree(out / search.FOLDER / "en")
    assert {k: v for k, v in copied.items() if k != ".allocdoc"} == {
        k: v for k, v in tree(part / search.FOLDER / "en").items() if k != ".allocdoc"
    }
    copy(tmp_path / "bare", EN, out)
    assert not (out / search.FOLDER / "en").exists()


def test_a_pagefind_that_fails_is_an_error_with_what_it_said(tmp_path: Path) -> None:
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho 'no luck' >&2\nexit 3\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    site(tmp_path / "site", "en", "Some words.")
    with pytest.raises(SearchError, match=r"made no index of en \(got exit 3 and 'no luck'"):
        write(Tool(program, "0"), tmp_path / "site", tmp_path / "work", [EN], lambda _: None)


def test_pagefind_may_be_missing_or_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from pagefind import service

    assert "pip install" in MISSING
    monkeypatch.setattr(service, "get_executable", lambda: None)
    assert tool() is None
    monkeypatch.setattr(service, "get_executable", lambda: tmp_path / "gone")
    assert tool() is None
    monkeypatch.setitem(sys.modules, "pagefind.service", None)
    assert tool() is None


def back(marked: str) -> str:
    """Return the text that the words of the index stand for."""
    text, goes_on = "", True
    for word in marked.split():
        bare = word.removeprefix(GLUE)
        text += bare if goes_on or bare != word else f" {bare}"
        goes_on = len(bare) == 2 and all("\u3000" < one < "\ua000" for one in bare)
        text = text[:-1] if goes_on else text
    return text


@pytest.mark.parametrize(
    "text",
    [
        *("システムアロケータ", "系统分配器 alloc_system 分配", "2のべき乗", "plain words", "割"),
        *("分配，对齐。", "系统 分配", "Rust的分配器: alloc配置", "WeblateとPoedit"),
    ],
)
def test_the_text_can_be_had_back(text: str) -> None:
    assert back(mark(text)) == text


def test_neighbours_are_one_word() -> None:
    assert mark("分配器").split() == ["分配", "配器", "器"]
    assert mark("words") == "words"
    # The neighbour may stand behind a tag.
    html = prepare('<article role="main"><p>分<b id="b">配</b>器<i>的</i></p></article>')
    assert re.findall(r"\w+(?=[ <])", html.partition("<p>")[2]) == [
        "分配",
        "b",
        "配器",
        "器的",
        "的",
    ]
    # A title has neighbours, too: words that are not pairs would stand for what they are not.
    html = prepare('<title>分配器 - 书</title><main role="main">分配</main>')
    assert back(html.split("</title>")[0].partition(">")[2]) == "分配器 - 书"


LISTING = """<div class="highlight"><pre><span></span><span class="linenos">1</span>\
<span id="line-1"><span class="k">def</span> <span class="nf">f</span>\
<span class="p">():</span></span>
</pre></div>"""
EVERYTHING = f"""<html lang="en"><title>T</title><body><article role="main" id="all">
<h1 id="top"><em>One</em> <code class="x"><span class="pre">two</span></code>
<a class="headerlink" href="#top" title="Link">¶</a></h1>
<p>A<b>cross <i title="a > b">ta</i>gs</b>, <a href="x" rel="next">on</a> <a href='y'>and</a> on
<span class="math">\\(x^2\\)</span> <span data-pagefind-weight="9">heavy</span> <u>under</u></p>
<p class="allocdoc-status">Not <em>this</em></p> <button class="copy"><span>Copy</span></button>
<div role="tablist" aria-label="x"><button id="tab">Python</button></div>
<dl><dt id="term"><span class="x">Term</span><a class="y headerlink" href="#t">¶</a></dt>
<dd>Meaning <span id="here">here</span> <cite>there</cite></dd></dl>
{LISTING}</article></body></html>"""


def test_what_is_left_out_makes_no_difference(pagefind: Tool, tmp_path: Path) -> None:
    signs = "a.headerlink, button, [role=tablist], .allocdoc-status, .linenos"
    whole = EVERYTHING.replace("<article", "<article data-pagefind-body")
    made = [
        index(pagefind, tmp_path / "bare", prepare(EVERYTHING), []),
        index(pagefind, tmp_path / "whole", whole, signs.split(", ")),
    ]
    assert made[0] == made[1]
    assert len(made[0]) == 3
    assert prepare(EVERYTHING).count("<span") == 3


def index(pagefind: Tool, folder: Path, page: str, signs: list[str]) -> dict[str, bytes]:
    """Return what Pagefind makes of a page without elements that have these selectors."""
    (folder / "site").mkdir(parents=True)
    (folder / "site/index.html").write_text(page, encoding="utf-8")
    settings = {"site": "site", "output_path": "made", "exclude_selectors": signs}
    (folder / "pagefind.json").write_text(json.dumps(settings), encoding="utf-8")
    subprocess.run([pagefind.program], cwd=folder, check=True, capture_output=True)
    return {name: content for name, content in tree(folder / "made").items() if ".pf_" in name}


def test_the_article_alone_with_its_anchors() -> None:
    html = prepare(PAGE.format(lang="en", title="T", text="words"))
    assert '<article data-pagefind-body role="main">' in html
    assert '<h1 id="top">' in html
    assert "<section>" in html


def test_what_stands_around_the_article_is_not_read() -> None:
    head = '<!DOCTYPE html>\n<html lang="ja"><head><title>T</title></head><body><a>Menu</a>'
    head += "<svg><title>Menu</title></svg>"
    html = prepare(f"{head}<main><p>分配</p></main><footer>配</footer>")
    assert html.startswith('<!DOCTYPE html><html lang="ja"><title>T</title><main data-pagefind')
    assert html.endswith("</main>")
    assert "Menu" not in html


@pytest.mark.parametrize(
    "page",
    [
        '<div role="main"><div>one</div> two</div>',
        '<article role="main"><article>one</article> two</article>',
    ],
)
def test_an_article_whose_end_is_not_plain_is_read_to_the_end(page: str) -> None:
    assert prepare(page) == page.replace(" role", " data-pagefind-body role", 1)


def test_a_page_without_an_article_is_left_alone() -> None:
    assert prepare("<p>分配</p>") == "<p>分配</p>"
