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

GLUE = "\u2060"
"""WORD JOINER: the word goes on from the one before, without a space."""

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_RUN = re.compile(f"[{_HAN}{_KANA}]+")
_BEYOND = re.compile("[^\0-\u3004]")
"""What comes after most other scripts, where all of these characters are: told more quickly."""
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
_SIGNS = r"(?:[^\s\"'>]*+\s++)*?(?:headerlink|linenos|allocdoc-status)(?=[\s\"'>])"
_NO_TEXT = re.compile(
    r"<(?=button\b|\w++\s++(?:[^\s>]++\s++)*?"
    rf"(?:class=[\"']?{_SIGNS}|role=[\"']?tablist\b))(\w+)"
)
"""What is on a page but is not its text: signs, controls, tables of numbers."""
_LEFT_OUT = re.compile(rf"<(\w+) {_IGNORE}(?![^>]*\sid=)[^>]*>[^<]*</\1>")
_CODE = re.compile(r'<span class="\w{1,4}">([^<]*+)</span>')
"""A piece of highlighted code; the names of signs are longer."""
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
    head = html[: start.start()].partition("<body")[0]
    around = "".join(match[0] for match in _AROUND.finditer(head))
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
    parts = _WITHOUT_EFFECT.split("".join(_CODE.split(html)))
    while len(parts) > 1:  # again, for those around others
        del parts[1::3]  # the elements' names; what remains are texts
        parts = _WITHOUT_EFFECT.split("".join(parts))
    return _LEFT_OUT.sub("", _NO_TEXT.sub(rf"<\1 {_IGNORE}", parts[0]))


def _paired(html: str) -> str:
    """Return the page with its Chinese and Japanese text as words of two characters."""
    if not _BEYOND.search(html):
        return html
    parts = _TAG.split(html)  # text at even places, tags at odd ones
    texts, inline = parts[::2], [*map(_INLINE.match, parts[1::2])]
    before = _edges(texts, inline, -1)
    after = _edges(texts[::-1], inline[::-1], 0)[::-1]
    parts[::2] = map(mark, texts, before, after)
    return "".join(parts)


def _edges(texts: Sequence[str], inline: Sequence[object], end: int) -> list[str]:
    """Return for each text which character of the same run of text comes before it, if any.

    Args:
        texts: What stands between the tags, in either direction.
        inline: For each tag between them, whether the run goes on behind it.
        end: Which end of a text comes last in that direction: -1 or 0.
    """
    edges = [edge := ""]
    for text, goes_on in zip(texts, inline, strict=False):  # nothing comes after the last text
        edge = (text[end] if text else edge) if goes_on else ""
        edges.append(edge)
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
    follows_pair = _RUN.match(before)
    first = " " if follows_pair else _glued(before) or " "

    def words(match: re.Match[str]) -> str:
        start, end = match.span()
        joint = _glued(text[start - 1]) or " " if start else first
        if end == len(text):
            return joint + _pairs(match[0], tail)
        return f"{joint}{_pairs(match[0], '')}{_glued(text[end])}"

    # What comes first may follow a character that stands behind a tag.
    glue = _glued(text[:1]) if follows_pair and not _RUN.match(text) else ""
    return glue + _RUN.sub(words, text)


def _pairs(run: str, tail: str) -> str:
    """Return each character together with the next, the last one with the tail, as words."""
    characters = [*run]
    spread = [" "] * (3 * len(run))
    spread[::3] = characters
    spread[1::3] = [*characters[1:], tail]
    return "".join(spread[:-1])


def _glued(character: str) -> str:
    """Return what joins a word to the next, if there is a character where they meet."""
    return f" {GLUE}" if character and not character.isspace() else ""
