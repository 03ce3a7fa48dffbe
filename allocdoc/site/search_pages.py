"""The pages as the search index reads them: their text, with word breaks where a script has none.

Chinese and Japanese do not separate words, and whatever cuts them for an index cuts a query
otherwise. So nothing is cut here: each character stands in the index together with the next one,
and a query is looked up by its own pairs of neighbours. What a page says is then found from any
place in it.

Invariant: the page's text can be had back. A word of the index that begins with ``GLUE`` follows
the one before without a space; one with ``PAIR`` stands for its first character alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

GLUE = "\u2060"
"""WORD JOINER: the word goes on from the one before, without a space."""
PAIR = "\u2063"
"""INVISIBLE SEPARATOR: of this word, only the first character stands in the page."""

IGNORED = (
    "a.headerlink",
    "button",
    "[role=tablist]",
    ".allocdoc-status",
    ".linenos",
)
"""Selectors of what is on a page but is not its text: signs, controls, tables of numbers."""

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_CJK = f"[{_HAN}{_KANA}]"
_CHARACTER = re.compile(_CJK)
_BREAK = re.compile(rf"{_CJK}|(?<={_CJK})[^\s{_HAN}{_KANA}]")
_TAG = re.compile(r"""(<!--.*?-->|<(?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|i|kbd|mark|q|ruby|s|samp|small|span|strong|sub|sup|u)\b|<!--"
)
_MAIN = re.compile(r"""(<\w+(?=[^>]*\srole="main")|<main\b)""")
_SECTION = re.compile(
    r'<section((?:\s+(?!id=)[\w-]+="[^"]*")*)\s+id="([^"]+)"([^>]*)>'
    r'((?:\s*<span id="[^"]*"></span>)*\s*<h[1-6])\b'
)


def prepare(html: str) -> str:
    """Return a page for the index: the article marked, headings with their anchors, pairs made.

    Sphinx puts a section's anchor on the section; Pagefind takes those of headings.
    """
    html = _MAIN.sub(r"\1 data-pagefind-body", html, count=1)
    html = _SECTION.sub(r'<section\1\3>\4 id="\2"', html)
    return _paired(html)


def _paired(html: str) -> str:
    """Return the page with its Chinese and Japanese text as words of two characters."""
    parts = _TAG.split(html)  # text at even places, tags at odd ones
    before = _edges(parts, -1)
    after = _edges(parts[::-1], 0)[::-1]
    for place in range(0, len(parts), 2):
        parts[place] = mark(parts[place], before[place], after[place])
    return "".join(parts)


def _edges(parts: Sequence[str], end: int) -> list[str]:
    """Return for each part which character of the same run of text comes before it, if any.

    Args:
        parts: Texts and tags in turn, in either direction.
        end: Which end of a text comes last in that direction: -1 or 0.
    """
    edges, edge = [], ""
    for place, part in enumerate(parts):
        edges.append(edge)
        if place % 2 == 0:
            edge = part[end] if part else edge
        elif not _INLINE.match(part):
            edge = ""
    return edges


def mark(text: str, before: str = "", after: str = "") -> str:
    """Return a piece of text in words of the index.

    Args:
        text: What stands between two tags.
        before: The character that the reader sees before it, if any.
        after: The same for the other end.
    """
    whole = before + text + after
    if not _CHARACTER.search(before + text):
        return text
    start, end = len(before), len(before) + len(text)

    def word(match: re.Match[str]) -> str:
        at, character = match.start(), match[0]
        if not start <= at < end:
            return character
        previous, following = whole[max(at - 1, 0) : at], whole[at + 1 : at + 2]
        glue = GLUE if previous and not previous.isspace() else ""
        if not _CHARACTER.match(character):
            return f" {GLUE}{character}"
        if following and _CHARACTER.match(following):
            return f" {glue}{PAIR}{character}{following}"
        return f" {glue}{character}"

    marked = _BREAK.sub(word, whole)
    return marked[start : len(marked) - len(after)]
