"""Read a glossary file, and say in which line it is wrong.

Python's TOML reader tells lines of syntax errors only. The file is therefore read a second time in
parts, one a ``[[term]]``; a part that ends inside a string of several lines is not valid by itself
and is joined with the next.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from allocdoc.catalogs.glossary.phrases import STEM, Phrase
from allocdoc.catalogs.glossary.terms import Glossary, Rendering, Term
from allocdoc.errors import AllocdocError, place

_HEAD = re.compile(r"\s*\[\[\s*term\s*\]\]")
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_CODE = re.compile(r"[A-Za-z]{2,3}(_[A-Za-z0-9]+)*(@[a-z]+)?")
_KEYS = ("term", "forms", "definition")
_OF_LANGUAGE = ("preferred", "accepted", "forbidden")


class GlossaryError(AllocdocError):
    """A glossary file cannot be read, or is not as it has to be."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the file with one term; ``first`` is the number of its first line."""

    path: str
    first: int
    lines: tuple[str, ...]

    def line_of(self, key: str) -> int:
        """Return the line that gives a key its value; the first one where that is not seen."""
        head = r"\s*(?:\[+\s*(?:term\s*\.\s*)?)?[\"']?"
        pattern = re.compile(rf"{head}{re.escape(key)}[\"']?\s*[=.\]]")
        for number, line in enumerate(self.lines):
            if pattern.match(line) and not _HEAD.match(line):
                return self.first + number
        return self.first

    def error(self, key: str, what: str, got: object = None, want: str = "") -> GlossaryError:
        """Return an error at the line of a key."""
        details = [f"got {got!r}"] if got is not None else []
        details += [f"want {want}"] if want else []
        text = f"{what} ({', '.join(details)})" if details else what
        return GlossaryError(f"{place(self.path, self.line_of(key))}: {text}")


def read(path: Path, root: Path | None = None, languages: Collection[str] = ()) -> Glossary:
    """Read a glossary.

    Args:
        path: The file.
        root: The folder that errors name the file from.
        languages: The codes that terms may be rendered in; any code, if there are none.

    Raises:
        GlossaryError: It cannot be read, or something in it is wrong.
    """
    shown = (path.relative_to(root) if root and path.is_relative_to(root) else path).as_posix()
    text = _text(path, shown)
    terms: list[Term] = []
    taken: dict[object, int] = {}
    for part, table in _parts(shown, text):
        for key in table:
            if key != "term":
                raise part.error(key, "unknown", key, "[[term]]")
        entries = table.get("term", [])
        if not isinstance(entries, list):
            raise part.error("term", "not a list of tables", entries, "[[term]]")
        for entry in entries:
            term = _term(part, entry, languages)
            _take(part, term, taken)
            terms.append(term)
    return Glossary.of(terms)


def _text(path: Path, shown: str) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise GlossaryError(f"{place(shown, 1)}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise GlossaryError(f"{place(shown, line)}: not UTF-8") from None
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        last = text.rstrip("\n").count("\n") + 1
        line = int(found[1]) if found and found[1] else last
        what = _AT_LINE.sub("", str(error))
        raise GlossaryError(f"{place(shown, line)}: not valid TOML ({what})") from None
    return text


def _parts(shown: str, text: str) -> Iterator[tuple[_Part, Mapping[str, object]]]:
    """Cut a valid file before each ``[[term]]``."""
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if _HEAD.match(line)]
    start = 0
    for end in (*ends, len(lines)):
        try:
            table = tomllib.loads("\n".join(lines[start:end]))
        except tomllib.TOMLDecodeError:
            continue  # that was no head but a line of a string
        yield _Part(shown, start + 1, tuple(lines[start:end])), table
        start = end


def _term(part: _Part, entry: object, languages: Collection[str]) -> Term:
    if not isinstance(entry, dict):
        raise part.error("term", "not a table", entry, "[[term]]")
    name = _words(part, "term", entry.get("term"))
    keys = [key for key in entry if key not in _KEYS]
    for key in keys:
        if not (key in languages if languages else _CODE.fullmatch(key)):
            known = sorted(languages) or ["the code of a language"]
            raise part.error(key, "unknown", key, f"one of {', '.join((*_KEYS, *known))}")
    return Term(
        name=name,
        definition=_definition(part, entry.get("definition")),
        line=part.line_of("definition"),
        forms=(Phrase.of(name), *_phrases(part, "forms", entry.get("forms", []))),
        renderings={key: _rendering(part, key, entry[key]) for key in keys},
    )


def _words(part: _Part, key: str, value: object) -> str:
    """Return words that are shown, so that they can hold no stem."""
    if not isinstance(value, str) or not value.strip():
        raise part.error(key, f"no {key}", value, "words")
    if STEM in value:
        raise part.error(key, f"a {STEM} in words that are shown", value, "whole words")
    return _phrase(part, key, " ".join(value.split())).text


def _definition(part: _Part, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise part.error("definition", "no definition", value, "a sentence")
    if re.search(r"\n[ \t]*\n", value.strip()):
        raise part.error("definition", "a blank line in a definition", want="one paragraph")
    return " ".join(value.split())


def _rendering(part: _Part, language: str, value: object) -> Rendering:
    if isinstance(value, str):
        value = {"preferred": value}
    if not isinstance(value, dict):
        raise part.error(language, "neither words nor a table", value, '{ preferred = "…" }')
    for key in value:
        if key not in _OF_LANGUAGE:
            raise part.error(
                language, f"{language}: unknown", key, f"one of {', '.join(_OF_LANGUAGE)}"
            )
    preferred = _words(part, language, value.get("preferred"))
    accepted = _phrases(part, language, value.get("accepted", []))
    forbidden = _phrases(part, language, value.get("forbidden", []))
    both = {one.parts for one in (Phrase.of(preferred), *accepted)} & {o.parts for o in forbidden}
    if both:
        got = next(one.text for one in forbidden if one.parts in both)
        raise part.error(language, f"{language}: accepted and forbidden", got)
    return Rendering(preferred, (Phrase.of(preferred), *accepted), forbidden)


def _phrases(part: _Part, key: str, value: object) -> tuple[Phrase, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise part.error(key, f"{key}: not a list of strings", value, '["…", "…"]')
    return tuple(_phrase(part, key, one) for one in value)


def _phrase(part: _Part, key: str, text: str) -> Phrase:
    try:
        return Phrase.of(text)
    except ValueError as error:
        raise part.error(
            key, f"{key}: {error}", text, f"words, or stems such as heap{STEM}"
        ) from None


def _take(part: _Part, term: Term, taken: dict[object, int]) -> None:
    """Refuse a form that an earlier term has: a text would mention both."""
    for form in term.forms:
        line = taken.setdefault(form.parts, part.first)
        if line != part.first:
            raise part.error("term", f"a form that the term of line {line} has", form.text)
