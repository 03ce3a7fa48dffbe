"""The policy of the pages: it lets all of the site work, and nothing else.

That no other test is refused anything, `Visit` notes for all of them.
"""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from .conftest import LANGUAGES, Visit

UNSAFE = ("unsafe-inline", "unsafe-hashes", "unsafe-eval", "http:", "https:", "*")
# The smallest WebAssembly module: its mark and its version.
WASM = base64.b64encode(b"\0asm\1\0\0\0").decode("ascii")


def test_every_page_has_one_and_it_is_strict(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 8 * len(LANGUAGES)
    for path in pages:
        html = BeautifulSoup(path.read_bytes(), "html.parser")
        (meta,) = html.select('meta[http-equiv="Content-Security-Policy"]')
        assert meta["content"].startswith("default-src 'self';"), path
        assert not [word for word in UNSAFE if word in meta["content"]], path
        assert not html.select("[style], [onclick], [onload], [onsubmit]"), path


@pytest.mark.parametrize("folder", LANGUAGES)
def test_using_a_page_is_refused_nothing(visit: Visit, folder: str) -> None:
    page = visit.open(f"{folder}/alignment.html")
    page.locator(".theme-toggle-content .theme-toggle").click()
    page.locator("[role=tab][name=rust]").first.click()
    page = visit.open(f"{folder}/search.html?q=malloc")
    link = page.locator('article a[href*="alignment.html"]').first
    link.wait_for(timeout=15_000)
    link.click()
    page.wait_for_url("**/alignment.html**")
    page.wait_for_load_state("load")
    assert visit.problems == []


def test_what_a_page_does_not_hold_is_refused(visit: Visit) -> None:
    page = visit.open("en/index.html")
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'changed'";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>x</p>");
      const request = fetch("https://elsewhere.example/").catch(() => null);
      // What a debugger evaluates may evaluate more; what it only starts may not.
      const evaluated = new Promise((done) => setTimeout(() => {
        try { new Function("document.title = 'changed'")(); } catch {} finally { done(); }
      }));
      return Promise.all([request, evaluated]).then(() => null);
    }""")
    assert page.title() != "changed"
    said = "\n".join(visit.problems)
    for directive in ("script-src-elem inline", "style-src-attr inline", "script-src eval"):
        assert f"policy: {directive}" in said
    assert "policy: connect-src https://elsewhere.example/" in said


def test_a_worker_may_do_what_the_page_may_not(visit: Visit) -> None:
    page = visit.open("en/index.html")
    code = f"WebAssembly.compile(Uint8Array.from(atob('{WASM}'), c => c.charCodeAt(0)))"
    page.route("**/worker.js", lambda route: route.fulfill(
        body=f"{code}.then(() => postMessage('compiled'), error => postMessage(String(error)))",
        content_type="text/javascript",
    ))  # fmt: skip
    answer = page.evaluate("""() => new Promise((done) => {
      new Worker("worker.js", { type: "module" }).onmessage = (event) => done(event.data);
    })""")
    assert answer == "compiled"
    assert visit.problems == []
    assert "Content Security Policy" in page.evaluate(f"{code}.then(() => '', String)")
