"""A book that grows under random edits: the model, its files, and what an author may do to it.

The files are those of a project with three languages, pages in two levels, references between
pages, numbered figures, a glossary, an example, downloads, included text and lists of all pages'
things. A file whose content stays keeps its time of change.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

LANGUAGES = {"en": "English", "ru": "Русский", "ja": "日本語"}
WORDS = ("Heap", "Block", "Arena", "Hole", "Page")
IMAGES = ("images/map.png", "images/deep/map.png", "images/plan.png")
"""Two have the same name, so that Sphinx has to rename one."""
LONG_AGO = 1_000_000_000


@dataclass
class Page:
    """What stands on a page; numbers are versions of texts."""

    title: int = 0
    text: int = 0
    section: int = 0
    has_label: bool = False
    refers_to: str = ""
    image: str = ""
    has_example: bool = False
    has_index_entry: bool = False
    todo: int = 0
    includes: bool = False
    downloads: bool = False


@dataclass
class Book:
    """A project."""

    pages: dict[str, Page] = field(default_factory=dict)
    """By name, in the order of the contents."""
    catalogs: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    """By language, page and part: msgid and msgstr."""
    languages: tuple[str, ...] = ("en", "ru", "ja")
    images: dict[str, int] = field(default_factory=lambda: dict.fromkeys(IMAGES, 0))
    comment: int = 0
    fails: bool = False
    """The example's doctest does."""
    term: int = 0
    html_title: int = 0
    style: int = 0
    template: int = 0
    shared: int = 0
    data: int = 0
    theme: str = "furo"
    old: set[str] = field(default_factory=set)
    """Files that get an old time of change, as ``mv`` and ``cp -p`` may give them."""


def first(theme: str) -> Book:
    """Return the book that histories begin with."""
    book = Book(theme=theme)
    book.pages = {
        "index": Page(todo=1),
        "one": Page(image=IMAGES[0], has_label=True, has_example=True, includes=True),
        "part/index": Page(refers_to="one", todo=2),
        "part/two": Page(image=IMAGES[1], downloads=True, has_index_entry=True),
        "words": Page(),
    }
    for code in ("ru", "ja"):
        for name in ("one", "part/two"):
            translate(book, code, name, "text", 1)
            translate(book, code, name, "title", 2)
    return book


def source_of(page: Page, name: str, part: str) -> str:
    """Return a text of a page."""
    number = {"title": page.title, "text": page.text, "section": page.section}[part]
    word = WORDS[number % len(WORDS)]
    return {
        "title": f"{word} {number} of {name}",
        "text": f"A sentence about the *{word}* in its version {number}, which {name} has.",
        "section": f"Section {word} {number}",
    }[part]


def translate(book: Book, code: str, name: str, part: str, number: int) -> None:
    """Translate a text of a page as it is now; 0 empties the entry."""
    msgid = source_of(book.pages[name], name, part)
    star = "*" if part == "text" else ""
    book.catalogs[code, name, part] = msgid, f"{code} {star}{number}{star}" if number else ""


def write(book: Book, root: Path) -> None:
    """Bring the files of a project up to date with the book; others of its content go."""
    wanted = dict(_files(book))
    for folder in ("docs", "locale", "examples"):
        for path in (root / folder).rglob("*"):
            if path.is_file() and path.relative_to(root).as_posix() not in wanted:
                path.unlink()
    for name, content in wanted.items():
        path = root / name
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if name in book.old:
            os.utime(path, (LONG_AGO, LONG_AGO))
    book.old.clear()


def _files(book: Book) -> Iterator[tuple[str, bytes]]:
    languages = ", ".join(f'{{ code = "{c}", name = "{LANGUAGES[c]}" }}' for c in book.languages)
    texts = {
        "pyproject.toml": f'[tool.allocdoc]\nglossary = "docs/glossary.toml"\n'
        f"languages = [{languages}]\n",
        "conf.py": f'project = "Book"\nextensions = ["allocdoc", "sphinx.ext.todo"]\n'
        "todo_include_todos = todo_link_only = True\nnumfig = True\n"
        f'html_title = "Book {book.html_title}"\n'
        f'gettext_compact = False\nhtml_theme = "{book.theme}"\n'
        'html_static_path = ["docs/_static"]\nhtml_css_files = ["own.css"]\n'
        'templates_path = ["docs/_templates"]\nexclude_patterns = ["_*"]\n',
        "docs/_static/own.css": f"p {{ margin: {book.style}px }}\n",
        "docs/_templates/page.html": f'{{% extends "!page.html" %}}\n'
        f"{{% block body %}}<!-- {book.template} -->{{{{ super() }}}}{{% endblock %}}\n",
        "docs/shared.txt": f"Shared text {book.shared}.\n",
        "docs/files/data.txt": f"{book.data}\n",
        "docs/glossary.toml": f'[[term]]\nterm = "heap"\ndefinition = "Memory {book.term}."\n'
        f'ru = "куча {book.term}"\nja = "ヒープ"\n',
        "examples/adding.py": _example(book),
    }
    yield from ((name, text.encode()) for name, text in texts.items())
    yield from ((f"docs/{name}", picture(number)) for name, number in book.images.items())
    for name in book.pages:
        yield f"docs/{name}.md", "\n\n".join(_page(book, name)).encode() + b"\n"
        for code in book.languages:
            entries = [
                entry for (c, n, _part), entry in book.catalogs.items() if (c, n) == (code, name)
            ]
            if entries:
                yield f"locale/{code}/LC_MESSAGES/{name}.po", _catalog(code, dict(entries))


def _page(book: Book, name: str) -> Iterator[str]:
    page = book.pages[name]
    if page.has_label:
        yield f"({_anchor(name)}-label)="
    yield f"# {source_of(page, name, 'title')}"
    yield source_of(page, name, "text")
    yield from _contents(book, name)
    if page.refers_to:
        yield from _references(page.refers_to, book.pages.get(page.refers_to, Page()))
    if page.image:
        yield f"```{{figure}} /{page.image}\n:name: figure-{_anchor(name)}\n\nOf {name}\n```"
    if page.todo:
        yield f"```{{todo}}\nWork {page.todo} in {name}\n```"
    yield from (text for field, text in _FEATURES.items() if getattr(page, field))
    yield f"## {source_of(page, name, 'section')}"


_FEATURES = {
    "has_example": "```{example} adding\n```",
    "has_index_entry": "Some {index}`memory` here.",
    "includes": "```{include} /shared.txt\n```",
    "downloads": "{download}`data </files/data.txt>`",
}


def _anchor(name: str) -> str:
    return name.replace("/", "-")


def _contents(book: Book, name: str) -> Iterator[str]:
    if name == "index":
        below = "\n".join(other for other in book.pages if _is_top(other))
        yield f"```{{toctree}}\n:maxdepth: 2\n:numbered:\n\n{below}\n```\n\n```{{todolist}}\n```"
    if name == "part/index":
        inside = "\n".join(o.removeprefix("part/") for o in book.pages if _is_inside(o))
        yield f"```{{toctree}}\n{inside}\n```"
    if name == "words":
        yield "```{terms}\n```\n\n```{translation-status}\n```"


def _references(name: str, page: Page) -> Iterator[str]:
    there = _anchor(name)
    label = f"{{ref}}`{there}-label`" if page.has_label else "nothing"
    yield f"See {{doc}}`/{name}` and {label}, or a {{term}}`heap`."
    if page.image:
        yield f"{{numref}}`figure-{there}`"


def _is_inside(name: str) -> bool:
    return name.startswith("part/") and name != "part/index"


def _is_top(name: str) -> bool:
    return name != "index" and not _is_inside(name)


def _catalog(code: str, entries: dict[str, str]) -> bytes:
    head = f'"Language: {code}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    texts = [f'msgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in entries.items()]
    return "\n".join([f'msgid ""\nmsgstr ""\n{head}', *texts]).encode()


def _example(book: Book) -> str:
    total = 3 if book.fails else 2
    return (
        f'"""Adding.\n\n>>> total(1, 1)\n{total}\n"""\n\n\n'
        "def total(one: int, other: int) -> int:\n"
        f"    # Add them, {book.comment}.\n    return one + other\n\n\n"
        'if __name__ == "__main__":\n    from allocdoc.examples import main\n\n'
        "    raise SystemExit(main(__file__))\n"
    )


def picture(number: int) -> bytes:
    """Return a PNG of one row, whose width is the number plus one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", number + 1, 1, 8, 0, 0, 0, 0)
    row = zlib.compress(b"\0" + bytes(number + 1))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


Edit = Callable[[Book, int, int], None]
EDITS: dict[str, Edit] = {}
"""By name, what can be done; each takes two numbers that choose where and what."""


def edit(function: Edit) -> Edit:
    """Add an edit."""
    EDITS[function.__name__] = function
    return function


def _name(book: Book, at: int) -> str:
    return list(book.pages)[at % len(book.pages)]


@edit
def entry(book: Book, at: int, number: int) -> None:
    code = ("ru", "ja")[number % 2]
    part = ("text", "title", "section")[number % 3]
    translate(book, code, _name(book, at), part, number % 5)


@edit
def title(book: Book, at: int, number: int) -> None:
    book.pages[_name(book, at)].title = number


@edit
def section(book: Book, at: int, number: int) -> None:
    book.pages[_name(book, at)].section = number


@edit
def text(book: Book, at: int, number: int) -> None:
    book.pages[_name(book, at)].text = number


@edit
def feature(book: Book, at: int, number: int) -> None:
    page = book.pages[_name(book, at)]
    names = ("has_label", "has_example", "has_index_entry", "includes", "downloads")
    name = names[number % len(names)]
    setattr(page, name, not getattr(page, name))


@edit
def todo(book: Book, at: int, number: int) -> None:
    book.pages[_name(book, at)].todo = number % 3


@edit
def reference(book: Book, at: int, number: int) -> None:
    book.pages[_name(book, at)].refers_to = ["", *book.pages, "nowhere"][
        number % 7 % len(book.pages)
    ]


@edit
def figure(book: Book, at: int, number: int) -> None:
    book.pages[_name(book, at)].image = ["", *IMAGES][number % 4]


@edit
def image(book: Book, at: int, number: int) -> None:
    book.images[IMAGES[at % 3]] = number


@edit
def add(book: Book, at: int, number: int) -> None:
    folder = ("", "part/")[number % 2]
    book.pages.setdefault(f"{folder}new{at % 3}", Page(title=number, has_label=at % 2 == 0))


@edit
def delete(book: Book, at: int, number: int) -> None:
    name = _name(book, at)
    if name not in ("index", "part/index", "words"):
        del book.pages[name]


@edit
def rename(book: Book, at: int, number: int) -> None:
    """Move a page to another name, over what is there, with the time of change that it has."""
    name = _name(book, at)
    if name in ("index", "part/index", "words"):
        return
    target = ("moved", "one", "part/two", "part/moved")[number % 4]
    page = book.pages.pop(name)
    book.pages[target] = page
    book.old.add(f"docs/{target}.md")


@edit
def turn(book: Book, at: int, number: int) -> None:
    """Change the order of the contents."""
    name = _name(book, at)
    book.pages[name] = book.pages.pop(name)


@edit
def swap(book: Book, at: int, number: int) -> None:
    """Let two pages change places, times of change included."""
    a, b = "one", "part/two"
    if a in book.pages and b in book.pages:
        book.pages[a], book.pages[b] = book.pages[b], book.pages[a]
        book.old |= {f"docs/{a}.md", f"docs/{b}.md"}


@edit
def example(book: Book, at: int, number: int) -> None:
    book.comment = number


@edit
def break_example(book: Book, at: int, number: int) -> None:
    book.fails = not book.fails


@edit
def setting(book: Book, at: int, number: int) -> None:
    book.html_title = number


@edit
def language(book: Book, at: int, number: int) -> None:
    others = ("en", "ru"), ("en", "ja"), ("en", "ru", "ja")
    book.languages = others[number % 3]


@edit
def other_file(book: Book, at: int, number: int) -> None:
    setattr(book, ("term", "style", "template", "shared", "data")[at % 5], number)


def copy_of(book: Book) -> Book:
    """Return a book with the same content, to be edited apart."""
    pages = {name: replace(page) for name, page in book.pages.items()}
    return replace(
        book, pages=pages, catalogs=dict(book.catalogs), images=dict(book.images), old=set()
    )


def content(root: Path, target: Path) -> None:
    """Copy a project without what was built."""
    shutil.copytree(root, target, ignore=shutil.ignore_patterns("build"))
