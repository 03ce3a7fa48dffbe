"""Compile Typst files to PDF, and say where in the pages an error comes from.

The writer ends each line that comes from a page with a comment, ``// docs/page.md:12``. So an
error of the compiler, which names a line of the Typst file, is told as one of the page's line.
"""

from __future__ import annotations

import importlib.util
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from allocdoc.errors import AllocdocError, MissingProgramError

if TYPE_CHECKING:
    import typst

_DAY = 24 * 60 * 60

_PLACE = re.compile(r"// (\S[^\n]*:\d+)$")
_PACKAGE = re.compile(r'^[^"/\n]*\b(?:import|include)\s*\(?\s*"(@[^"]*)"', re.MULTILINE)
_HEAD = re.compile(r"(error|warning|help): (.*)")
_ARROW = re.compile(r"\s*┌─ (.+):(\d+):\d+")
_NUMBERED = re.compile(r"\s*(\d+) │")
_HINT = re.compile(r"\s*= hint: (.*)")
_GLYPH = re.compile(r'the text `"(.+)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")


class CompileError(AllocdocError):
    """A document did not become a PDF; ``problems`` has one entry an error."""

    exit_code = 1

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Problem:
    """What the compiler says, and of which place: ``docs/page.md:12``, or of a Typst file."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def timestamp(environment: Mapping[str, str] = os.environ) -> int:
    """Return the date that a PDF bears, in seconds since 1970.

    It is ``SOURCE_DATE_EPOCH``, else the last midnight (UTC): two builds of a day are the same.

    Raises:
        AllocdocError: The variable is no number of seconds.
    """
    text = environment.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return int(time.time()) // _DAY * _DAY
    # 9999-12-31, the last day that a PDF can name.
    if text.isascii() and text.isdigit() and int(text) < 253_402_300_800:
        return int(text)
    raise AllocdocError(f"SOURCE_DATE_EPOCH: not a number of seconds (got {text!r})")


def compile_pdf(main: Path, out: Path, fonts: typst.Fonts, date: int) -> tuple[Problem, ...]:
    """Compile ``main`` to ``out``, a tagged PDF/UA-1 file; return the compiler's warnings.

    Files are read from the folder of ``main`` and below it. Nothing is downloaded. ``out`` is
    written only when all went well.

    Args:
        main: The Typst file.
        out: The PDF.
        fonts: The fonts that may be used, from `allocdoc.pdf.fonts.find`.
        date: The date of the document, in seconds since 1970.

    Raises:
        CompileError: The file is not right, or PDF/UA-1 wants something that it lacks: a glyph
            that no font has, the alternative text of an image, a level of headings.
    """
    require_compiler()
    import typst

    _refuse_packages(main)
    with tempfile.TemporaryDirectory(prefix=".typst-", dir=out.parent) as folder:
        try:
            data, warnings = typst.compile_with_warnings(
                main,
                root=main.parent,
                font_paths=fonts,
                format="pdf",
                pdf_standards=["1.7", "ua-1"],
                timestamp=date,
                package_path=Path(folder),
                package_cache_path=Path(folder),
            )
        except typst.TypstError as error:
            raise CompileError(_problems(main, error.diagnostic, "error")) from None
        # A file that nothing but this folder knows; a rename does not leave half a PDF behind.
        fresh = Path(folder) / out.name
        fresh.write_bytes(data)
        fresh.replace(out)
    said = "\n".join(warning.diagnostic for warning in warnings)
    return tuple(_problems(main, said, "warning")) if said else ()


def require_compiler() -> None:
    """Check that the compiler is installed.

    Raises:
        MissingProgramError: It is not.
    """
    if importlib.util.find_spec("typst") is None:
        raise MissingProgramError(
            "the PDF builder wants the package typst (run: pip install 'allocdoc[pdf]')"
        )


def _refuse_packages(main: Path) -> None:
    """The compiler would fetch a package that it lacks; a template of a project may name one."""
    reason = "a package that would have to be downloaded: copy its files instead of"
    found = []
    for path in sorted(main.parent.rglob("*.typ")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(main.parent).as_posix()
        for match in _PACKAGE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(Problem(f"{name}:{line}", f"{reason} {match[1]}"))
    if found:
        raise CompileError(found)


@dataclass(frozen=True, slots=True)
class _Span:
    """Lines of a Typst file, named from the book's folder; from 1, both included."""

    file: str
    first: int
    last: int

    @property
    def numbers(self) -> range:
        return range(self.first, self.last + 1)

    def __str__(self) -> str:
        return f"{self.file}:{self.first}"


@dataclass(slots=True)
class _Diagnostic:
    level: str
    message: str
    spans: list[_Span]
    """Where it is, then the calls that led there."""
    hints: list[str]


def _problems(main: Path, text: str, level: str) -> list[Problem]:
    """Turn what the compiler wrote into problems, each once, in its order."""
    lines = main.read_text(encoding="utf-8").splitlines()
    found: dict[Problem, None] = {}
    glyphs: dict[str, list[str]] = {}
    for diagnostic in _parse(text, main.parent):
        if diagnostic.level != level:
            continue
        if match := _GLYPH.search(diagnostic.message):
            missing = _unescape(match[1])
            for place in _glyph_places(main, lines, diagnostic, missing):
                glyphs.setdefault(place, []).append(missing)
        else:
            found[Problem(_place(main, lines, diagnostic), _said(diagnostic))] = None
    for place, texts in glyphs.items():
        found[Problem(place, _no_glyph("".join(texts)))] = None
    return list(found)


def _parse(text: str, folder: Path) -> Iterator[_Diagnostic]:
    """Read the compiler's report: a head, the lines it is about, hints, the calls around it."""
    diagnostic: _Diagnostic | None = None
    for line in text.splitlines():
        if head := _HEAD.fullmatch(line):
            if head[1] != "help" or diagnostic is None:
                if diagnostic:
                    yield diagnostic
                diagnostic = _Diagnostic(head[1], head[2], [], [])
        elif diagnostic is None:
            continue
        elif arrow := _ARROW.fullmatch(line):
            number = int(arrow[2])
            diagnostic.spans.append(_Span(_within(folder, arrow[1]), number, number))
        elif (number_ := _NUMBERED.match(line)) and diagnostic.spans:
            span = diagnostic.spans[-1]
            diagnostic.spans[-1] = _Span(span.file, span.first, max(span.last, int(number_[1])))
        elif hint := _HINT.fullmatch(line):
            diagnostic.hints.append(hint[1])
    if diagnostic:
        yield diagnostic


def _within(folder: Path, path: str) -> str:
    """Return a path of the report, which begins at the working folder, from a book's folder."""
    return Path(os.path.relpath(os.path.realpath(path), os.path.realpath(folder))).as_posix()


def _said(diagnostic: _Diagnostic) -> str:
    message = diagnostic.message.replace("PDF/UA-1 error: ", "")
    return f"{message} ({'; '.join(diagnostic.hints)})" if diagnostic.hints else message


def _place(main: Path, lines: Sequence[str], diagnostic: _Diagnostic) -> str:
    """Return the page's line of the error or of a call that led there, else the file's line."""
    for span in diagnostic.spans:
        if span.file == main.name and (page := _page(lines, span)):
            return page
    return str(diagnostic.spans[0]) if diagnostic.spans else main.name


def _page(lines: Sequence[str], span: _Span) -> str | None:
    """Return the page's line of a span: what its first line says, else a line in it or above."""
    above = range(span.first - 1, 0, -1)
    for number in (*span.numbers, *above):
        if match := _PLACE.search(lines[number - 1]):
            return match[1]
    return None


def _glyph_places(
    main: Path, lines: Sequence[str], diagnostic: _Diagnostic, missing: str
) -> dict[str, None]:
    """Return the places of a text: the compiler names the whole block around a string, or none."""
    span = next((one for one in diagnostic.spans if one.file == main.name), None)
    numbers = span.numbers if span else range(1, len(lines) + 1)
    found = [_Span(main.name, n, n) for n in numbers if missing in _unescape(lines[n - 1])]
    places = {_page(lines, line) or str(line): None for line in found}
    return places or {_place(main, lines, diagnostic): None}


def _unescape(literal: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], literal)


def _no_glyph(text: str) -> str:
    names = ", ".join(f"{one} U+{ord(one):04X}" for one in dict.fromkeys(text))
    advice = "install one that has it, or name it in typst_fonts"
    return f"no font of this document has the character {names} ({advice})"
