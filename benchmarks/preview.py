"""Measure how long a save takes to be seen: from the file to the page in a browser.

Each kind of file (a catalog, a page, an example) is saved a number of times while a page that shows
it is open and scrolled to its middle. The page says itself when its text changed.

Usage: ``python benchmarks/preview.py [--project DIR] [--page NAME] [--saves 7]``
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import measure
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PAUSE = 2.5
"""Seconds between two saves: a person is no faster."""
WATCH = """word => {
  window.seenAt = null;
  const look = () => {
    if (document.body.textContent.includes(word)) window.seenAt ??= Date.now();
    else setTimeout(look, 2);
  };
  look();
}"""


@contextmanager
def served(project: Path) -> Iterator[str]:
    """Run the preview of a project and yield its address."""
    command = [sys.executable, "-m", "allocdoc", "serve", "--watch", "--port", "0"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.send_signal(signal.SIGINT)


def in_catalog(text: str, word: str) -> str:
    """Put a word into a translation: the first that is long and has no markup."""
    entry = re.compile(r'^msgstr (?:""\n)?((?:".*"\n?)+)', re.MULTILINE)
    for match in entry.finditer(text):
        if len(match[1]) > 60 and not re.search(r"[\[\]`*{}<:\\]", match[1]):
            end = match.end(1) - (3 if match[1].endswith("\n") else 2)
            return f"{text[:end]} {word}{text[end:]}"
    raise SystemExit("no plain translation in the catalog")


def in_page(text: str, word: str) -> str:
    """Put a word into a page: into its first long line without markup."""
    for match in re.finditer(r"^[A-Z][^\[\]`*{}<:\n]{40,}$", text, re.MULTILINE):
        return f"{text[: match.end() - 1]} {word}{text[match.end() - 1 :]}"
    raise SystemExit("no plain line in the page")


def in_code(text: str, word: str) -> str:
    """Put a line with a word at the end of an example's code."""
    code, trailer, rest = text.partition("\n\nif __name__")
    return f'{code}\n{word} = "new"\n{trailer}{rest}'


def in_comment(text: str, word: str) -> str:
    """Put a word into an example: into the first comment that the page shows."""
    match = re.search(r"^ +# [A-Z].*$", text, re.MULTILINE)
    if match is None:
        raise SystemExit("no comment in the example")
    return f"{text[: match.end() - 1]} {word}{text[match.end() - 1 :]}"


def medians(
    page: Page, file: Path, change: Callable[[str, str], str], saves: int
) -> tuple[float, float]:
    """Save a file a number of times; return the median and the worst time in milliseconds."""
    original = file.read_text(encoding="utf-8")
    times: list[float] = []
    for number in range(saves):
        word = f"zq{number}x{time.time_ns() % 1000}"
        page.evaluate("scrollTo({top: document.body.scrollHeight / 2, behavior: 'instant'})")
        page.evaluate(WATCH, word)
        text = change(original, word)
        started = time.time()
        file.write_text(text, encoding="utf-8")
        while not (seen := page.evaluate("window.seenAt")):
            page.wait_for_timeout(20)
            if time.time() - started > 20:
                raise SystemExit(f"{file}: not seen in 20 s")
        times.append(seen - started * 1000)
        time.sleep(PAUSE)
    file.write_text(original, encoding="utf-8")
    time.sleep(PAUSE)
    return statistics.median(times), max(times)


def rows(address: str, project: Path, name: str, saves: int) -> Iterator[str]:
    """Measure each kind of file that the project has."""
    source = project / "docs" / f"{name}.md"
    catalog = project / "locale/ru/LC_MESSAGES" / f"{name}.po"
    shown = re.search(r"\{example\} (\w+)", source.read_text(encoding="utf-8"))
    cases = [("catalog", "ru", catalog, in_catalog), ("page", "en", source, in_page)]
    if shown:
        example = project / "examples" / f"{shown[1]}.py"
        cases += [
            ("example", "en", example, in_code),
            ("comment of an example", "en", example, in_comment),
        ]
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, CHROMIUM)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for kind, language, file, change in cases:
            page = browser.new_page()
            page.goto(f"{address}{language}/{name}.html")
            page.locator(".allocdoc-preview[data-state=ready]").wait_for(timeout=120_000)
            time.sleep(PAUSE)
            median, worst = medians(page, file, change, saves)
            yield f"| {kind} | {median:.0f} | {worst:.0f} |"
            page.close()
        browser.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--project", type=Path, default=ROOT, help="this project by default")
    parser.add_argument("--page", default="alignment")
    parser.add_argument("--saves", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="allocdoc-preview-") as folder:
        project = Path(folder) / "project"
        leave = shutil.ignore_patterns(".*", "build", "dist", "__pycache__")
        shutil.copytree(options.project, project, ignore=leave)
        print(f"{measure.machine()}; milliseconds from the save to the page\n")
        print("| saved | median | worst |\n|---|---|---|")
        with served(project) as address:
            for row in rows(address, project, options.page, options.saves):
                print(row, flush=True)


if __name__ == "__main__":
    main()
