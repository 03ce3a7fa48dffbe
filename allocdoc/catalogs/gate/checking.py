"""Put one catalog through all rules.

Invariant: what comes out are accepted messages only. A file that breaks a rule of
files gives none at all; a message that breaks a rule of messages is left out, and only it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from allocdoc.catalogs.gate import markdown, rst
from allocdoc.catalogs.gate.entries import ENTRY_CHECKS, entries_of, plural
from allocdoc.catalogs.gate.format import SYNTAX_CHECKS
from allocdoc.catalogs.gate.header import HEADER_CHECKS, header_of
from allocdoc.catalogs.gate.interface import INTERFACE_CHECKS, Forms, forms, source_of
from allocdoc.catalogs.gate.messages import message_checks
from allocdoc.catalogs.gate.outcome import Checked, Findings
from allocdoc.catalogs.gate.project import Limits, Project, Syntax
from allocdoc.catalogs.gate.reading import FILE_CHECKS, Candidate, look
from allocdoc.catalogs.gate.registry import Problem, check
from allocdoc.catalogs.gate.shape import Pair, Shape
from allocdoc.catalogs.gate.syntax import Entry, Parsed, parse
from allocdoc.catalogs.gate.text import SIZE_CHECKS, Translation, character_checks, noqa
from allocdoc.catalogs.glossary import Glossary
from allocdoc.catalogs.glossary.rules import GLOSSARY_CHECKS, Wording

FOLDER = "LC_MESSAGES"


@dataclass(frozen=True, slots=True)
class _Domain:
    """The domain that a catalog's name gives, and those that there are."""

    name: str
    known: bool


@check("po.domain")
def unknown_domain(domain: _Domain) -> Iterator[Problem]:
    """A catalog belongs to no page.

    Sphinx reads some domains by name: ``sphinx.po`` would rewrite the words of the interface. A
    catalog whose page is gone has this code too.

    Bad:
        locale/ru/LC_MESSAGES/sphinx.po
    Good:
        locale/ru/LC_MESSAGES/intro.po, where there is a page intro
    """
    if not domain.known:
        yield Problem("no page has this domain", domain.name)


def check_file(path: Path, language: str, project: Project) -> Checked:
    """Check a catalog of a page, and return what of it a build may use; never raises for a file.

    Args:
        path: The catalog, at ``<locale>/<language>/LC_MESSAGES/<domain>.po``.
        language: The code of the language that its folder names.
        project: What the catalog belongs to.
    """
    return check_files((path,), language, project)[0]


def check_files(paths: Iterable[Path], language: str, project: Project) -> list[Checked]:
    """Check several catalogs of a language; quicker than one by one, as they share a parser."""
    there = ((path, look(path, project.locale, project.limits.file_bytes)) for path in paths)
    return check_candidates(there, language, project, reader_for(project))


def reader_for(project: Project) -> markdown.Reader:
    """Return a reader of the messages of a project's pages."""
    return markdown.Reader(markdown.parser(project.extensions, project.myst))


def check_candidates(
    candidates: Iterable[tuple[Path, Candidate]],
    language: str,
    project: Project,
    reader: markdown.Reader,
) -> list[Checked]:
    """Check what somebody has looked at already; see `check_file`."""
    return [
        replace(_check_page(path, there, language, project, reader), source=there.data)
        for path, there in candidates
    ]


def _check_page(
    path: Path, candidate: Candidate, language: str, project: Project, reader: markdown.Reader
) -> Checked:
    domain = domain_of(path, language, project)
    findings = Findings(project.shown(path))
    syntax = project.pages.get(domain)
    refused = findings.run((unknown_domain,), _Domain(domain, syntax is not None))
    parsed = _read(candidate, language, project.limits, findings)
    if parsed is not None:
        refused |= findings.run((plural,), entries_of(parsed, project.limits.entries))
    if refused or parsed is None or syntax is None:
        return _refuse(path, language, domain, findings)
    accepts = partial(
        _accepts_message,
        findings=findings,
        reader=reader,
        syntax=syntax,
        comments=project.comments.get(domain, frozenset()),
        glossary=project.glossary,
    )
    return _sorted_out(path, language, domain, project.limits, parsed, findings, accepts)


def check_interface(
    path: Path, language: str, root: Path | None = None, limits: Limits | None = None
) -> Checked:
    """Check a catalog of an interface: plain strings with places for values.

    Args:
        path: The catalog.
        language: The code of its language.
        root: The folder that paths are shown relative to; the catalog's own by default.
        limits: How large things may be.
    """
    limits = limits or Limits()
    base = root or path.parent
    project = Project(base, base, (language,), {})
    findings = Findings(project.shown(path))
    parsed = _read(look(path, base, limits.file_bytes), language, limits, findings)
    if parsed is None:
        return _refuse(path, language, path.stem, findings)
    promised = header_of(parsed, language).get("plural-forms").partition(";")[0]
    number = promised.partition("=")[2].strip()
    accepts = partial(_accepts_string, findings=findings, promised=number)
    return _sorted_out(path, language, path.stem, limits, parsed, findings, accepts)


def domain_of(path: Path, language: str, project: Project) -> str:
    """Return the gettext domain of a catalog, such as ``guide/intro``."""
    folder = project.locale / language / FOLDER
    name = path.relative_to(folder).as_posix() if folder in path.parents else path.name
    return name.removesuffix(".po")


def _refuse(path: Path, language: str, domain: str, findings: Findings) -> Checked:
    return Checked(path, language, domain, tuple(sorted(findings.found)), refused=True)


def _read(candidate: Candidate, language: str, limits: Limits, findings: Findings) -> Parsed | None:
    """Return the entries of a file that breaks no rule of files."""
    if findings.run(FILE_CHECKS, candidate):
        return None
    parsed = parse(candidate.data.decode("utf-8"))
    if findings.run(SYNTAX_CHECKS, parsed):
        return None
    broken = findings.run(HEADER_CHECKS, header_of(parsed, language))
    broken |= findings.run(ENTRY_CHECKS, entries_of(parsed, limits.entries))
    return None if broken else parsed


def _sorted_out(
    path: Path,
    language: str,
    domain: str,
    limits: Limits,
    parsed: Parsed,
    findings: Findings,
    accepts: partial[bool],
) -> Checked:
    """Part the entries in use into the accepted and the others."""
    accepted: list[Entry] = []
    dropped: list[str] = []
    fuzzy = untranslated = 0
    for entry in parsed.current:
        if not (entry.msgstr or any(entry.forms)):
            untranslated += 1
        elif "fuzzy" in entry.flags:
            fuzzy += 1  # no build uses it, so there is nothing to check
        elif accepts(entry, Translation(entry.msgid, entry.msgstr, language, limits)):
            accepted.append(entry)
        else:
            dropped.append(entry.msgid)
    return Checked(
        path=path,
        language=language,
        domain=domain,
        findings=tuple(sorted(findings.found)),
        accepted=tuple(accepted),
        dropped=tuple(dropped),
        entries=tuple(parsed.current),
        translated=len(accepted),
        fuzzy=fuzzy,
        untranslated=untranslated,
    )


def _accepts_string(
    entry: Entry, translation: Translation, *, findings: Findings, promised: str
) -> bool:
    line = entry.msgstr_line
    broken = False
    pairs = [(entry.msgid, entry.msgstr)]
    if entry.plural is not None:
        broken = findings.run((forms,), Forms(len(entry.forms), promised), line)
        pairs = [(source_of(text, entry.msgid, entry.plural), text) for text in entry.forms]
    for msgid, msgstr in pairs:
        string = replace(translation, msgid=msgid, msgstr=msgstr)
        broken |= findings.run(
            (*SIZE_CHECKS, *character_checks(string), *INTERFACE_CHECKS), string, line
        )
    return not broken


def _accepts_message(
    entry: Entry,
    translation: Translation,
    *,
    findings: Findings,
    reader: markdown.Reader,
    syntax: Syntax,
    comments: frozenset[str],
    glossary: Glossary | None,
) -> bool:
    accepted = _has_its_structure(entry, translation, findings, reader, syntax, comments)
    if accepted and glossary is not None:
        wording = Wording.of(glossary, translation.language, entry.msgid, entry.msgstr)
        findings.run(GLOSSARY_CHECKS, wording, entry.msgstr_line)
    return accepted


def _has_its_structure(
    entry: Entry,
    translation: Translation,
    findings: Findings,
    reader: markdown.Reader,
    syntax: Syntax,
    comments: frozenset[str],
) -> bool:
    line = entry.msgstr_line
    too_much = findings.run(SIZE_CHECKS, translation, line)
    if entry.msgid in comments:
        return not findings.run(character_checks(translation), translation, line) and not too_much
    broken = findings.run((noqa, *character_checks(translation)), translation, line)
    if too_much:
        return False
    for source, target in _shapes(translation, reader, syntax):
        # Entities may have become characters by now.
        words = Translation("".join(source.text), "".join(target.text), *_limits(translation))
        broken |= findings.run(character_checks(words), words, line)
        broken |= findings.run(message_checks(pair := Pair(source, target)), pair, line)
        if broken:
            break  # another way of reading it would only say the same in other words
    return not broken


def _limits(translation: Translation) -> tuple[str, Limits]:
    return translation.language, translation.limits


def _shapes(
    translation: Translation, reader: markdown.Reader, syntax: Syntax
) -> Iterator[tuple[Shape, Shape]]:
    if syntax != "rst":
        yield from reader.shapes(translation.msgid, translation.msgstr)
    if syntax != "myst":
        yield from rst.shapes(translation.msgid, translation.msgstr)
