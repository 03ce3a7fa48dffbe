"""Where the comments of a listing are: one span for each comment that is a message.

Invariant: a span covers nothing but comments and the white space between them, as the language's
own tokens tell (Python's ``tokenize``, Pygments' Rust lexer); so what looks like a comment inside
a string is none.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pygments.lexers.rust import RustLexer
from pygments.token import Comment as CommentToken

_PRAGMA = re.compile(
    r"#\s*(?:type:|noqa\b|pragma:|pylint:|fmt:|isort:|ruff:|mypy:|pyright:|flake8:|nosec\b|yapf:)"
)
MARK = "@"
"""What follows ``#`` or ``//`` in a comment that is meant for us, not for a reader."""
CODING = re.compile(r"coding(?=[:=][ \t]*[-\w.])")
"""What makes Python (PEP 263) take a comment in the first two lines for an encoding."""


@dataclass(frozen=True, slots=True)
class Span:
    """One comment, which may be several lines.

    Attributes:
        text: The message: its lines joined by single spaces.
        line: The line that it begins on, from 1.
        start: Where in the code it begins, as an index.
        end: Where it ends, exclusive; the line's end is not part of it.
        indent: What stands before it on its line, if that is only white space.
        prefix: ``# ``, ``// `` or ``/* ``.
        suffix: `` */``, or nothing.
        is_alone: Whether no code stands on its lines.
    """

    text: str
    line: int
    start: int
    end: int
    indent: str
    prefix: str
    suffix: str
    is_alone: bool


def find_spans(code: str, language: str) -> list[Span]:
    """Return the comments that are messages, in order.

    Args:
        code: Lines that end in a line feed.
        language: ``python`` or ``rust``.
    """
    return list(_joined(code, iter(_comments(code, language))))


def find_marks(code: str, language: str) -> list[Span]:
    """Return the comments that begin with ``#@`` or ``//@``; their text is what follows that."""
    found = _comments(code, language)
    return [replace(one, text=one.text[1:].strip()) for one in found if _is_mark(code, one)]


@lru_cache(maxsize=512)
def _comments(code: str, language: str) -> tuple[Span, ...]:
    """Return all comments; a build asks for those of a listing several times."""
    raw = {"python": _python_comments, "rust": _rust_comments}[language]
    return tuple(raw(code))


def _is_mark(code: str, span: Span) -> bool:
    return not span.suffix and code.startswith(span.prefix.strip() + MARK, span.start)


def _python_comments(code: str) -> Iterator[Span]:
    starts = _line_starts(code)
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                start = starts[row - 1] + column
                yield _span(code, start, start + len(token.string), row, "# ")
    except (tokenize.TokenError, SyntaxError):
        return  # what stands behind an error stays as it is


def _rust_comments(code: str) -> Iterator[Span]:
    for start, end in _rust_ranges(code):
        line = code.count("\n", 0, start) + 1
        is_block = code.startswith("/*", start)
        yield _span(code, start, end, line, "/* " if is_block else "// ")


def _rust_ranges(code: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each comment that is not part of the documentation and that ends."""
    depth, begin = 0, 0
    # Without the line end Pygments does not see a comment on the last line.
    for start, kind, value in RustLexer().get_tokens_unprocessed(code + "\n"):
        if kind is CommentToken.Single:
            yield start, start + len(value.rstrip("\n"))
        elif kind is CommentToken.Multiline:
            if depth == 0:
                begin = start
            depth += (value == "/*") - (value == "*/")
            if depth == 0:
                yield begin, start + len(value)


def _span(code: str, start: int, end: int, line: int, prefix: str) -> Span:
    before = code[code.rfind("\n", 0, start) + 1 : start]
    after = code[end : (code + "\n").index("\n", end)]
    alone = not before.strip() and not after.strip()
    suffix = " */" if prefix == "/* " else ""
    text = _text(code[start:end], prefix)
    return Span(text, line, start, end, before if not before.strip() else "", prefix, suffix, alone)


def _text(raw: str, prefix: str) -> str:
    if prefix == "/* ":
        lines = (line.strip().removeprefix("*").strip() for line in raw[2:-2].split("\n"))
        return " ".join(line for line in lines if line)
    return raw.removeprefix(prefix.strip()).strip()


def _joined(code: str, comments: Iterator[Span]) -> Iterator[Span]:
    """Join comments on consecutive lines; leave out those that say nothing to a reader."""
    run: Span | None = None
    for span in comments:
        if not _is_message(code, span):
            if run:
                yield run
            run = None
        elif run and _continues(code, run, span):
            run = replace(run, text=f"{run.text} {span.text}", end=span.end)
        else:
            if run:
                yield run
            run = span
    if run:
        yield run


def _continues(code: str, run: Span, span: Span) -> bool:
    between = code[run.end : span.start]
    return (
        run.is_alone
        and span.is_alone
        and not run.suffix
        and not span.suffix
        and between == "\n" + run.indent
        and run.indent == span.indent
    )


def _is_message(code: str, span: Span) -> bool:
    if _is_mark(code, span) or not any(character.isalnum() for character in span.text):
        return False
    if span.prefix != "# ":
        return True
    raw = code[span.start : span.end]
    shebang = span.start == 0 and raw.startswith("#!")
    coding = span.line <= 2 and CODING.search(raw) is not None
    return not (shebang or coding or _PRAGMA.match(raw))


def _line_starts(code: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", code))]
