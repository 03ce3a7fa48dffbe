"""What search engines ask a site for: ``robots.txt``, and where the site is known ``sitemap.xml``.

A sitemap wants absolute addresses. Each page has one entry a language, and each entry names the
page in all of them. Format: https://www.sitemaps.org/protocol.html, with Google's ``xhtml:link``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from allocdoc.files import write_if_changed
from allocdoc.settings import Language, Settings
from allocdoc.site.formats import FORMATS

NAME = "sitemap.xml"


def write(settings: Settings, out: Path) -> bool:
    """Write both files for the languages that are in a tree; tell whether there is a sitemap."""
    robots = "User-agent: *\nAllow: /\n"
    if settings.base_url:
        write_if_changed(out / NAME, render(settings, out).encode("utf-8"))
        robots += f"Sitemap: {settings.base_url}{NAME}\n"
    else:
        (out / NAME).unlink(missing_ok=True)
    write_if_changed(out / "robots.txt", robots.encode("utf-8"))
    return bool(settings.base_url)


def render(settings: Settings, out: Path) -> str:
    """Return the sitemap of a tree."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
        '        xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for name, languages in pages(settings, out).items():
        lines += _entries(settings, name, languages)
    return "\n".join([*lines, "</urlset>", ""])


def pages(settings: Settings, out: Path) -> Mapping[str, Sequence[Language]]:
    """Return the pages by their names, sorted, each with the languages that have it."""
    found: dict[str, list[Language]] = {}
    for language in settings.languages:
        for name in _names(out / language.folder):
            found.setdefault(name, []).append(language)
    return dict(sorted(found.items()))


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.html"):
        name = path.relative_to(folder).as_posix()
        is_generated = any(fnmatch(name, pattern) for pattern in FORMATS["html"].generated)
        if not is_generated and not name.startswith("_"):
            yield name


def _entries(settings: Settings, name: str, languages: Sequence[Language]) -> Iterator[str]:
    addresses = {one.tag: f"{settings.base_url}{one.folder}/{quote(name)}" for one in languages}
    alternates = dict(addresses)
    if settings.source_language in languages:
        alternates["x-default"] = addresses[settings.source_language.tag]
    for address in addresses.values():
        yield "<url>"
        yield f"  <loc>{escape(address)}</loc>"
        for tag, other in alternates.items():
            yield f'  <xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(other)}/>'
        yield "</url>"
