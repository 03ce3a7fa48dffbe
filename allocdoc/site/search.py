"""The index that readers search: one bundle a language, made by Pagefind beside the languages.

A bundle is whole in itself, so that languages that were built apart can be put together. It holds
the key of what it was made from. Invariant: the same pages, Pagefind and allocdoc give the same
bytes, and a bundle whose key still holds is left alone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any

from allocdoc.errors import AllocdocError
from allocdoc.files import write_if_changed
from allocdoc.settings import Language
from allocdoc.site import search_kept
from allocdoc.site.formats import FORMATS
from allocdoc.site.place import staging, take_place

FOLDER = "_search"
"""Beside the languages' folders; each language's bundle is a folder in it."""

WORK = "search"
"""In the build folder: what makes the next index sooner, a folder a language."""

VALUE = f"allocdoc_search=../{FOLDER}/"
"""The setting of Sphinx's that tells pages where the bundles are, from a language's folder."""

MISSING = "the search is Sphinx's own (for a better one: pip install 'pagefind[extended]')"
"""What to tell who builds without Pagefind."""

KEY = "made-from.txt"
"""In a bundle: the key of what it was made from."""

_OURS = ("zh", "ja")
"""Languages whose words `search_pages` sets apart, so that Pagefind must not do it again."""


class SearchError(AllocdocError):
    """Pagefind is there, but it made no index."""


@dataclass(frozen=True, slots=True)
class Tool:
    """Pagefind's program, and what it says its version is."""

    program: Path
    version: str


def tool() -> Tool | None:
    """Return Pagefind, or nothing where it is not installed or does not run here."""
    try:
        from pagefind.service import get_executable
    except ImportError:
        return None
    program = get_executable()
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the program of an installed package
            [program, "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return Tool(program, done.stdout.strip())


def write(
    pagefind: Tool | None,
    out: Path,
    work: Path,
    languages: Sequence[Language],
    progress: Callable[[str], None],
    at_once: int = 1,
) -> None:
    """Bring the bundles of languages up to date with the pages that are in the tree.

    Args:
        pagefind: The program; without it, the languages' bundles are removed.
        out: The tree of the languages.
        work: A folder for what makes the next time shorter.
        languages: Those that were built.
        progress: Told which languages are done anew.
        at_once: How many languages may be done at a time.

    Raises:
        SearchError: Pagefind failed.
    """
    for bundle in (out / FOLDER).iterdir() if (out / FOLDER).is_dir() else ():
        if not (out / bundle.name).is_dir():
            shutil.rmtree(bundle)
            shutil.rmtree(work / bundle.name, ignore_errors=True)
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(partial(bring, pagefind, out, work, progress=progress), languages))


def bring(
    pagefind: Tool | None,
    out: Path,
    work: Path,
    language: Language,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Bring the bundle of one language up to date, see `write`."""
    bundle = out / FOLDER / language.folder
    pages = dict(_pages(out / language.folder)) if pagefind else {}
    if pagefind is None or not pages:
        shutil.rmtree(bundle, ignore_errors=True)
        return
    keys = search_kept.keys(pages)
    key = _key(pagefind, language, keys)
    if _kept(bundle / KEY) != key:
        progress(f"indexing {language.code} for the search")
        prepared = work / language.folder
        search_kept.prepare(prepared, pages, keys)
        _make(pagefind, language, prepared, bundle, key)


def copy(part: Path, language: Language, out: Path) -> None:
    """Take the bundle of a language over from a tree that was built apart, if it has one."""
    made, bundle = part / FOLDER / language.folder, out / FOLDER / language.folder
    new = staging(bundle)
    shutil.rmtree(new, ignore_errors=True)
    if made.is_dir():
        shutil.copytree(made, new)
        take_place(bundle)
    else:
        shutil.rmtree(bundle, ignore_errors=True)


def _pages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the pages that somebody wrote: name and content."""
    generated = FORMATS["html"].generated
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith("_") and not any(fnmatch(name, one) for one in generated):
            yield name, path.read_bytes()


def _key(pagefind: Tool, language: Language, keys: dict[str, str]) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for part in (pagefind.version, language.tag, *keys, *keys.values()):
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def _kept(mark: Path) -> str:
    try:
        return mark.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _make(pagefind: Tool, language: Language, prepared: Path, bundle: Path, key: str) -> None:
    """Make a bundle beside the old one and put it in its place."""
    new = staging(bundle)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="allocdoc-search-") as folder:
        _run(pagefind, Path(folder), language, prepared, new)
    _trim(new)
    write_if_changed(new / KEY, f"{key}\n".encode())
    take_place(bundle)


def _run(pagefind: Tool, folder: Path, language: Language, prepared: Path, new: Path) -> None:
    settings = json.dumps(_settings(language, prepared, new))
    write_if_changed(folder / "pagefind.json", settings.encode())
    done = subprocess.run(  # noqa: S603 - as above
        [pagefind.program], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode != 0 or not (new / "pagefind-entry.json").is_file():
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
        raise SearchError(
            f"{pagefind.program}: made no index of {language.code}"
            f" (got exit {done.returncode} and {said[-1]!r}, want an index)"
        )


def _settings(language: Language, site: Path, new: Path) -> dict[str, Any]:
    settings = {
        "site": str(site),
        "output_path": str(new),
        "keep_index_url": True,
    }
    primary = language.tag.partition("-")[0].lower()
    return settings | {"force_language": "unknown" if primary in _OURS else primary}


def _trim(bundle: Path) -> None:
    """Leave what our own dialog loads: not Pagefind's, nor the program for other languages."""
    entry = bundle / "pagefind-entry.json"
    content = json.loads(entry.read_text(encoding="utf-8"))
    entry.write_text(json.dumps(content, sort_keys=True, ensure_ascii=False), encoding="utf-8")
    wanted = {one["wasm"] or "unknown" for one in content["languages"].values()}
    scripts = {"pagefind.js", "pagefind-worker.js"}
    for path in bundle.iterdir():
        unused = path.name.startswith("wasm.") and path.name.split(".")[1] not in wanted
        shown = path.suffix in (".js", ".css") and path.name not in scripts
        if unused or shown:
            path.unlink()
