"""``NAME.rs``: header lines that say what the compiler and the program have to do, then code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from allocdoc.examples.hiding import HIDE, SHOW, check_marks
from allocdoc.examples.reading import problem, read_text

HEADER = "//@"
KINDS = ("run-pass", "build-pass", "build-fail", "call")
_KNOWN = ", ".join((*KINDS, "aux-crate", "needs-library"))
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LIBRARY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_+.-]*")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What has to happen to a Rust listing.

    Attributes:
        kind: ``run-pass``, ``build-pass``, ``build-fail`` or ``call``.
        output: What the program has to print.
        error: For ``build-fail``: words of the compiler's error.
        function: For ``call``: the name of the ``extern "C"`` function.
    """

    kind: str
    output: str = ""
    error: str = ""
    function: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Another crate or a C library, and the line that asks for it."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class RustSource:
    """The Rust file of a listing.

    Attributes:
        path: The file.
        shown: Its path from the project's root, as messages name it.
        code: What the page shows: all but the header; with the marks around lines that it hides.
        code_line: The line of the file that ``code`` begins on.
        expectation: What has to happen to it.
        crates: Other listings to compile first and to link with.
        libraries: C libraries for the linker.
    """

    path: Path
    shown: str
    code: str
    code_line: int
    expectation: Expectation
    crates: tuple[Need, ...] = ()
    libraries: tuple[Need, ...] = ()

    @property
    def output_path(self) -> Path:
        """The file that holds the expected output."""
        return self.path.with_name(self.path.name + ".stdout")


def parse_rust(path: Path, shown: str) -> RustSource:
    """Read a Rust listing and its expected output.

    Raises:
        ExampleError: A header is unknown, missing, or given twice.
    """
    lines = read_text(path, shown).rstrip().split("\n")
    begin = next((n for n, line in enumerate(lines) if not _is_header(line)), len(lines))
    headers = [(n, *_header(line, shown, n)) for n, line in enumerate(lines[:begin], 1)]
    for number, line in enumerate(lines[begin:], begin + 1):
        if _is_header(line.lstrip()):
            raise problem(shown, number, f"a header below the first lines (got {line.strip()})")
    while begin < len(lines) and not lines[begin].strip():
        begin += 1
    if begin == len(lines):
        raise problem(shown, begin, "no code below the header")
    code = "\n".join(lines[begin:]) + "\n"
    check_marks(code, "rust", begin + 1, shown)
    return RustSource(
        path,
        shown,
        code,
        begin + 1,
        _expectation(headers, path, shown),
        _needs(headers, "aux-crate", _IDENTIFIER, shown),
        _needs(headers, "needs-library", _LIBRARY, shown),
    )


def _is_header(line: str) -> bool:
    return line.startswith(HEADER) and line.removeprefix(HEADER).strip() not in (HIDE, SHOW)


def _header(line: str, shown: str, number: int) -> tuple[str, str]:
    name, _, value = line.removeprefix(HEADER).strip().partition(":")
    value = value.strip()
    if name not in (*KINDS, "aux-crate", "needs-library"):
        raise problem(shown, number, f"unknown header (got {name}, want one of {_KNOWN})")
    if bool(value) == (name in ("run-pass", "build-pass")):
        want = f"{HEADER} {name}" if value else f"{HEADER} {name}: SOMETHING"
        raise problem(shown, number, f"wrong header (got {line.strip()}, want {want})")
    return name, value


def _expectation(headers: list[tuple[int, str, str]], path: Path, shown: str) -> Expectation:
    verdicts = [header for header in headers if header[1] in KINDS]
    if len(verdicts) != 1:
        line = verdicts[1][0] if verdicts else 1
        got = ", ".join(kind for _, kind, _ in verdicts) or "none"
        what = f"wants one header that says what must happen (got {got}, want {' or '.join(KINDS)})"
        raise problem(shown, line, what)
    line, kind, value = verdicts[0]
    if kind == "call":
        _check(value, _IDENTIFIER, shown, line)
    output = _output(path, kind, shown)
    return Expectation(
        kind,
        output,
        error=value if kind == "build-fail" else "",
        function=value if kind == "call" else "",
    )


def _output(path: Path, kind: str, shown: str) -> str:
    expected = path.with_name(path.name + ".stdout")
    if not expected.is_file():
        return ""
    if kind not in ("run-pass", "call"):
        raise problem(f"{shown}.stdout", None, f"expected output of what is never run ({kind})")
    return read_text(expected, f"{shown}.stdout")


def _needs(
    headers: list[tuple[int, str, str]], name: str, form: re.Pattern[str], shown: str
) -> tuple[Need, ...]:
    return tuple(
        Need(_check(value, form, shown, line), line)
        for line, header, value in headers
        if header == name
    )


def _check(value: str, form: re.Pattern[str], shown: str, line: int) -> str:
    if not form.fullmatch(value):
        raise problem(shown, line, f"wrong name in a header (got {value}, want a single name)")
    return value


def needs_in_order(
    first: Need, find: Callable[[Need], RustSource], above: tuple[str, ...] = ()
) -> list[RustSource]:
    """Return a crate and all that it needs, what is needed first; ``find`` raises for unknown ones.

    Raises:
        ExampleError: Crates need each other in a circle.
    """
    source = find(first)
    if first.name in above:
        circle = " -> ".join((*above[above.index(first.name) :], first.name))
        raise problem(source.shown, 1, f"crates need each other ({circle})")
    found: list[RustSource] = []
    for need in source.crates:
        found += needs_in_order(need, find, (*above, first.name))
    return list(dict.fromkeys([*found, source]))
