from __future__ import annotations

from typing import Any

import pytest

from allocdoc.examples import Comment, comments


def found(code: str, language: str) -> list[tuple[str, int]]:
    return [(comment.text, comment.line) for comment in comments(code, language)]


@pytest.mark.parametrize(("language", "sign"), [("python", "#"), ("rust", "//")])
class TestBothLanguages:
    def test_consecutive_lines_are_one_comment(self, language: str, sign: str) -> None:
        code = f"{sign} One\n{sign} two.\nx;\n    {sign} Three\n    {sign}four.\n"
        assert comments(code, language) == [Comment("One two.", 1), Comment("Three four.", 4)]

    def test_a_bare_line_parts_two(self, language: str, sign: str) -> None:
        code = f"{sign} One.\n{sign}\n{sign} Two.\n\n{sign} Three.\n"
        assert found(code, language) == [("One.", 1), ("Two.", 3), ("Three.", 5)]

    def test_another_indentation_parts_two(self, language: str, sign: str) -> None:
        code = f"f(\n    {sign} One.\n  {sign} Two.\n)\n"
        assert found(code, language) == [("One.", 2), ("Two.", 3)]

    def test_behind_code_each_is_its_own(self, language: str, sign: str) -> None:
        code = f"f(1)  {sign} One.\n{sign} Two.\nf(2)  {sign} Three.\nf(3)  {sign} Four.\n"
        assert found(code, language) == [("One.", 1), ("Two.", 2), ("Three.", 3), ("Four.", 4)]

    def test_rules_say_nothing(self, language: str, sign: str) -> None:
        assert found(f"{sign} -----\n{sign} One.\n{sign} -----\n", language) == [("One.", 2)]

    def test_strings_are_none(self, language: str, sign: str) -> None:
        assert found(f'x = "{sign} no"; y = "\\"{sign} no";\n', language) == []

    def test_the_last_line_needs_no_end(self, language: str, sign: str) -> None:
        assert found(f"x;\n{sign} One.", language) == [("One.", 2)]

    def test_no_code_has_none(self, language: str, sign: str) -> None:
        assert found("", language) == []
        assert found(sign, language) == []


@pytest.mark.parametrize(
    "code",
    [
        "#!/usr/bin/env python\n",
        "# -*- coding: utf-8 -*-\n",
        "x = 1\n# vim: set fileencoding=utf-8 :\n",
        "x = f()  # type: ignore\n",
        "x = f()  # noqa: E501\n",
        "x = f()  # pragma: no cover\n",
        'x = """\n# no\n"""\n',
        "x = f'{a}# no'\n",
    ],
)
def test_what_is_no_message_in_python(code: str) -> None:
    assert found(code, "python") == []


def test_a_pragma_parts_two_comments() -> None:
    assert found("# One.\n# fmt: off\n# Two.\n", "python") == [("One.", 1), ("Two.", 3)]


def test_coding_further_down_is_a_word() -> None:
    assert found("x = 1\ny = 2\n# coding: fun\n", "python") == [("coding: fun", 3)]


def test_behind_an_error_there_is_nothing() -> None:
    assert found("# One.\nx = 1\n  # Two.\n'''open\n", "python")[:1] == [("One.", 1)]
    assert found("# One.\nif x:\n    y\n  z\n# Two.\n", "python")[:1] == [("One.", 1)]


@pytest.mark.parametrize(
    "code",
    [
        "/// doc\nfn f() {}\n",
        "//! doc\n",
        "/** doc */\nfn f() {}\n",
        "/*! doc */\n",
        'let s = r#"// no " /* no */"#;\n',
        'let s = b"// no";\n',
        'let s = br##"// no "# "##;\n',
        "#![feature(x)]\n",
        "/* never ends",
        "/* never ends */*",
    ],
)
def test_what_is_no_message_in_rust(code: str) -> None:
    assert [text for text, _ in found(code, "rust") if text != "never ends"] == []


@pytest.mark.parametrize(
    "code",
    [
        "let c = '\"'; // One.\n",
        "let c = '\\''; // One.\n",
        "let c = b'\"'; // One.\n",
        "fn f<'a>(x: &'a str) -> &'a str { x } // One.\n",
        "let c = '/'; // One.\n",
        "let x: u8 = 1; /* One. */\n",
        "f(/* One. */ 1)\n",
        "//// One.\n".replace("////", "// "),
        "/* One. */\n",
        "/*\n * One.\n */\n",
    ],
)
def test_rust_comments_are_found(code: str) -> None:
    assert found(code, "rust") == [("One.", 1)]


def test_nested_block_comments_are_one() -> None:
    code = "/* One\n * /* two */\n * three. */\nfn f() {}\n// Four.\n"
    assert found(code, "rust") == [("One /* two */ three.", 1), ("Four.", 5)]


def test_block_comments_do_not_run_together() -> None:
    assert found("/* One. */\n/* Two. */\n// Three.\n", "rust") == [
        ("One.", 1),
        ("Two.", 2),
        ("Three.", 3),
    ]


def test_an_unknown_language_is_a_mistake_of_ours() -> None:
    code: Any = "x"
    with pytest.raises(KeyError):
        comments(code, "c")
