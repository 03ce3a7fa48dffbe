"""Random histories of pages and translations: no text that was ever accepted is lost.

The templates are written here, as Sphinx would; all else is real, msgmerge included.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


@dataclass(frozen=True)
class Edit:
    """What an author does to a page; what is not possible there does nothing."""

    how: str
    page: str
    other: str
    text: str
    at: int

    def apply(self, pages: dict[str, list[str]]) -> None:
        paragraphs = pages.setdefault(self.page, [self.text])
        at = self.at % len(paragraphs)
        match self.how:
            case "put" if self.text not in paragraphs:
                paragraphs.insert(at, self.text)
            case "edit" if self.text not in paragraphs:
                paragraphs[at] = self.text
            case "remove" if len(paragraphs) > 1:
                del paragraphs[at]
            case "move" if self.other != self.page and len(paragraphs) > 1:
                moved = paragraphs.pop(at)
                there = pages.setdefault(self.other, [])
                there += [] if moved in there else [moved]
            case "rename" if self.other not in pages:
                pages[self.other] = pages.pop(self.page)
            case "delete" if len(pages) > 1:
                del pages[self.page]


@dataclass(frozen=True)
class Step:
    """Edits, an update, and what translators do then: they leave the open entries of ``left``."""

    edits: list[Edit]
    left: set[int]
    is_noted: bool


HOW = st.sampled_from(["put", "edit", "edit", "remove", "move", "rename", "delete"])
PAGE = st.sampled_from(PAGES)
EDIT = st.builds(Edit, HOW, PAGE, PAGE, st.sampled_from(TEXTS), st.integers(0, 4))
EDITS = st.lists(EDIT, min_size=1, max_size=3)
STEP = st.builds(Step, EDITS, st.sets(st.integers(0, 4), max_size=2), st.booleans())


class Project:
    """A project in a folder, and what its translators have done so far."""

    def __init__(self, root: Path) -> None:
        languages = [{"code": code, "name": code} for code in ("en", "ja")]
        self.settings = settings_of({"languages": languages}, root)
        self.templates = root / "build/gettext"
        self.folder = root / "locale/ja/LC_MESSAGES"
        self.pages: dict[str, list[str]] = {"one": list(TEXTS[2:7])}
        self.accepted: set[tuple[str, str]] = set()
        self.notes: set[str] = set()
        self.count = 0

    def write(self) -> None:
        for folder in (self.templates, self.settings.source):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        for name, paragraphs in self.pages.items():
            location = f"\n#: ../../docs/{name}.md:1\n"
            entries = [location + entry_text(Entry(msgid=text)) for text in paragraphs]
            text = f'msgid ""\nmsgstr ""\n{HEADER}{"".join(entries)}'
            (self.templates / f"{name}.pot").write_text(text, encoding="utf-8")
            (self.settings.source / f"{name}.md").touch()

    def update(self) -> Updated:
        [done] = update(self.settings, self.templates, [Language("ja", "ja")])
        return done

    def catalogs(self) -> dict[str, bytes]:
        return {path.stem: path.read_bytes() for path in sorted(self.folder.glob("*.po"))}

    def orphans(self) -> dict[str, bytes]:
        return {name: data for name, data in self.catalogs().items() if name not in self.pages}

    def entries(self) -> Iterator[Entry]:
        for data in self.catalogs().values():
            yield from parse(data.decode()).entries

    def translate(self, left: set[int], is_noted: bool) -> None:
        """Do as a translator's editor does: set a msgstr, and take the fuzzy mark away."""
        for path in sorted(self.folder.glob("*.po")):
            blocks = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
            for number, block in enumerate(blocks):
                for found in parse(block).current:
                    is_open = not found.msgstr or "fuzzy" in found.flags
                    if is_open and number % 5 not in left:
                        blocks[number] = self.translated(found, is_noted)
            path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")

    def translated(self, found: Entry, is_noted: bool) -> str:
        self.count += 1
        # The code and the link of the source stay; the words are new each time.
        found.msgstr = f"訳{self.count}。{found.msgid}"
        found.flags.clear()
        if is_noted:
            found.comments.append(f"note {self.count}")
            self.notes.add(f"note {self.count}")
        self.accepted.add((found.msgid, found.msgstr))
        return entry_text(found).rstrip("\n")

    def check_update(self) -> None:
        """Update, and see that orphans are let be and a second run changes not one byte."""
        self.write()
        orphans = self.orphans()
        done = self.update()
        assert done.findings == ()
        assert self.orphans() == orphans
        assert len(done.orphans) == len(orphans)
        before = self.catalogs()
        assert not any(merged.changed for merged in self.update().catalogs)
        assert self.catalogs() == before

    def check_loss(self) -> None:
        """See that all that was accepted is still there: in use, or obsolete."""
        entries = list(self.entries())
        there = {(entry.msgid, entry.msgstr) for entry in entries if "fuzzy" not in entry.flags}
        assert self.accepted <= there
        assert self.notes <= {comment for entry in entries for comment in entry.comments}

    def check_pages(self) -> None:
        """See that a page has its messages, and that what has been said of each comes back."""
        known = {msgid for msgid, _ in self.accepted}
        for name, paragraphs in self.pages.items():
            current = {
                entry.msgid: entry for entry in parse(self.catalogs()[name].decode()).current
            }
            assert list(current) == paragraphs
            for msgid, entry in current.items():
                assert entry.msgstr or msgid not in known
                if entry.msgstr and "fuzzy" not in entry.flags:
                    assert (msgid, entry.msgstr) in self.accepted


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,  # the same histories in every run
    suppress_health_check=[HealthCheck.too_slow],
)
@given(history=st.lists(STEP, min_size=4, max_size=8))
def test_no_translation_is_ever_lost(history: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        project.check_update()
        project.translate(set(), is_noted=True)
        for step in history:
            for edit in step.edits:
                edit.apply(project.pages)
            project.check_update()
            project.check_loss()
            project.check_pages()
            project.translate(step.left, step.is_noted)
