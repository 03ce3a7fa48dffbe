"""Write a book of any size: a Sphinx project with pages, and catalogs that translate all of it.

The words mean nothing, but their number, the markup between them and the length of the messages
are those of a technical book. The same arguments give the same bytes.

Usage: ``python benchmarks/corpus.py FOLDER --pages 150 --languages ru,zh_CN,es,ja``
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

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

CONF = """\
project = "Benchmark"
author = "Nobody"
copyright = "2026, nobody"
extensions = ["allocdoc"]
gettext_compact = False
html_theme = "furo"
html_title = "Benchmark"
html_copy_source = False
"""

HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Benchmark\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


@dataclass(slots=True)
class Page:
    """A page while it is written: its lines, and the messages that a translator would get."""

    chance: random.Random
    languages: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    messages: list[dict[str, str]] = field(default_factory=list)

    def message(self, words: int, part: str = "") -> str:
        """Return an English message with a part that stays, and keep it with its translations."""
        said = {one: self._sentence(one, words, part) for one in ("en", *self.languages)}
        self.messages.append(said)
        return said["en"]

    def _sentence(self, language: str, words: int, part: str) -> str:
        chosen = self.chance.choices(WORDS[language].split(), k=words)
        if part:
            chosen.insert(words // 2, part)
        if language not in UNSPACED:
            text = " ".join(chosen)
            return text[0].upper() + text[1:]
        return "".join(f" {one} " if one == part else one for one in chosen)

    def heading(self, level: int) -> None:
        """Begin a section."""
        self.lines += ["#" * level + " " + self.message(4), ""]

    def paragraph(self, number: int) -> None:
        """Write a paragraph; some have a link, code or bold words in the middle."""
        name = f"field_{self.chance.randrange(99)}"
        markup = {0: f"[`{name}`](index.md)", 3: f"`{name}`", 4: f"**{name}**"}
        words = self.chance.randint(18, 45)
        self.lines += [self.message(words, markup.get(number % 6, "")), ""]

    def bullets(self) -> None:
        """Write a list of four items."""
        self.lines += [f"- {self.message(7)}" for _ in range(4)] + [""]

    def table(self) -> None:
        """Write a table of two columns and four rows."""
        rows = [f"| {self.message(2)} | {self.message(3)} |" for _ in range(5)]
        self.lines += [rows[0], "|---|---|", *rows[1:], ""]

    def note(self) -> None:
        """Write an admonition."""
        self.lines += [":::{note}", self.message(15), ":::", ""]

    def listing(self) -> None:
        """Write a listing of twelve lines, in a language that is not run."""
        body = [f"    node->field_{self.chance.randrange(99)} = {n};" for n in range(8)]
        code = ["struct node *make(void)", "{", *body, "    return node;", "}"]
        self.lines += ["```c", *code, "```", ""]


def page(chance: random.Random, languages: tuple[str, ...]) -> Page:
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


def index(chance: random.Random, languages: tuple[str, ...], names: list[str]) -> Page:
    """Return the first page, with the list of all others."""
    made = Page(chance, languages)
    made.heading(1)
    made.paragraph(1)
    made.lines += ["```{toctree}", *names, "```", ""]
    return made


def catalog(language: str, messages: list[dict[str, str]]) -> Iterator[str]:
    """Yield the parts of a catalog; a message that is there twice is written once."""
    yield HEADER.format(language=language)
    for msgid, msgstr in {said["en"]: said[language] for said in messages}.items():
        yield f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n'


def settings(languages: tuple[str, ...]) -> str:
    """Return the project's ``pyproject.toml``."""
    rows = "".join(f'    {{ code = "{one}", name = "{NAMES[one]}" }},\n' for one in languages)
    return f"[tool.allocdoc]\nlanguages = [\n{rows}]\n"


def write(folder: Path, pages: int, languages: tuple[str, ...], seed: int) -> None:
    """Write the project into a folder, over what is there."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    names = [f"page{number:04}" for number in range(pages - 1)]
    made = {"index": index(chance, languages, names)}
    made |= {name: page(chance, languages) for name in names}
    texts = {"conf.py": CONF, "pyproject.toml": settings(("en", *languages))}
    for name, one in made.items():
        texts[f"docs/{name}.md"] = "\n".join(one.lines)
        for language in languages:
            po = f"locale/{language}/LC_MESSAGES/{name}.po"
            texts[po] = "".join(catalog(language, one.messages))
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Read the command line and write the book."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--languages", default="ru,zh_CN,es,ja", help="those besides English")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    languages = tuple(filter(None, given.languages.split(",")))
    if unknown := [one for one in languages if one not in WORDS or one == "en"]:
        parser.error(f"unknown language (got {', '.join(unknown)}, want some of ru,zh_CN,es,ja)")
    write(given.folder, given.pages, languages, given.seed)


if __name__ == "__main__":
    main()
