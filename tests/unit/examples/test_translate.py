from __future__ import annotations

import ast
import io
import tokenize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers.rust import RustLexer
from pygments.token import Comment, Whitespace

from allocdoc.examples import comments, translate
from allocdoc.examples.wrapping import columns

PYTHON = '''# First line of all.
# And the second.
import os  # behind code

x = "# no comment"


def f(a, b):
    # Inside.
    #
    # Another one.
    if a:
        return """
# no comment
"""  # at the end
    return [
        1,  # in brackets
        # alone in brackets
        b,
    ]
  # strange indentation
# last'''

RUST = """// First line of all.
// And the second.
/// Documentation.
fn f<'a>(x: &'a str) -> char { // behind code
    /* A block
     * of lines. */
    let s = r#"// none " /* none */"#; /* one line */
    g(/* inside */ 1, '"', '\\'', b'/');
    //
    // Another one.
    'x' /* /* nested */ still */
}
/* between */ const N: usize = 1;
// last"""

AWKWARD = st.one_of(
    st.sampled_from(
        [
            *("coding: latin-1", "-*- coding: nonsense -*-", "coding=utf-7", "vim: fileencoding=x"),
            *("*/", "/*", "*//*", "/", "!", "!/usr/bin/env x", "/ doc", "* doc", "**", "\\", "'''"),
            *('"""', "\nimport os\n", "\r\nx = 1", "\u2028y = 2", "\u2029", "\x85z", "\0", "\x0c"),
            *(
                "\x1bc",
                "\ud800",
                "\ufeff",
                "\u202e",
                "\u2066",
                " ",
                "\t",
                "日本語の、長い" * 20,
                "a" * 99,
            ),
        ]
    ),
    st.text(max_size=30),
)
TEXTS = st.lists(AWKWARD, max_size=6).map("".join)


def python_tokens(code: str) -> list[tuple[int, str]]:
    skipped = (tokenize.COMMENT, tokenize.NL)
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [(token.type, token.string) for token in tokens if token.type not in skipped]


def rust_tokens(code: str) -> list[tuple[object, str]]:
    skipped = (Comment.Single, Comment.Multiline, Whitespace)
    tokens = RustLexer().get_tokens_unprocessed(code + "\n")
    return [(kind, value) for _, kind, value in tokens if kind not in skipped]


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.integers(-1, 12), TEXTS))
def test_python_keeps_its_tokens(translations: dict[int, str]) -> None:
    changed = translate(PYTHON, "python", translations)
    assert python_tokens(changed) == python_tokens(PYTHON)
    assert ast.dump(ast.parse(changed)) == ast.dump(ast.parse(PYTHON))
    # As a file too: bytes are read by the encoding that the first two lines may declare.
    assert ast.dump(ast.parse(changed.encode())) == ast.dump(ast.parse(PYTHON))
    assert tokenize.detect_encoding(io.BytesIO(changed.encode()).readline)[0] == "utf-8"


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.integers(-1, 12), TEXTS))
def test_rust_keeps_its_tokens(translations: dict[int, str]) -> None:
    changed = translate(RUST, "rust", translations)
    assert rust_tokens(changed) == rust_tokens(RUST)
    changed.encode()


@pytest.mark.parametrize(("code", "language"), [(PYTHON, "python"), (RUST, "rust")])
@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "\0", "\u202e"])
def test_without_words_nothing_changes(code: str, language: str, text: str) -> None:
    assert translate(code, language, {}) == code
    assert translate(code, language, dict.fromkeys(range(20), text)) == code


@pytest.mark.parametrize(("code", "language"), [(PYTHON, "python"), (RUST, "rust")])
def test_the_sources_own_words_change_nothing(code: str, language: str) -> None:
    words = {n: comment.text for n, comment in enumerate(comments(code, language))}
    assert len(words) == 9
    assert translate(code, language, words) == code


@pytest.mark.parametrize(("code", "language"), [(PYTHON, "python"), (RUST, "rust")])
def test_every_comment_gets_its_own_words(code: str, language: str) -> None:
    words = {n: f"Слова {n}" for n in range(len(comments(code, language)))}
    changed = translate(code, language, words)
    assert [comment.text for comment in comments(changed, language)] == list(words.values())


def test_a_translation_is_wrapped_and_indented() -> None:
    words = "Спросить у libc память и запомнить её размер, чтобы потом вернуть её целиком назад."
    changed = translate("def f():\n    # Ask.\n    g()  # Go.\n", "python", {0: words, 1: words})
    assert changed == (
        "def f():\n"
        "    # Спросить у libc память и запомнить её размер,\n"
        "    # чтобы потом вернуть её целиком назад.\n"
        f"    g()  # {words}\n"
    )
    assert max(map(columns, changed.split("\n")[:3])) <= 76


def test_a_block_comment_is_wrapped_as_one() -> None:
    changed = translate("  /* Ask. */\n", "rust", {0: "word " * 20})
    first, second = changed.rstrip("\n").split("\n")
    assert first.startswith("  /* word word")
    assert second.startswith("     word")
    assert second.endswith("word */")
    assert max(columns(first), columns(second)) <= 76


def test_deep_indentation_leaves_room_for_words() -> None:
    changed = translate(" " * 90 + "# Ask.\n", "python", {0: "one two three four five"})
    assert changed == " " * 90 + "# one two three\n" + " " * 90 + "# four five\n"


def test_text_is_kept_as_written() -> None:
    words = "¿Qué? «Да» — 「はい」、\u00a0e\u0301 \u200fعربي"
    assert translate("# Ask.\n", "python", {0: words}) == f"# {words}\n"


def test_a_declaration_of_the_source_stays() -> None:
    code = "# coding: utf-8\n# Ask.\nx = 1\n"
    assert translate(code, "python", {0: "coding: latin-1"}) == code.replace(
        "Ask.", "coding : latin-1"
    )
