"""What the gate made of a language's catalogs, kept for as long as nothing that decides it changes.

Checking takes longer than reading the pages, and after an edit one catalog has changed.

Invariant: what is returned is what the gate would say now. An outcome is found by the bytes of its
catalog, what the project says to the gate, and the gate's own code and libraries. What is no
regular file is looked at each time, and every file once: what is checked is what its key is of.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from allocdoc.catalogs.gate import Checked, Project, Reader, reader_for
from allocdoc.catalogs.gate.checking import check_candidates, domain_of
from allocdoc.catalogs.gate.reading import Candidate, look
from allocdoc.catalogs.publish import compile_catalog
from allocdoc.catalogs.status import CatalogStatus, Found, find, status_of
from allocdoc.files import write_if_changed

_LIBRARIES = ("babel", "docutils", "markdown-it-py", "mdit-py-plugins", "myst-parser")


@dataclass(frozen=True, slots=True)
class Verified:
    """A catalog that went through the gate; of the catalog itself, only what a build needs.

    Attributes:
        checked: What the gate said, without the entries.
        messages: What a page in Markdown gets of them: a JSON object of msgids and translations.
        compiled: What Sphinx gets for a page that is not, or not only, in Markdown: a ``.mo``.
            Both are none where the file is refused.
        status_key: Changes whenever the catalog's status does.
        packed: The messages and their states, which few pages need; see `found`.
        msgids: Those of the messages.
        comments: Those of them that were comments of listings, and checked as such.
    """

    checked: Checked
    messages: str | None
    compiled: bytes | None
    status_key: str
    packed: bytes
    msgids: frozenset[str]
    comments: frozenset[str]

    @property
    def found(self) -> Found:
        """The messages of the catalog and their states."""
        found: Found = pickle.loads(self.packed)  # noqa: S301 - made by `_verified`
        return found

    @property
    def status(self) -> CatalogStatus | None:
        """The catalog's status; none where it is refused."""
        return status_of(self.checked.domain, self.found)


def verify(
    paths: Iterable[Path],
    language: str,
    project: Project,
    store: Path,
    reader: Reader | None = None,
) -> tuple[Verified, ...]:
    """Check catalogs of one language, those anew that ``store`` has no outcome for.

    Args:
        paths: The catalogs.
        language: The code of the language that their folder names.
        project: What they belong to.
        store: A file in the build folder, which is brought up to date. Several processes may do
            so at once: what one of them does not keep is checked once more.
        reader: What reads the messages of the project's pages, if somebody has one.
    """
    gate = _key_of_gate(project)
    known = _read(store, gate)
    there = {path: look(path, project.locale, project.limits.file_bytes) for path in paths}
    domains = {path: domain_of(path, language, project) for path in there}
    keys = {
        path: _key(candidate, f"{path} {language} {project.pages.get(domains[path])}")
        for path, candidate in there.items()
    }
    # They are those of all listings, of which a catalog has few: an edit of another one is no
    # reason to check it again.
    comments = {path: project.comments.get(name, frozenset()) for path, name in domains.items()}
    changed = [
        path
        for path, key in keys.items()
        if key not in known or known[key].msgids & comments[path] != known[key].comments
    ]
    candidates = [(path, there[path]) for path in changed]
    new = {
        one.path: _verified(one, project, comments[one.path])
        for one in check_candidates(candidates, language, project, reader or reader_for(project))
    }
    found = {path: new[path] if path in new else known[key] for path, key in keys.items()}
    kept = {key: found[path] for path, key in keys.items() if key}
    if kept != known:
        _write(store, gate, kept)
    return tuple(found.values())


def _verified(checked: Checked, project: Project, comments: frozenset[str]) -> Verified:
    found = find(project, checked)
    for_us = project.pages.get(checked.domain) == "myst"
    msgids = frozenset(found.messages)
    packed = pickle.dumps(found)
    return Verified(
        checked=replace(checked, accepted=None, entries=None, source=b""),
        messages=_as_json(checked) if for_us else None,
        compiled=None if for_us else _as_mo(checked),
        status_key=hashlib.sha256(packed).hexdigest(),  # the status says nothing else
        packed=packed,
        msgids=msgids,
        comments=msgids & comments,
    )


def _as_json(checked: Checked) -> str | None:
    if checked.accepted is None:
        return None
    messages = {entry.msgid: entry.msgstr for entry in checked.accepted}
    return json.dumps(messages, ensure_ascii=False)


def _as_mo(checked: Checked) -> bytes | None:
    catalog = checked.catalog
    return None if catalog is None else compile_catalog(catalog)


def _key(there: Candidate, place: str) -> str:
    """Return the key of what stands at a place, empty where it is no file of an honest size."""
    if there.kind or there.size > there.limit:
        return ""
    return hashlib.sha256(place.encode("utf-8", "surrogatepass") + b"\0" + there.data).hexdigest()


def _key_of_gate(project: Project) -> str:
    """Return a key of the gate's code and of what the project says to it."""
    code = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        code.update(hashlib.sha256(path.read_bytes()).digest())
    said = [
        *(str(project.root), str(project.locale), project.languages, sorted(project.extensions)),
        *(sorted(project.myst.items(), key=lambda item: item[0]), project.limits),
        *(project.glossary, [(name, version(name)) for name in _LIBRARIES]),
    ]
    code.update(repr(said).encode("utf-8", "surrogatepass"))
    return code.hexdigest()


def _read(store: Path, gate: str) -> Mapping[str, Verified]:
    """Return the outcomes that a build left, none if another gate made them or bytes are missing.

    The header tells before anything is unpickled, which might then fail in many ways.
    """
    try:
        header, _, content = store.read_bytes().partition(b"\n")
    except OSError:
        return {}
    if header != _header(gate, content):
        return {}
    known: Mapping[str, Verified] = pickle.loads(content)  # noqa: S301 - the build's own file
    return known


def _write(store: Path, gate: str, known: Mapping[str, Verified]) -> None:
    content = pickle.dumps(dict(known), pickle.HIGHEST_PROTOCOL)
    write_if_changed(store, _header(gate, content) + b"\n" + content)


def _header(gate: str, content: bytes) -> bytes:
    return f"{gate} {hashlib.sha256(content).hexdigest()}".encode()
