"""Where on a page a warning belongs: the passage whose message it speaks of.

The passages of a page are marked by their messages (`allocdoc.sphinxext.bilingual`). A place in a
catalog leads to its entry, one in a page or a comment to the last passage that begins before it,
and one in an example to the example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx_tabs.tabs import SphinxTabsTab

from allocdoc.catalogs.gate.syntax import parse
from allocdoc.settings import Settings
from allocdoc.site.findings import Finding
from allocdoc.site.preview.report import Found, Phase
from allocdoc.sphinxext.bilingual import mark_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PLACE = re.compile(r"(?P<path>[^\s:][^:\n]*):(?P<line>\d+)?:?(?:<\w+>:\d+:)? ")
_MARK = re.compile(r"m-[0-9a-f]{8}")


@dataclass(slots=True)
class Spots:
    """The passages of the pages that are written in this build: file, line and mark."""

    settings: Settings
    passages: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    """The names of the documents."""

    def note(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Remember the passages of a page that is about to be written."""
        self.written.append(docname)
        source = str(app.env.doc2path(docname))
        for node in doctree.findall(nodes.TextElement):
            marks = [name for name in node["classes"] if _MARK.fullmatch(name)]
            if marks and node.line and not isinstance(node, SphinxTabsTab):
                path = self._shown(node.source or source)
                self.passages.setdefault(path, []).append((node.line, marks[0]))

    def place(
        self, findings: Iterable[Finding], app: Sphinx | None = None, phase: Phase = ""
    ) -> Iterator[Found]:
        """Yield the findings with their spots; ``phase`` is when they were found."""
        for finding in findings:
            match = _PLACE.match(finding.text)
            path = self._shown(match["path"]) if match else ""
            line = int(match["line"] or 0) if match else 0
            spot = self._spot(path, line) if path else ""
            of_page = app is not None and path != "" and self._is_page(path, app)
            yield Found(finding.text, finding.is_error, path, spot, phase if of_page else "")

    def _is_page(self, path: str, app: Sphinx) -> bool:
        return app.env.path2doc(self.settings.root / path) in app.env.found_docs

    def _spot(self, path: str, line: int) -> str:
        file = self.settings.root / path
        if file.parent == self.settings.examples:
            return f"example-{nodes.make_id(file.name.partition('.')[0])}"
        if file.suffix == ".po":
            return _entry(file, line)
        before = [mark for start, mark in sorted(self.passages.get(path, ())) if start <= line]
        return before[-1] if before else ""

    def _shown(self, path: str) -> str:
        given, root = Path(path), self.settings.root
        return (given.relative_to(root) if given.is_relative_to(root) else given).as_posix()


def _entry(catalog: Path, line: int) -> str:
    """Return the mark of the passages that show the entry of a line."""
    try:
        text = catalog.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    before = [entry for entry in parse(text).current if entry.line <= line]
    return mark_of(before[-1].msgid) if before else ""
