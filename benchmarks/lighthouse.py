"""Let Lighthouse judge pages of the site, as on a phone with a slow network, and print a table.

The site is built anew with an address of its own, since search engines want full addresses, and
served compressed, as any host serves it. Needs ``npm`` and Chromium. Lighthouse is fetched once.

Usage: ``python benchmarks/lighthouse.py [PAGE ...]``, a page such as ``ja/custom-allocators``
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from threading import Thread
from typing import BinaryIO, cast

from measure import machine

from allocdoc.site.serve import HOST, Handler, Server

ROOT = Path(__file__).parents[1]
VERSION = "12.8.2"
"""The last one that runs on Node 18 and 20, which Debian has."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = ("en/index", "en/custom-allocators", "ja/custom-allocators", "ru/glossary", "zh_CN/status")


class Compressing(Handler):
    """What a host of static files does: it compresses text, and says so."""

    def send_head(self) -> BinaryIO | None:  # type: ignore[override] # any reader will do
        """Answer with the compressed file where that is smaller."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return cast("BinaryIO | None", super().send_head())
        packed = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return io.BytesIO(packed)


def install(folder: Path) -> Path:
    """Fetch Lighthouse into a folder, unless it is there, and return the program."""
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-fund", "--no-audit", "--silent", "--prefix", str(folder)]
        subprocess.run([*command, f"lighthouse@{VERSION}"], check=True)
    return program


def build(folder: Path, address: str) -> Path:
    """Build the site for an address, from a copy of the project, and return its folder."""
    copy = folder / "project"
    leave = shutil.ignore_patterns(".*", "build", "dist", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=leave)
    settings = copy / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    changed = re.sub(r'^base_url = ".*"', f'base_url = "{address}"', text, flags=re.MULTILINE)
    settings.write_text(changed, encoding="utf-8")
    command = [sys.executable, "-m", "allocdoc", "build", "html"]
    subprocess.run(command, cwd=copy, check=True, stdout=subprocess.DEVNULL)
    return copy / "build" / "html"


def judge(program: Path, url: str, runs: int) -> dict[str, float]:
    """Return the median score of each category, and what the page weighs, of several runs."""
    reports = [_report(program, url) for _ in range(runs)]
    scores = {
        name: median(round(100 * report["categories"][name]["score"]) for report in reports)
        for name in CATEGORIES
    }
    requests = reports[0]["audits"]["network-requests"]["details"]["items"]
    sent = [one for one in requests if one["url"].startswith("http")]
    scores["requests"] = len(sent)
    scores["kilobytes"] = round(sum(one["transferSize"] for one in sent) / 1000)
    return scores


def _report(program: Path, url: str) -> dict[str, dict[str, dict[str, object]]]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    command = [
        *(str(program), url, "--quiet", "--output=json", "--output-path=stdout"),
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless --no-sandbox",
    ]
    environment = os.environ | {"CHROME_PATH": chromium}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return cast("dict[str, dict[str, dict[str, object]]]", json.loads(done.stdout))


def rows(program: Path, address: str, pages: list[str], runs: int) -> Iterator[dict[str, float]]:
    """Judge each page and print its row."""
    print("| Page | Performance | Accessibility | Best practices | SEO | Requests | kB |")
    print("|---|---|---|---|---|---|---|")
    for page in pages:
        scores = judge(program, f"{address}{page}.html", runs)
        print(f"| `{page}` |", " | ".join(f"{value:g}" for value in scores.values()), "|")
        yield scores


def main() -> int:
    """Build, serve, judge, print; 1 where a score is below what we hold ourselves to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", default=PAGES, metavar="PAGE")
    parser.add_argument("--runs", type=int, default=3, help="runs a page, the median counts [3]")
    wanted = parser.parse_args()
    program = install(Path(tempfile.gettempdir()) / f"allocdoc-lighthouse-{VERSION}")
    with tempfile.TemporaryDirectory() as folder, Server((HOST, 0), Compressing) as server:
        site = build(Path(folder), server.address)
        server.RequestHandlerClass = partial(Compressing, directory=str(site))  # type: ignore[assignment]
        Thread(target=server.serve_forever, daemon=True).start()
        found = list(rows(program, server.address, list(wanted.pages), wanted.runs))
        server.shutdown()
    print(f"\nLighthouse {VERSION}, its phone and its slow network; {machine()}")
    low = [one for one in found for name, least in WANTED.items() if one[name] < least]
    return 1 if low else 0


if __name__ == "__main__":
    raise SystemExit(main())
