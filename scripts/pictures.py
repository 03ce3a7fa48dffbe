"""Make the pictures of the README: a page of each book, in five languages.

Run it after ``make pdf``. Usage: ``python scripts/pictures.py``
"""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from allocdoc import settings

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "images"
CHAPTER, PAGE = 2, "alignment.xhtml"
"""The chapter that is shown: its place in the PDF's outline, its file in the EPUB."""
WIDTH, GAP = 560, 20
"""The width of a page and what is between two, in pixels."""
DEVICE = {"width": 600, "height": 800}
"""The screen of a reader's device, in its own pixels."""


def printed(book: Path) -> Image.Image:
    """Return the first page of the chapter in a PDF."""
    with pypdfium2.PdfDocument(book) as pdf:
        chapters = [entry for entry in pdf.get_toc() if entry.level == 0]
        return pdf[chapters[CHAPTER].get_dest().get_index()].render(scale=2).to_pil()


def shown(book: Path, browser: Browser) -> Image.Image:
    """Return the same of an EPUB, as a device would show it."""
    with tempfile.TemporaryDirectory() as folder, ZipFile(book) as package:
        package.extractall(folder)
        page = browser.new_page(viewport=DEVICE, device_scale_factor=2)
        page.goto(Path(folder, PAGE).as_uri())
        page.add_style_tag(content="body { margin: 28px; }")
        picture = page.screenshot()
        page.close()
    return Image.open(io.BytesIO(picture))


def row(pages: list[Image.Image]) -> Image.Image:
    """Return the pages side by side."""
    height = max(page.height * WIDTH // page.width for page in pages)
    size = (len(pages) * (WIDTH + GAP) + GAP, height + 2 * GAP)
    sheet = Image.new("RGB", size, "#8b9199")
    for number, page in enumerate(pages):
        sheet.paste(page.resize((WIDTH, height)), (GAP + number * (WIDTH + GAP), GAP))
    return sheet


def main() -> None:
    """Read the books of the build folder and write the pictures."""
    project = settings.load(ROOT)
    books = {
        kind: [
            next((project.build / kind / language.folder).glob(f"*.{kind}"))
            for language in project.languages
        ]
        for kind in ("pdf", "epub")
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        pictures = {
            "readme-pdf.png": [printed(book) for book in books["pdf"]],
            "readme-epub.png": [shown(book, browser) for book in books["epub"]],
        }
        browser.close()
    for name, pages in pictures.items():
        few = row(pages).quantize(48, dither=Image.Dither.NONE)
        few.save(OUT / name, optimize=True)


if __name__ == "__main__":
    main()
