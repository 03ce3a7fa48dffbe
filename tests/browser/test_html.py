"""The files of the site: valid HTML, and no link that leads nowhere."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from bs4 import BeautifulSoup

CHECKER = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"
LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src"}


def errors(*paths: Path) -> list[str]:
    # Of warnings, most are about addresses that the policy allows once the files are served.
    options = ["--errors-only", "--skip-non-html", "--format", "json"]
    command = ["java", "-Xss4m", "-jar", str(CHECKER), *options, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    return [
        f"{one['url']}:{one.get('lastLine')}: {one['message']}"
        for one in json.loads(done.stderr)["messages"]
    ]


@pytest.mark.skipif(
    not (CHECKER.is_file() and shutil.which("java")),
    reason="no Nu HTML checker (run: sh scripts/html-checker.sh)",
)
def test_html_is_valid(site: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!doctype html><title>Wrong</title><div name=x></div>", encoding="utf-8")
    found = errors(site, wrong)
    assert [one for one in found if "wrong.html" not in one] == []
    assert len(found) == 1  # the checker has eyes


class Files:
    """The pages of a site, each read once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages = {
            path: BeautifulSoup(path.read_bytes(), "html.parser")
            for path in sorted(root.rglob("*.html"))
        }
        self.anchors = {
            path: {tag["id"] for tag in page.select("[id]")} for path, page in self.pages.items()
        }

    def links(self, page: Path) -> Iterator[str]:
        """Yield what a page links to on the site, or shows."""
        for tag in self.pages[page].find_all(list(LINKS)):
            address = tag.get(LINKS[tag.name], "")
            if address and not urlsplit(address).scheme:
                yield address

    def leads_somewhere(self, page: Path, address: str) -> bool:
        path, anchor = urldefrag(address)
        path = unquote(urlsplit(path).path)
        target = self.root / path.lstrip("/") if path.startswith("/") else page.parent / path
        target = target.resolve() if path else page
        if target.is_dir():
            target /= "index.html"
        if not target.is_file() or not target.is_relative_to(self.root):
            return False
        return not anchor or unquote(anchor) in self.anchors[target]


def test_every_link_leads_somewhere(site: Path) -> None:
    files = Files(site.resolve())
    links = [(page, address) for page in files.pages for address in files.links(page)]
    assert len(links) > 2000
    lost = [
        f"{page.relative_to(files.root)}: {address}"
        for page, address in links
        if not files.leads_somewhere(page, address)
    ]
    assert lost == []
