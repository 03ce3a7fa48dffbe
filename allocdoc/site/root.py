"""The pages above the languages: one that offers the reader's own, one for what does not exist.

Neither jumps anywhere by itself. Without their scripts they are lists of the languages.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import jinja2

from allocdoc.files import write_if_changed
from allocdoc.settings import Language, Settings
from allocdoc.sphinxext.policy import protect

_TEMPLATES = Path(__file__).parent / "templates"
_ASSETS = ("root.css", "root.js")


class _Words(NamedTuple):
    """What the pages say in one language."""

    offer: str
    languages: str
    missing: str


_WORDS = {
    "en": _Words("Read in English", "Languages", "There is no such page."),
    "ru": _Words("Читать по-русски", "Языки", "Такой страницы нет."),
    "zh_CN": _Words("阅读简体中文版", "语言", "没有这个页面。"),
    "es": _Words("Leer en español", "Idiomas", "Esta página no existe."),
    "ja": _Words("日本語で読む", "言語", "このページはありません。"),
}
"""By language code."""

_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Entry:
    """A language that a page links to, as the template sees it."""

    name: str
    tag: str
    offer: str
    missing: str
    url: str
    """Relative to the root, so that it also works from a folder on disk."""
    address: str
    """Absolute where the site has an address; for search engines."""


def write(settings: Settings, out: Path) -> None:
    """Write the pages above the languages, with links to the languages that are there."""
    present = [one for one in settings.languages if (out / one.folder / "index.html").is_file()]
    if not present:
        return
    first = settings.source_language if settings.source_language in present else present[0]
    title = _title(out / present[0].folder, settings)
    assets = {name: (_TEMPLATES / name).read_bytes() for name in _ASSETS}
    page = render(settings, title, present, _links(assets), _description(out / first.folder))
    for name, content in assets.items():
        write_if_changed(out / name, content)
    write_if_changed(out / "index.html", page.encode("utf-8"))
    write_if_changed(out / "404.html", render_missing(settings, title, present).encode("utf-8"))
    # Some hosts drop folders whose name starts with "_" unless they find this file.
    write_if_changed(out / ".nojekyll", b"")


def render(
    settings: Settings,
    title: str,
    languages: list[Language],
    links: dict[str, str],
    description: str = "",
) -> str:
    """Return the root page's HTML; ``links`` are the addresses of its assets by kind."""
    source = settings.source_language
    html = _template("root.html").render(
        title=title,
        description=description,
        lang=source.tag,
        heading=_WORDS.get(source.code, _WORDS["en"]).languages,
        default=source.tag if source in languages else languages[0].tag,
        entries=[_entry(settings, language) for language in languages],
        address=settings.base_url or "index.html",
        is_published=bool(settings.base_url),
        css=links["root.css"],
        js=links["root.js"],
    )
    return protect(html)


def render_missing(settings: Settings, title: str, languages: list[Language]) -> str:
    """Return the page that a host shows where it has none, at whatever depth that is.

    So it holds its style and script itself, and its links start at the host's root.
    """
    html = _template("404.html").render(
        title=title,
        lang=settings.source_language.tag,
        entries=[_entry(settings, language) for language in languages],
        base=urlsplit(settings.base_url).path or "/",
        style=(_TEMPLATES / "root.css").read_text(encoding="utf-8"),
        script=(_TEMPLATES / "404.js").read_text(encoding="utf-8"),
    )
    return protect(html)


def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def _entry(settings: Settings, language: Language) -> Entry:
    url = f"{language.folder}/index.html"
    words = _WORDS.get(language.code) or _WORDS["en"]._replace(offer=language.name)
    return Entry(
        name=language.name,
        tag=language.tag,
        offer=words.offer,
        missing=words.missing,
        url=url,
        address=f"{settings.base_url}{url}",
    )


def _links(assets: dict[str, bytes]) -> dict[str, str]:
    """Return the addresses of the assets; a new content gets a new one, past any cache."""
    return {
        name: f"{name}?v={hashlib.sha256(content).hexdigest()[:8]}"
        for name, content in assets.items()
    }


def _title(folder: Path, settings: Settings) -> str:
    """Return the project's name: Sphinx writes it into the head of the inventory."""
    inventory = folder / "objects.inv"
    if inventory.is_file():
        for line in inventory.read_bytes().split(b"\n", 3)[:3]:
            if line.startswith(b"# Project: "):
                return line.removeprefix(b"# Project: ").decode("utf-8").strip()
    return settings.root.name


def _description(folder: Path) -> str:
    """Return what a language's first page says of itself, if anything."""
    found = _DESCRIPTION.search((folder / "index.html").read_text(encoding="utf-8"))
    return unescape(found[1]) if found else ""
