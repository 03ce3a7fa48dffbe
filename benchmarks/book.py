"""A book of any size, of words that mean nothing, in several languages.

The number of words, the markup between them and the length of the messages are those of a technical
book. The same arguments give the same book. How a builder wants it written is told by `forms`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

WORDS = {
    "en": "block heap size free list page cache index value table order field state event",
    "ru": "блок куча размер свободный список страница кэш индекс значение таблица порядок поле",
    "zh_CN": "内存 分配 链表 页面 缓存 索引 数值 表格 顺序 字段 状态 事件 释放 大小 系统",
    "es": "bloque montón tamaño libre lista página caché índice valor tabla orden campo año",
    "ja": "メモリ 割り当て リスト ページ 索引 値 表 順序 状態 解放 大きさ システム 事象 領域",
}
UNSPACED = ("zh_CN", "ja")
NAMES = {"en": "English", "ru": "Русский", "zh_CN": "简体中文", "es": "Español", "ja": "日本語"}
SECTIONS, PARAGRAPHS, LISTINGS = 4, 6, 6
"""A page has so many sections; each section has so many paragraphs, the page so many listings."""
EDITS = {"message": 2, "title": 0}
"""What can be edited, and which message of its page it is; message 1 is the first section's."""

Message = dict[str, str]
"""What a translator would get: a text in each language."""


class Mark(Enum):
    """A place where the builders' dialects of Markdown differ."""

    NOTE = auto()
    END = auto()
    CONTENTS = auto()


def _said(part: str | Message | Mark, catalog: Mapping[str, str], marks: Mapping[Mark, str]) -> str:
    if isinstance(part, Mark):
        return marks[part]
    return part if isinstance(part, str) else catalog[part["en"]]


@dataclass(slots=True)
class Page:
    """A page while it is written."""

    chance: random.Random
    languages: tuple[str, ...]
    parts: list[str | Message | Mark] = field(default_factory=list)

    @property
    def messages(self) -> list[Message]:
        """The page's messages, in its order."""
        return [part for part in self.parts if isinstance(part, dict)]

    def catalog(self, language: str) -> dict[str, str]:
        """Return what is said in English and in a language; a text has one translation a page."""
        return {said["en"]: said[language] for said in self.messages}

    def text(self, language: str, marks: Mapping[Mark, str]) -> str:
        """Return the page in a language and in the dialect that says what the marks stand for."""
        catalog = self.catalog(language)
        return "".join(_said(part, catalog, marks) for part in self.parts).rstrip("\n") + "\n"

    def message(self, words: int, part: str = "") -> Message:
        """Return a message of so many words, with a part that stays."""
        return {one: self._sentence(one, words, part) for one in ("en", *self.languages)}

    def _sentence(self, language: str, words: int, part: str) -> str:
        chosen = self.chance.choices(WORDS[language].split(), k=words)
        if part:
            chosen.insert(words // 2, part)
        if language not in UNSPACED:
            text = " ".join(chosen)
            return text[0].upper() + text[1:]
        return "".join(f" {one} " if one == part else one for one in chosen)

    def write(self, *parts: str | Message | Mark) -> None:
        """Write a block and the empty line after it."""
        self.parts += [*parts, "\n\n"]

    def heading(self, level: int) -> None:
        """Begin a section."""
        self.write("#" * level + " ", self.message(4))

    def paragraph(self, number: int) -> None:
        """Write a paragraph; some have a link, code or bold words in the middle."""
        name = f"field_{self.chance.randrange(99)}"
        markup = {0: f"[`{name}`](index.md)", 3: f"`{name}`", 4: f"**{name}**"}
        words = self.chance.randint(18, 45)
        self.write(self.message(words, markup.get(number % 6, "")))

    def bullets(self) -> None:
        """Write a list of four items."""
        first, *others = [("- ", self.message(7)) for _ in range(4)]
        self.write(*first, *(part for item in others for part in ("\n", *item)))

    def table(self) -> None:
        """Write a table of two columns and four rows."""
        head, *rows = [("| ", self.message(2), " | ", self.message(3), " |") for _ in range(5)]
        cells = (part for row in rows for part in ("\n", *row))
        self.write(*head, "\n|---|---|", *cells)

    def note(self) -> None:
        """Write an admonition."""
        self.write(Mark.NOTE, self.message(15), Mark.END)

    def listing(self) -> None:
        """Write a listing of twelve lines, in a language that is not run."""
        body = [f"    node->field_{self.chance.randrange(99)} = {n};" for n in range(8)]
        code = ["struct node *make(void)", "{", *body, "    return node;", "}"]
        self.write("\n".join(["```c", *code, "```"]))


@dataclass(frozen=True, slots=True)
class Book:
    """Pages by name, in the source language and in others."""

    pages: Mapping[str, Page]
    languages: tuple[str, ...]
    """Those besides English."""

    @property
    def all(self) -> tuple[str, ...]:
        """English and the others."""
        return ("en", *self.languages)

    @property
    def chapters(self) -> list[str]:
        """The names of all pages but the first."""
        return [name for name in self.pages if name != "index"]

    def titles(self, language: str) -> dict[str, str]:
        """Return the title of each page."""
        return {
            name: page.catalog(language)[page.messages[0]["en"]]
            for name, page in self.pages.items()
        }

    def edit(self, what: str) -> None:
        """Change one translation, of the last page in the first language."""
        said = list(self.pages.values())[-1].messages[EDITS[what]]
        said[self.languages[0]] += f" edited-{what}"


def make(pages: int, languages: tuple[str, ...], seed: int) -> Book:
    """Return a book of so many pages."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    first, *others = names(pages)
    made = {first: _index(chance, languages)}
    return Book(made | {name: _page(chance, languages) for name in others}, languages)


def names(pages: int) -> list[str]:
    """Return the names of so many pages."""
    return ["index", *(f"page{number:04}" for number in range(pages - 1))]


def _page(chance: random.Random, languages: tuple[str, ...]) -> Page:
    """Return a page of the usual shape."""
    made = Page(chance, languages)
    made.heading(1)
    for section in range(SECTIONS):
        made.heading(2)
        for number in range(PARAGRAPHS):
            made.paragraph(number)
        (made.bullets, made.table, made.note, made.bullets)[section]()
        for _ in range(LISTINGS * (section + 1) // SECTIONS - LISTINGS * section // SECTIONS):
            made.listing()
    return made


def _index(chance: random.Random, languages: tuple[str, ...]) -> Page:
    """Return the first page, with the list of all others."""
    made = Page(chance, languages)
    made.heading(1)
    made.paragraph(1)
    made.write(Mark.CONTENTS)
    return made
