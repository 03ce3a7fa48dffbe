"""``NAME.py``: a docstring that is a session, the code that a page shows, and a fixed end.

Invariant: the file is its docstring, then the code of the page, then the trailer, and nothing else
but comments above: there ``#@ needs: …`` says what it cannot do without. Each line of a docstring
that holds a session is one line of the file, so that a place in the one is a place in the other.
"""

from __future__ import annotations

import ast
import doctest
import hashlib
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from allocdoc.errors import ExampleError
from allocdoc.examples.hiding import check_marks
from allocdoc.examples.reading import problem, read_text

TRAILER = """if __name__ == "__main__":
    from allocdoc.examples import main

    raise SystemExit(main(__file__))"""
"""The last lines of each example: they let ``python examples/NAME.py`` run its checks."""

NEEDS = ("jemalloc", "network", "packages", "processes", "threads")
"""What a listing may need that Python in a browser does not have."""

_HEADER = re.compile(r"#@\s*(?P<name>[^:]*?)\s*(?::\s*(?P<value>.*?))?\s*")
_LINE = re.compile(r"line (\d+) of the docstring for \S+ (?P<what>.*)", re.DOTALL)
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Docstring:
    """A docstring with doctests: whose it is, its text, its first and last line in the file."""

    name: str
    text: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class PythonSource:
    """The Python file of a listing.

    Attributes:
        path: The file.
        shown: Its path from the project's root, as messages name it.
        code: What the page shows, with the marks around lines that it hides.
        code_line: The line of the file that ``code`` begins on.
        docstrings: Those with doctests, the module's first.
        needs: Those of `NEEDS` that it declares.
        digest: The hash of the text that was read.
    """

    path: Path
    shown: str
    code: str
    code_line: int
    docstrings: tuple[Docstring, ...]
    needs: tuple[str, ...] = ()
    digest: str = ""

    @property
    def is_current(self) -> bool:
        """Whether the file still holds what was read."""
        try:
            return _digest(read_text(self.path, self.shown)) == self.digest
        except ExampleError:
            return False


def parse_python(path: Path, shown: str) -> PythonSource:
    """Read an example.

    Raises:
        ExampleError: The file is not built as an example has to be.
    """
    text = read_text(path, shown)
    tree = parse_tree(text, shown)
    lines = text.rstrip().split("\n")
    begin = _end_of_docstring(tree, lines, shown)
    end = _start_of_trailer(lines, shown)
    while begin < end and not lines[begin].strip():
        begin += 1
    code = "\n".join(lines[begin:end]).rstrip()
    if not code:
        raise problem(shown, end + 1, "no code between the docstring and the last lines")
    docstrings = tuple(find_docstrings(tree, path.stem, shown))
    _check_session(docstrings, shown)
    check_marks(code + "\n", "python", begin + 1, shown)
    needs = tuple(_needs(lines[: tree.body[0].lineno - 1], shown))
    return PythonSource(path, shown, code + "\n", begin + 1, docstrings, needs, _digest(text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def parse_tree(text: str, shown: str) -> ast.Module:
    """Parse a file's text, which must mean the same to Python as it does in UTF-8.

    Raises:
        ExampleError: It is not Python.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(text.encode()).readline)
        tree = ast.parse(text)
    except SyntaxError as error:
        raise problem(shown, error.lineno or 1, f"not Python ({error.msg})") from None
    except (RecursionError, MemoryError):
        raise problem(shown, 1, "not Python (nested too deeply)") from None
    if encoding != "utf-8":
        raise problem(shown, 1, f"declares another encoding (got {encoding}, want utf-8)")
    return tree


def find_docstrings(tree: ast.Module, stem: str, shown: str) -> Iterator[Docstring]:
    """Yield the docstrings with doctests: of the module, its classes, methods and functions.

    Raises:
        ExampleError: doctest cannot read one, or its lines are not lines of the file.
    """
    for name, owner in _owners(tree, stem):
        text = ast.get_docstring(owner, clean=False)
        if text is None:
            continue
        node = owner.body[0]
        found = Docstring(name, text, node.lineno, node.end_lineno or node.lineno)
        if doctests(found, shown):
            if text.count("\n") != found.end_line - found.line:
                what = "a docstring with a session has to be one literal, without \\n in it"
                raise problem(shown, found.line, what)
            yield found


def doctests(docstring: Docstring, shown: str) -> list[doctest.Example]:
    """Return the doctests of a docstring; their ``lineno`` counts from 0 in its text."""
    try:
        return doctest.DocTestParser().get_examples(docstring.text, docstring.name)
    except ValueError as error:
        match = _LINE.match(str(error))
        line = docstring.line + int(match[1]) - 1 if match else docstring.line
        what = match["what"] if match else str(error)
        raise problem(shown, line, f"not a session: {what}") from None


def _owners(tree: _Documented, name: str) -> Iterator[tuple[str, _Documented]]:
    yield name, tree
    if isinstance(tree, ast.Module | ast.ClassDef):
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _owners(node, f"{name}.{node.name}")


def _end_of_docstring(tree: ast.Module, lines: list[str], shown: str) -> int:
    """Return how many lines the docstring and what stands above it take."""
    want = "want a docstring first: one line that says what this shows, then a session"
    if ast.get_docstring(tree, clean=False) is None:
        raise problem(shown, 1, f"no docstring ({want})")
    node = tree.body[0]
    end = node.end_lineno or node.lineno
    rest = lines[end - 1].encode()[node.end_col_offset or 0 :].decode()
    above = [line for line in lines[: node.lineno - 1] if line.strip()[:1] not in ("", "#")]
    if above or rest.strip() or node.col_offset:
        got = (above or [rest])[0].strip()
        raise problem(shown, end, f"something beside the docstring (got {got})")
    return end


def _needs(above: list[str], shown: str) -> Iterator[str]:
    """Yield what the header lines above the docstring declare."""
    for number, line in enumerate(above, 1):
        match = _HEADER.fullmatch(line)
        if match is None:
            continue
        if match["name"] != "needs" or match["value"] not in NEEDS:
            want = f"#@ needs: {' or '.join(NEEDS)}"
            raise problem(shown, number, f"wrong header (got {line.strip()}, want {want})")
        yield match["value"]


def _start_of_trailer(lines: list[str], shown: str) -> int:
    """Return the index of the trailer's first line."""
    trailer = TRAILER.split("\n")
    start = len(lines) - len(trailer)
    if start < 0 or lines[start:] != trailer:
        want = TRAILER.replace("\n\n", "\n").replace("\n", "\n    ")
        raise problem(shown, len(lines), f"does not end as an example has to; want\n    {want}")
    return start


def _check_session(docstrings: tuple[Docstring, ...], shown: str) -> None:
    """Check that the module's docstring holds one line, then nothing but a session."""
    if not docstrings or "." in docstrings[0].name:
        raise problem(shown, 1, "no doctest in the docstring (want >>> lines)")
    module = docstrings[0]
    pieces = doctest.DocTestParser().parse(module.text, module.name)
    line = module.line
    for number, piece in enumerate(pieces):
        if isinstance(piece, doctest.Example):
            line += piece.source.count("\n") + piece.want.count("\n")
            continue
        words = [text for text in piece.split("\n") if text.strip()]
        if len(words) > (number == 0) or (number == 0 and not words):
            want = "one line, then only >>> lines and what they print"
            got = f"{len(words)} lines" if number == 0 else words[0].strip()
            raise problem(shown, line, f"wrong docstring (got {got}, want {want})")
        line += piece.count("\n")
