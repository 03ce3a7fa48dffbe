"""Random histories of pages and translations: no text that was ever accepted is lost.

The templates are written here, as Sphinx would; all else is real, msgmerge included.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from allocdoc.catalogs.gate.syntax import Entry, parse
from allocdoc.catalogs.memory import entry_text
from allocdoc.settings import Language
from allocdoc.settings import parse as settings_of
from allocdoc.site.update import Updated, update

pytestmark = pytest.mark.skipif(not shutil.which("msgmerge"), reason="GNU gettext is missing")

HEADER = '"Project-Id-Version: book 1\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
TEXTS = (
    "Heap",
    "Heaps",
    "Memory is given out in blocks of one size.",
    "Memory is given out in blocks of one length.",
    "Memory is given out in blocks. Each has one length.",
    "Each has one length.",
    "A `free` list links the [holes](holes.md) of a heap.",
    "A `free` list links all [holes](holes.md) of the heap.",
    'A "quoted" \\ text, so long that a catalog breaks it onto more than one line, twice even.',
)
"""Some are like others, so that msgmerge guesses; some are parts of others."""
PAGES = ("one", "two", "three")
texts = st.sampled_from(TEXTS)
pages = st.sampled_from(PAGES)


class Histories(RuleBasedStateMachine):
    """A project whose pages are edited, and whose messages are translated in between."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        root = Path(self.folder.name)
        self.settings = settings_of(
            {"languages": [{"code": c, "name": c} for c in ("en", "ja")]}, root
        )
        self.templates = root / "build/gettext"
        self.catalogs = root / "locale/ja/LC_MESSAGES"
        self.pages: dict[str, list[str]] = {"one": list(TEXTS[:4])}
        self.accepted: set[tuple[str, str]] = set()
        self.notes: set[str] = set()
        self.count = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    def write(self) -> None:
        shutil.rmtree(self.templates, ignore_errors=True)
        shutil.rmtree(self.settings.source, ignore_errors=True)
        for folder in (self.templates, self.settings.source):
            folder.mkdir(parents=True)
        for name, paragraphs in self.pages.items():
            entries = [
                f"\n#: ../../docs/{name}.md:1\n{entry_text(Entry(msgid=p))}" for p in paragraphs
            ]
            text = f'msgid ""\nmsgstr ""\n{HEADER}{"".join(entries)}'
            (self.templates / f"{name}.pot").write_text(text, encoding="utf-8")
            (self.settings.source / f"{name}.md").touch()

    def run(self) -> Updated:
        [done] = update(self.settings, self.templates, [Language("ja", "ja")])
        return done

    def contents(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in sorted(self.catalogs.rglob("*.po"))}

    def entries(self) -> Iterator[Entry]:
        for path in sorted(self.catalogs.rglob("*.po")):
            yield from parse(path.read_text(encoding="utf-8")).entries

    @rule(page=pages, text=texts, at=st.integers(0, 4))
    def put(self, page: str, text: str, at: int) -> None:
        paragraphs = self.pages.setdefault(page, [])
        if text not in paragraphs:
            paragraphs.insert(at, text)

    @rule(page=pages, at=st.integers(0, 4))
    def remove(self, page: str, at: int) -> None:
        paragraphs = self.pages.get(page, [])
        if len(paragraphs) > 1:
            del paragraphs[at % len(paragraphs)]

    @rule(page=pages, at=st.integers(0, 4), text=texts)
    def edit(self, page: str, at: int, text: str) -> None:
        paragraphs = self.pages.get(page, [])
        if paragraphs and text not in paragraphs:
            paragraphs[at % len(paragraphs)] = text

    @rule(old=pages, new=pages)
    def rename(self, old: str, new: str) -> None:
        if old in self.pages and new not in self.pages:
            self.pages[new] = self.pages.pop(old)

    @rule(page=pages)
    def delete(self, page: str) -> None:
        if len(self.pages) > 1:
            self.pages.pop(page, None)

    @rule(page=pages, at=st.integers(0, 8), is_noted=st.booleans())
    def translate(self, page: str, at: int, is_noted: bool) -> None:
        """Do as a translator's editor does: set one msgstr, and take the fuzzy mark away."""
        path = self.catalogs / f"{page}.po"
        if not path.is_file():
            return
        text = path.read_text(encoding="utf-8")
        blocks = text.split("\n\n")
        open_ones = [
            number
            for number, block in enumerate(blocks)
            for found in parse(block).current
            if not found.msgstr or "fuzzy" in found.flags
        ]
        if not open_ones:
            return
        number = open_ones[at % len(open_ones)]
        [found] = parse(blocks[number]).current
        self.count += 1
        # The code and the link of the source stay; the words are new each time.
        found.msgstr = f"訳{self.count}。{found.msgid}"
        found.flags.clear()
        if is_noted:
            found.comments.append(f"note {self.count}")
            self.notes.add(f"note {self.count}")
        blocks[number] = entry_text(found).rstrip("\n")
        path.write_text("\n\n".join(blocks).rstrip("\n") + "\n", encoding="utf-8")
        self.accepted.add((found.msgid, found.msgstr))

    @rule()
    def update(self) -> None:
        self.write()
        orphans = {path.name: path.read_bytes() for path in self.orphans()}
        done = self.run()
        assert done.findings == ()
        assert {path.name: path.read_bytes() for path in self.orphans()} == orphans
        assert len(done.orphans) == len(orphans)
        before = self.contents()
        assert not any(merged.changed for merged in self.run().catalogs)
        assert self.contents() == before
        self.every_page_says_what_it_knows()

    def orphans(self) -> list[Path]:
        there = sorted(self.catalogs.rglob("*.po"))
        return [path for path in there if path.stem not in self.pages]

    def every_page_says_what_it_knows(self) -> None:
        """A text that was ever translated comes back with a translation of it, not a guess."""
        known = {msgid for msgid, _ in self.accepted}
        for name, paragraphs in self.pages.items():
            text = (self.catalogs / f"{name}.po").read_text(encoding="utf-8")
            current = {entry.msgid: entry for entry in parse(text).current}
            assert list(current) == paragraphs
            for entry in current.values():
                if entry.msgid in known and entry.msgstr and "fuzzy" not in entry.flags:
                    assert (entry.msgid, entry.msgstr) in self.accepted
                assert entry.msgstr or entry.msgid not in known

    @invariant()
    def nothing_is_lost(self) -> None:
        if not self.accepted:
            return
        entries = list(self.entries())
        there = {(e.msgid, e.msgstr) for e in entries if "fuzzy" not in e.flags}
        assert self.accepted <= there
        assert self.notes <= {comment for e in entries for comment in e.comments}


def test_no_translation_is_ever_lost() -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
