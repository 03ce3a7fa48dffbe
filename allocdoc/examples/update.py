"""Write what came back as the expected output, on request.

Invariant: the new file differs from the old one only in the lines of expected output of steps that
did not pass. It is parsed again before it is written; where an output cannot be written into a
docstring (a line that begins with ``>>>``, a tab), nothing is.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from allocdoc.errors import ExampleError
from allocdoc.examples.listings import Listing
from allocdoc.examples.python_source import (
    Docstring,
    PythonSource,
    doctests,
    find_docstrings,
    parse_tree,
)
from allocdoc.examples.reading import problem, read_text, write_bytes
from allocdoc.examples.results import TRACEBACK, Result, Step
from allocdoc.examples.rust_source import RustSource

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_LITERAL = re.compile(r"(?P<prefix>[A-Za-z]*)(?P<quotes>'''|\"\"\"|'|\")")


def update(listing: Listing, result: Result) -> bool:
    """Rewrite a listing's expected output where something else came back.

    Args:
        listing: As it was found when it ran.
        result: Of its Python file, or of its Rust program.

    Returns:
        Whether a file was written.

    Raises:
        ExampleError: An output cannot stand in a docstring.
    """
    written = False
    if listing.python and result.steps:
        written = _update_python(listing.python, result)
    if listing.rust and result.printed is not None:
        written = _update_rust(listing.rust, result.printed) or written
    return written


def _update_python(source: PythonSource, result: Result) -> bool:
    steps = {step.line: step for step in result.steps if not step.passed and not step.is_cut}
    if not steps:
        return False
    text = read_text(source.path, source.shown)
    tree = parse_tree(text, source.shown)
    lines = text.split("\n")
    # From the last to the first, so that lines above a change keep their numbers.
    for docstring in reversed(list(find_docstrings(tree, source.path.stem, source.shown))):
        literal = _Literal(lines, docstring, source.shown)
        for example in reversed(doctests(docstring, source.shown)):
            step = steps.get(docstring.line + example.lineno)
            if step is not None and step.source == example.source:
                start = example.lineno + example.source.count("\n")
                literal.replace(start, example.want.count("\n"), example.indent, _wanted(step))
        lines[docstring.line - 1 : docstring.end_line] = literal.lines()
    changed = "\n".join(lines)
    _check_same(text, changed, source, steps)
    return changed != text and _write(source.path, changed)


def _update_rust(source: RustSource, printed: str) -> bool:
    if source.expectation.kind not in ("run-pass", "call"):
        return False
    path = source.output_path
    if printed == source.expectation.output:
        return False
    return _write(path, printed)


class _Literal:
    """The lines of a docstring as they stand in the file, without its quotes."""

    def __init__(self, lines: list[str], docstring: Docstring, shown: str) -> None:
        text = "\n".join(lines[docstring.line - 1 : docstring.end_line])
        self._column = len(text) - len(text.lstrip())
        match = _LITERAL.match(text, self._column)
        end = text.rfind(match["quotes"]) if match else -1
        if match is None or end < match.end():
            raise problem(shown, docstring.line, "a docstring that cannot be rewritten")
        self._is_raw = "r" in match["prefix"].lower()
        self._head, self._tail = text[: match.end()], text[end:]
        self._body = text[match.end() : end].split("\n")

    def replace(self, start: int, count: int, indent: int, wanted: list[str]) -> None:
        """Put other lines in the place of some. The closing quotes never end up behind them."""
        is_last = start + count >= len(self._body)
        margin = " " * indent
        new = [margin + self._escaped(line) for line in wanted]
        self._body[start : start + count] = new + ([" " * self._column] if is_last else [])

    def lines(self) -> list[str]:
        """Return the whole literal."""
        return (self._head + "\n".join(self._body) + self._tail).split("\n")

    def _escaped(self, line: str) -> str:
        if self._is_raw:
            return line
        line = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').replace("'''", "\\'\\'\\'")
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


def _wanted(step: Step) -> list[str]:
    """Return the lines of expected output that this step passes with."""
    # doctest compares an error only where nothing stands before its traceback.
    got = TRACEBACK + step.raised if step.raised else step.got
    lines = got.removesuffix("\n").split("\n") if got else []
    # doctest, too, takes only white space of ASCII for none.
    return [line if line.strip(string.whitespace) else "<BLANKLINE>" for line in lines]


def _check_same(old: str, new: str, source: PythonSource, steps: Mapping[int, Step]) -> None:
    """Check that only expected output changed, and that it now says what came back."""
    code, checks = _parts(old, source)
    should = [_Check(c.line, c.source, _new_want(c, steps)) for c in checks]
    try:
        code_now, are = _parts(new, source)
    except ExampleError:
        code_now, are = "", []
    if (code_now, [c.text for c in are]) == (code, [c.text for c in should]):
        return
    differ = (a.line for a, b in zip(should, are, strict=False) if a.text != b.text)
    what = "what came back cannot stand in a docstring; change the example"
    raise problem(source.shown, next(differ, min(steps)), what)


@dataclass(frozen=True, slots=True)
class _Check:
    line: int
    source: str
    want: str

    @property
    def text(self) -> tuple[str, str]:
        return self.source, self.want


def _parts(text: str, source: PythonSource) -> tuple[str, list[_Check]]:
    """Return what a file's code is without its docstrings, and the checks in those."""
    tree = parse_tree(text, source.shown)
    checks = [
        _Check(docstring.line + example.lineno, example.source, example.want)
        for docstring in find_docstrings(tree, source.path.stem, source.shown)
        for example in doctests(docstring, source.shown)
    ]
    return _without_docstrings(tree), checks


def _new_want(check: _Check, steps: Mapping[int, Step]) -> str:
    step = steps.get(check.line)
    if step is None or step.source != check.source:
        return check.want
    return "".join(f"{line}\n" for line in _wanted(step))


def _without_docstrings(tree: ast.Module) -> str:
    """Dump a tree whose docstrings are all the same."""
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node) is not None:
            node.body[0] = ast.Expr(ast.Constant(""))
    return ast.dump(tree)


def _write(path: Path, text: str) -> bool:
    """Write text with the line ends that the file had."""
    is_windows = path.is_file() and b"\r\n" in path.read_bytes()
    write_bytes(path, (text.replace("\n", "\r\n") if is_windows else text).encode())
    return True
