"""The builder: metadata, contents and pages in the book's language, packed the same each time.

Invariants: a file of the package is named in its manifest, with what it holds; no page links to
one that is not in the book; the same pages and ``SOURCE_DATE_EPOCH`` give the same bytes.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.locale import _
from sphinx.util import logging

from allocdoc.sphinxext.epub import cover, pages
from allocdoc.sphinxext.epub.translator import BookTranslator

if TYPE_CHECKING:
    from docutils.nodes import Node

logger = logging.getLogger(__name__)

_PACKED = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the package: the earliest that ZIP knows."""
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
_CONTENTS = {"svg": "<svg", "mathml": "<math"}
"""Properties that the manifest has to name (EPUB 3.3, D.2), and the tag that tells of each."""


class BookBuilder(Epub3Builder):
    """Sphinx's EPUB 3 builder, made reproducible and local."""

    template_dir = Path(__file__).parent / "package"  # type: ignore[assignment] # any Path will do
    default_translator_class = BookTranslator

    def init(self) -> None:
        """Know the language's words before anything is written."""
        super().init()
        self.guide_titles = {"toc": _("Table of Contents"), "cover": _("Cover")}
        tag = html.escape(self.config.epub_language)
        self.html_tag = self.html_tag.replace(">", f' lang="{tag}" xml:lang="{tag}">')

    @property
    def title(self) -> str:
        """The book's title: ``epub_title`` where it is set, else the first page's, translated."""
        config = self.config
        first = self.env.titles.get(config.root_doc)
        if config.epub_title != config.project or first is None:
            return cast(str, config.epub_title)
        return first.astext()

    @property
    def left_out(self) -> frozenset[str]:
        """The pages that make sense on the web alone."""
        return frozenset(self.config.allocdoc_web_only) & self.env.found_docs

    # -- Writing -----------------------------------------------------------------------------

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Name the style sheets, and forget what only the left-out pages bring."""
        self._remove_stale()
        super().prepare_writing(docnames)
        self.globalcontext["book_title"] = self.title
        self.globalcontext["book_styles"] = list(self._styles())
        index = self.env.domains.index_domain
        for docname in self.left_out:
            # The environment is on disk already: other builders keep these entries.
            index.clear_doc(docname)

    def _remove_stale(self) -> None:
        """Remove the pages of an earlier build that this one may not write: all are packed."""
        known = {self.get_output_path(name) for name in self.env.found_docs}
        for path in set(Path(self.outdir).rglob(f"*{self.out_suffix}")) - known:
            path.unlink()

    def _styles(self) -> Iterator[tuple[str, dict[str, str]]]:
        for name in self._get_style_filenames():
            yield name, {}
        yield "pygments.css", {}
        if self.dark_highlighter is not None:
            yield "pygments_dark.css", {"media": "(prefers-color-scheme: dark)"}
        # Those of web pages, which are the default, are made for web pages.
        if self.config.epub_css_files != self.config.html_css_files:
            yield from self.config.epub_css_files

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the pages of the book."""
        super().write_documents(docnames - self.left_out)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a page, without what leads out of the book to nowhere."""
        absent = {self.get_relative_uri(docname, name) for name in self.left_out}
        pages.prune(doctree, absent)
        super().write_doc(docname, doctree)

    # -- Contents ----------------------------------------------------------------------------

    def get_refnodes(self, doctree: Node, result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Collect the contents of the first page. Titles have the right quotes already."""
        absent = {self.get_target_uri(name) for name in self.left_out}
        absent |= {self.get_relative_uri(self.config.root_doc, name) for name in self.left_out}
        for reference in doctree.findall(nodes.reference):
            address = reference.get("refuri", "")
            level = pages.toctree_level(reference)
            page, _, anchor = address.partition("#")
            if "://" in address or page in absent or not self._is_place(page, anchor):
                continue
            if level:
                text = html.escape(reference.astext())
                result.append({"level": level, "refuri": html.escape(address), "text": text})
        return result

    def _is_place(self, page: str, anchor: str) -> bool:
        """Tell whether an anchor is that of a section; objects are not in reading order."""
        if not anchor:
            return True
        doctree = self.env.get_doctree(unquote(page).removesuffix(self.out_suffix))
        return any(anchor in section["ids"] for section in doctree.findall(nodes.section))

    def toc_add_files(self, refnodes: list[dict[str, Any]]) -> None:
        """Put the first page before the others, under its own title."""
        super().toc_add_files(refnodes)
        first = self.config.root_doc + self.out_suffix
        for node in refnodes:
            if node["refuri"] == first:
                node["text"] = html.escape(self.env.titles[self.config.root_doc].astext())

    # -- Packing -----------------------------------------------------------------------------

    def handle_finish(self) -> None:
        """Add the cover, leave out what no page uses, then pack."""
        if not self.config.epub_cover and (image := self._draw_cover()):
            self.config.epub_cover = (image, "book-cover.html")
        for docname in self.left_out:
            self.get_output_path(docname).unlink(missing_ok=True)
        texts = self._texts()
        _remove_unused(Path(self.outdir) / "_static", texts)
        _remove_unused(Path(self.outdir) / self.imagedir, texts, self.config.epub_cover[:1])
        super().handle_finish()

    def _draw_cover(self) -> str:
        image = Path(self.outdir, self.imagedir, "cover.png")
        config = self.config
        drawing = cover.Cover(
            title=self.title,
            project=config.project if self.title != config.project else "",
            author=config.epub_author,
            language=config.language,
        )
        try:
            drawing.draw(image)
        except cover.NoCover as reason:
            logger.info("no cover: %s", reason)
            return ""
        return image.relative_to(self.outdir).as_posix()

    def _texts(self) -> dict[str, str]:
        """Return the text of each page and style sheet by its name in the package."""
        out = Path(self.outdir)
        return {
            path.relative_to(out).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(out.rglob("*"))
            if path.suffix in (self.out_suffix, ".css") and path.is_file()
        }

    def content_metadata(self) -> dict[str, Any]:
        """Return what ``content.opf`` says of the book and of its files, escaped."""
        known = super().content_metadata()
        description = self.config.epub_description
        known["title"] = html.escape(self.title)
        known["description"] = html.escape(
            pages.first_paragraph(self.env.get_doctree(self.config.root_doc))
            if description == "unknown"
            else description
        )
        known["contributor"] = known["contributor"].replace("unknown", "")
        known["properties"] = {
            html.escape(quote(name)): " ".join(properties)
            for name, text in self._texts().items()
            if (properties := [key for key, tag in _CONTENTS.items() if tag in text])
        }
        return known

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """Return what ``toc.ncx`` says; its identifier has to be the book's."""
        known = super().toc_metadata(level, navpoints)
        known["uid"] = html.escape(self.config.epub_identifier)
        known["title"] = html.escape(self.title)
        known["lang"] = html.escape(self.config.epub_language)
        return known

    def build_epub(self) -> None:
        """Pack the files, in an order and with times that do not depend on the build."""
        out = Path(self.outdir)
        book = out / f"{self.config.epub_basename}.epub"
        unfinished = book.with_name(f".{book.name}.new")
        names = ("mimetype", "META-INF/container.xml", "content.opf", "toc.ncx", *self.files)
        with ZipFile(unfinished, "w") as package:
            for name in names:
                entry = ZipInfo(name, _PACKED)
                entry.create_system, entry.external_attr = _UNIX, _REGULAR_FILE
                # Readers look for this one at a fixed place.
                entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                package.writestr(entry, (out / name).read_bytes())
        unfinished.replace(book)


def _remove_unused(folder: Path, texts: dict[str, str], also: Sequence[str] = ()) -> None:
    """Remove the files that no page and no style sheet names: scripts, the styles of the web.

    Args:
        folder: What to look through.
        texts: The pages and the style sheets, by their names.
        also: Names of files that are used in another way.
    """
    pages_only = "\n".join(
        [text for name, text in texts.items() if not name.startswith("_static")] + [*also]
    )
    used = {path for path in folder.rglob("*.css") if path.name in pages_only}
    styles = "\n".join(path.read_text(encoding="utf-8") for path in used)
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in pages_only and path.name not in styles:
            path.unlink()
