"""The builder ``typst``: one Typst file a book, and the PDF that is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.builders import Builder
from sphinx.errors import NoUri
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.osutil import make_filename_from_project

from allocdoc.errors import AllocdocError
from allocdoc.files import write_if_changed
from allocdoc.pdf import compile as compiling
from allocdoc.pdf import fonts, svg
from allocdoc.pdf.assembly import assemble
from allocdoc.pdf.frame import Book, frame
from allocdoc.pdf.writer import TypstTranslator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "template"


def default_documents(config: Config) -> list[tuple[str, str, str, str]]:
    """Return the one book of a project: all pages, under the title of the first."""
    name = make_filename_from_project(config.project)
    return [(config.root_doc, name, "", config.author)]


class TypstBuilder(Builder):
    """Writes books in PDF."""

    name = "typst"
    format = "typst"
    epilog = __("The PDF files are in %(outdir)s.")
    default_translator_class = TypstTranslator
    supported_image_types = [  # noqa: RUF012 - Sphinx's attribute
        *("image/svg+xml", "application/pdf", "image/png"),
        *("image/jpeg", "image/webp", "image/gif"),
    ]
    supported_remote_images = True  # they are not fetched; the writer says that they are missing

    def init(self) -> None:
        """Find the compiler and the fonts, before anything is read."""
        self.docnames: set[str] = set()
        self.imagedir = "images"
        self.failed = False
        try:
            self.date = compiling.timestamp()
            folders = [Path(self.confdir) / folder for folder in self.config.typst_font_paths]
            self.fonts = fonts.find(folders)
            self.font_set = fonts.choose(
                self.config.language,
                self.config.typst_fonts,
                families=self.fonts.families(),
            )
        except AllocdocError as error:
            self.fail(str(error))

    def fail(self, message: str, place: str | None = None) -> None:
        """Report an error; the build goes on where it can, and ends with a status of 1."""
        self.failed = True
        logger.error("%s", message, location=place)

    def get_outdated_docs(self) -> str:
        """Say that a book is always written whole."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return a page's address inside the book."""
        if docname not in self.docnames:
            raise NoUri(docname, typ)
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return a page's address; it is the same wherever one comes from."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Read which books there are; none can be made without a compiler and fonts."""
        self.books = [] if self.failed else list(self._books())

    def _books(self) -> Iterator[Book]:
        for entry in self.config.typst_documents:
            docname, name, title, author = entry
            if docname not in self.env.all_docs:
                logger.warning("typst_documents: no such page (got %s)", docname)
                continue
            name = str(name).removesuffix(".typ").removesuffix(".pdf")
            yield Book(docname, name, title or self.env.titles[docname].astext(), author)

    def copy_assets(self) -> None:
        """Put the template beside the books, in a folder: a book may be called ``index``."""
        folder = Path(self.outdir) / TEMPLATE.name
        folder.mkdir(exist_ok=True)
        for path in sorted(TEMPLATE.glob("*.typ")):
            write_if_changed(folder / path.name, path.read_bytes())

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the Typst files."""
        for book in self.books:
            with progress_message(f"writing {book.name}.typ"):
                doctree = assemble(self, book.docname)
                self.post_process_images(doctree)
                text = cast(TypstTranslator, self.create_translator(doctree, self))
                doctree.walkabout(text)
                code = "".join(frame(self, book, self.font_set, text))
                write_if_changed(self._path(book, ".typ"), code.encode())

    def _path(self, book: Book, suffix: str) -> Path:
        return Path(self.outdir) / f"{book.name}{suffix}"

    def finish(self) -> None:
        """Copy the images and compile."""
        if self.books:
            svg.copy_images(self, self.font_set)
        if self.config.typst_compile and not self.failed:
            for book in self.books:
                with progress_message(f"compiling {book.name}.pdf"):
                    self._compile(book)

    def _compile(self, book: Book) -> None:
        source, target = self._path(book, ".typ"), self._path(book, ".pdf")
        try:
            problems = compiling.compile_pdf(source, target, self.fonts, self.date)
        except compiling.CompileError as error:
            for problem in error.problems:
                self.fail(problem.message, problem.place)
            return
        for problem in problems:
            logger.warning("%s", problem.message, location=problem.place)


def report_failure(app: Sphinx, exception: Exception | None) -> None:
    """Let a build without a book fail; its error has been said."""
    if isinstance(app.builder, TypstBuilder) and app.builder.failed and not app.statuscode:
        app.statuscode = 1
