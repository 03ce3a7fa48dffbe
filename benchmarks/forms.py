"""Write a book as a project of each builder that is compared.

Two of them translate: they get the pages in English, and catalogs. The others get a copy of the
pages in each language, made from the same messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from book import NAMES, Book, Mark

Files = Iterator[tuple[str, str]]
"""The files of a project: name and text."""

HUGO = Path(__file__).with_name("hugo")
"""What a Hugo site has besides its pages: settings and a small theme."""

NOTES = {
    **dict.fromkeys(("allocdoc", "sphinx"), "```{note}"),
    **dict.fromkeys(("mkdocs", "zensical"), "!!! note"),
    "hugo": "[!NOTE]",
}
"""What begins an admonition, in each form; no reader should see it."""

CONF = """\
project = "Benchmark"
author = "Nobody"
copyright = "2026, nobody"
extensions = {extensions}
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

MKDOCS = """\
site_name: Benchmark
use_directory_urls: false
theme: {name: material, font: false, features: [navigation.footer]}
markdown_extensions: [admonition, pymdownx.highlight, pymdownx.superfences]
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
"""

ZENSICAL = """\
[project]
site_name = "Benchmark"
use_directory_urls = false
[project.theme]
language = "{language}"
font = false
features = ["navigation.footer"]
[project.markdown_extensions]
admonition = {{}}
pymdownx.highlight = {{}}
pymdownx.superfences = {{}}
"""


def allocdoc(book: Book) -> Files:
    """Yield a project of ours."""
    rows = "".join(f'    {{ code = "{one}", name = "{NAMES[one]}" }},\n' for one in book.all)
    yield "conf.py", CONF.format(extensions='["allocdoc"]')
    yield "pyproject.toml", f"[tool.allocdoc]\nlanguages = [\n{rows}]\n"
    yield from _translated(book)


def sphinx(book: Book) -> Files:
    """Yield a project of Sphinx alone, with the two extensions that ours brings."""
    conf = CONF.format(extensions='["myst_parser", "sphinx_tabs.tabs"]')
    yield "conf.py", f'{conf}locale_dirs = ["../locale"]\n'
    yield from _translated(book)


def _translated(book: Book) -> Files:
    contents = "\n".join(["```{toctree}", *book.chapters, "```"])
    marks = {Mark.NOTE: f"{NOTES['sphinx']}\n", Mark.END: "\n```", Mark.CONTENTS: contents}
    for name, page in book.pages.items():
        yield f"docs/{name}.md", page.text("en", marks)
        for language in book.languages:
            pairs = page.catalog(language).items()
            said = "".join(f'\nmsgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in pairs)
            po = f"locale/{language}/LC_MESSAGES/{name}.po"
            yield po, HEADER.format(language=language) + said


def mkdocs(book: Book) -> Files:
    """Yield a project of MkDocs, with the Material theme and the static-i18n plugin."""
    yield "mkdocs.yml", MKDOCS + "".join(map(_mkdocs_language, book.all))
    yield from _copies(book, "docs/{}")


def _mkdocs_language(language: str) -> str:
    default = "true" if language == "en" else "false"
    values = f"locale: {short(language)}, name: {NAMES[language]}, default: {default}"
    return f"        - {{{values}}}\n"


def zensical(book: Book) -> Files:
    """Yield a project of Zensical in each language, since a project of it has one."""
    for language in map(short, book.all):
        yield f"{language}/zensical.toml", ZENSICAL.format(language=language)
    yield from _copies(book, "{}/docs")


def _copies(book: Book, folder: str) -> Files:
    marks = {Mark.NOTE: f"{NOTES['mkdocs']}\n\n    ", Mark.END: ""}
    for language in book.all:
        contents = _contents(book, language)
        for name, page in book.pages.items():
            text = page.text(language, marks | {Mark.CONTENTS: contents})
            yield f"{folder.format(short(language))}/{name}.md", text


def hugo(book: Book) -> Files:
    """Yield a site of Hugo, with a theme of our own."""
    for path in sorted(path for path in HUGO.rglob("*") if path.is_file()):
        yield path.relative_to(HUGO).as_posix(), path.read_text(encoding="utf-8")
    yield "config/_default/languages.toml", "".join(map(_hugo_language, book.all))
    for language in book.all:
        marks = {Mark.NOTE: f"> {NOTES['hugo']}\n> ", Mark.END: ""}
        marks[Mark.CONTENTS] = _contents(book, language)
        titles = book.titles(language)
        for number, (name, page) in enumerate(book.pages.items(), start=1):
            head = f'---\ntitle: "{titles[name]}"\nweight: {number}\n---\n'
            file = f"content/{short(language)}/{'_index' if name == 'index' else name}.md"
            yield file, head + page.text(language, marks)


def _hugo_language(language: str) -> str:
    code = short(language)
    return f'[{code}]\ncontentDir = "content/{code}"\nlabel = "{NAMES[language]}"\n'


def _contents(book: Book, language: str) -> str:
    titles = book.titles(language)
    return "\n".join(f"- [{titles[name]}]({name}.md)" for name in book.chapters)


def short(language: str) -> str:
    """Return a language's name without its region; the others' themes know these."""
    return language.partition("_")[0]


FORMS: dict[str, Callable[[Book], Files]] = {
    form.__name__: form for form in (allocdoc, sphinx, mkdocs, zensical, hugo)
}


def write(form: str, book: Book, folder: Path) -> None:
    """Write a book into a folder; of what is there, a file that would not change is left alone."""
    for name, text in FORMS[form](book):
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
