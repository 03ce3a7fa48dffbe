"""The page above the languages: it offers the reader's own, and lists all that are there.

It never jumps anywhere by itself. Without its script it is the list alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import jinja2

from allocdoc.catalogs.publish import write_if_changed
from allocdoc.settings import Language, Settings

_TEMPLATES = Path(__file__).parent / "templates"
_ASSETS = ("root.css", "root.js")

_WORDS = {
    "en": ("Read in English", "Languages"),
    "ru": ("Читать по-русски", "Языки"),
    "zh_CN": ("阅读简体中文版", "语言"),
    "es": ("Leer en español", "Idiomas"),
    "ja": ("日本語で読む", "言語"),
}
"""By language code: the offer, and the heading of the list, in that language's words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A language that the page links to, as the template sees it."""

    name: str
    tag: str
    offer: str
    url: str
    """Relative, so that it also works from a folder on disk."""
    address: str
    """Absolute where the site has an address; for search engines."""


def write(settings: Settings, out: Path) -> None:
    """Write the root page of the tree, with links to the languages that are in it."""
    present = [one for one in settings.languages if (out / one.folder / "index.html").is_file()]
    if not present:
        return
    assets = {name: (_TEMPLATES / name).read_bytes() for name in _ASSETS}
    page = render(settings, _title(out / present[0].folder, settings), present, _links(assets))
    for name, content in assets.items():
        write_if_changed(out / name, content)
    write_if_changed(out / "index.html", page.encode("utf-8"))
    # Some hosts drop folders whose name starts with "_" unless they find this file.
    write_if_changed(out / ".nojekyll", b"")


def render(settings: Settings, title: str, languages: list[Language], links: dict[str, str]) -> str:
    """Return the page's HTML; ``links`` are the addresses of its assets by kind."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    source = settings.source_language
    return environment.get_template("root.html").render(
        title=title,
        lang=source.tag,
        heading=_WORDS.get(source.code, _WORDS["en"])[1],
        default=source.tag if source in languages else languages[0].tag,
        entries=[_entry(settings, language) for language in languages],
        address=settings.base_url or "index.html",
        css=links["root.css"],
        js=links["root.js"],
    )


def _entry(settings: Settings, language: Language) -> Entry:
    url = f"{language.folder}/index.html"
    return Entry(
        name=language.name,
        tag=language.tag,
        offer=_WORDS.get(language.code, (language.name, ""))[0],
        url=url,
        address=f"{settings.base_url}{language.folder}/" if settings.base_url else url,
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
