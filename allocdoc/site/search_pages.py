"""The pages as the search index reads them: their text, with word breaks where a script has none.

Chinese and Japanese do not separate words, and whatever cuts them for an index cuts a query
otherwise. So nothing is cut here: each character stands in the index together with the next one,
and a query is looked up by its own pairs of neighbours. What a page says is then found from any
place in it.

Invariant: the page's text can be had back. A word that is just two characters of these scripts
stands for the first, and the next word goes on from it. A word that begins with ``GLUE`` goes on
from the one before, too. Few need that sign: Pagefind keeps each word that has it twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import add

GLUE = "\u2060"
"""WORD JOINER: the word goes on from the one before, without a space."""

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_RUN = re.compile(f"[{_HAN}{_KANA}]+")
_TAG = re.compile(r"""(<!--.*?-->|<(?:[^'">]++|"[^"]*"|'[^']*')*+>)""", re.DOTALL)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|i|kbd|mark|q|ruby|s|samp|small|span|strong|sub|sup|u)\b|<!--"
)
_MAIN = re.compile(r"""(<(\w+)(?=[^>]*\srole="main")|<(main)\b)""")
_AROUND = re.compile(r"<!DOCTYPE[^>]*>|<html\b[^>]*>|<title>[^<]*</title>", re.IGNORECASE)
_SECTION = re.compile(
    r'<section((?:\s+(?!id=)[\w-]+="[^"]*")*)\s+id="([^"]+)"([^>]*)>'
    r'((?:\s*<span id="[^"]*"></span>)*\s*<h[1-6])\b'
)

_IGNORE = "data-pagefind-ignore"
_SIGNS = r"(?:[^\"'>]*\s)?(?:headerlink|linenos|allocdoc-status)(?=[\s\"'>])"
_NO_TEXT = re.compile(
    rf"<(?=button\b|\w+\s(?:[^>]*\s)?(?:class=[\"']?{_SIGNS}|role=[\"']?tablist\b))(\w+)"
)
"""What is on a page but is not its text: signs, controls, tables of numbers."""
_LEFT_OUT = re.compile(rf"<(\w+) {_IGNORE}(?![^>]*\sid=)[^>]*>[^<]*</\1>")
_WITHOUT_EFFECT = re.compile(
    r"<(a|abbr|b|cite|code|em|i|kbd|q|samp|small|span|strong|sub|sup|var)"
    rf'(?:\s(?:class="(?!{_SIGNS})|href="|title=")[^">]*")*+>([^<]*)</\1>'
)


def prepare(html: str) -> str:
    """Return a page for the index: its article alone, headings with their anchors, pairs made.

    Sphinx puts a section's anchor on the section; Pagefind takes those of headings. What stands
    around the article it would read, only to leave it out.
    """
    start = _MAIN.match(html, html.rfind("<", 0, html.find(' role="main"'))) or _MAIN.search(html)
    if start is None:
        return html
    around = "".join(match[0] for match in _AROUND.finditer(html, 0, start.start()))
    article = html[start.start() : _end(html, start)]
    article = article.replace(start[1], f"{start[1]} data-pagefind-body", 1)
    article = _bare(_SECTION.sub(r'<section\1\3>\4 id="\2"', article))
    return _paired(around + article)


def _end(html: str, start: re.Match[str]) -> int:
    """Return where an element ends, the end of the page where others of its name may follow."""
    close = f"</{start[2] or start[3]}>"
    end = html.find(close, start.end())
    return end + len(close) if end >= 0 and html.find(close, end + 1) < 0 else len(html)


def _bare(html: str) -> str:
    """Return the article without the elements that Pagefind would only walk through.

    Most are those of highlighted code. It takes it longer to go through them than to index the
    words; anchors, and elements that end a sentence, have to stay.
    """
    parts = _WITHOUT_EFFECT.split(html)
    while len(parts) > 1:  # again, for those around others
        del parts[1::3]  # the elements' names; what remains are texts
        parts = _WITHOUT_EFFECT.split("".join(parts))
    return _LEFT_OUT.sub("", _NO_TEXT.sub(rf"<\1 {_IGNORE}", parts[0]))


def _paired(html: str) -> str:
    """Return the page with its Chinese and Japanese text as words of two characters."""
    if not _RUN.search(html):
        return html
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
    if not _RUN.search(before + text):
        return text
    tail = after if _RUN.match(after) else ""

    def words(match: re.Match[str]) -> str:
        start, end = match.span()
        goes_on = tail and end == len(text)
        run = match[0] + tail if goes_on else match[0]
        pairs = [*map(add, run, run[1:]), *("" if goes_on else run[-1])]
        follows = "" if goes_on else _glued(text[end : end + 1])
        # What follows a character of these scripts follows a pair.
        previous = text[start - 1] if start else before
        joint = " " if _RUN.match(previous) else _glued(previous) or " "
        return f"{joint}{' '.join(pairs)}{follows}"

    # What comes first may follow a character that stands behind a tag.
    first = _glued(text[:1]) if _RUN.match(before) and not _RUN.match(text) else ""
    return first + _RUN.sub(words, text)


def _glued(character: str) -> str:
    """Return what joins a word to the next, if there is a character where they meet."""
    return f" {GLUE}" if character and not character.isspace() else ""
