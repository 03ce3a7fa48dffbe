"""Reading a glossary file: what is in it, and the line of what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocdoc.catalogs.glossary import Glossary, GlossaryError, read
from allocdoc.catalogs.glossary.words import words

GOOD = """\
# Terms.

[[term]]
term = "free  list"
forms = ["free lists"]
definition = '''
The list of all blocks
that are [[free]].'''
ru = { preferred = "список", accepted = ["списк*"], forbidden = ["перечен*"] }
zh_CN = "空闲链表"

[[term]]
term = "crate"
definition = "A unit."

[term.ru]
preferred = "крейт"
"""


@pytest.fixture
def glossary_of(tmp_path: Path):
    def make(text: str | bytes, *languages: str) -> Glossary:
        path = tmp_path / "docs/glossary.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path, tmp_path, languages)

    return make


def test_terms(glossary_of) -> None:
    free, crate = glossary_of(GOOD).terms
    assert (free.name, free.definition) == (
        "free list",
        "The list of all blocks that are [[free]].",
    )
    assert [form.text for form in free.forms] == ["free list", "free lists"]
    assert [phrase.text for phrase in free.renderings["ru"].accepted] == ["список", "списк*"]
    assert [phrase.text for phrase in free.renderings["ru"].forbidden] == ["перечен*"]
    assert free.renderings["zh_CN"].preferred == "空闲链表"
    assert crate.renderings["ru"].preferred == "крейт"
    assert (free.line, crate.line) == (6, 14)


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("# Terms", "\ufeff# Terms")])
def test_other_editors(glossary_of, change: tuple[str, str]) -> None:
    assert glossary_of(GOOD.replace(*change)) == glossary_of(GOOD)


def test_nothing_in_it(glossary_of) -> None:
    assert glossary_of("# Nothing yet.\n").terms == ()


def test_list_of_inline_tables(glossary_of) -> None:
    text = 'term = [\n {term = "a", definition = "A."},\n {term = "b", definition = "B."},\n]\n'
    assert [term.name for term in glossary_of(text).terms] == ["a", "b"]


@given(
    st.lists(
        st.lists(st.sampled_from(["words", "[[term]]", "# no", '"', "term = 1"]), min_size=1),
        min_size=1,
        max_size=5,
    )
)
def test_lines_are_right_whatever_a_string_holds(tmp_path_factory, definitions) -> None:
    text, lines = "", []
    for number, definition in enumerate(definitions):
        text += f'[[term]]\nterm = "t{number}"\n'
        lines.append(text.count("\n") + 1)
        inside = "\n".join(definition)
        text += f"definition = '''\n{inside}\n'''\n"
    path = tmp_path_factory.mktemp("glossary") / "glossary.toml"
    path.write_text(text, encoding="utf-8")
    terms = read(path).terms
    assert [term.line for term in terms] == lines
    assert [term.definition for term in terms] == [" ".join(one) for one in definitions]


HEAD = '[[term]]\nterm = "a"\ndefinition = "A."\n'


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (b"\n\xff", 2, "not UTF-8"),
        ("a = \n", 1, "not valid TOML (Invalid value)"),
        ("\na = '''\nb\n", 3, "not valid TOML (Expected \"'''\")"),
        ("\n[other]\n", 2, "unknown (got 'other', want [[term]])"),
        ("\nterm = 3", 2, "not a list of tables (got 3, want [[term]])"),
        ("\nterm = [3]", 2, "not a table (got 3, want [[term]])"),
        ("\n[[term]]\n", 2, "no term (want words)"),
        ("[[term]]\nterm = 3\n", 2, "no term (got 3, want words)"),
        ('[[term]]\nterm = "a*"\n', 2, "a * in words that are shown (got 'a*', want whole words)"),
        (
            '[[term]]\nterm = "…"\n',
            2,
            "term: no word (got '…', want words, or stems such as heap*)",
        ),
        ('[[term]]\nterm = "a"\n', 1, "no definition (want a sentence)"),
        ('[[term]]\nterm = "a"\ndefinition = " "', 3, "no definition (got ' ', want a sentence)"),
        (
            "[[term]]\nterm = 'a'\ndefinition = '''A.\n \nB.'''",
            3,
            "a blank line in a definition (want one paragraph)",
        ),
        (HEAD + "forms = 'b'", 4, "forms: not a list of strings (got 'b', want [\"…\", \"…\"])"),
        (HEAD + "forms = [3]", 4, "forms: not a list of strings (got [3], want [\"…\", \"…\"])"),
        (
            HEAD + "forms = ['*b']",
            4,
            "forms: a * that ends no word (got '*b', want words, or stems such as heap*)",
        ),
        (HEAD + "ru = 3", 4, "neither words nor a table (got 3, want { preferred = \"…\" })"),
        (HEAD + "ru = {}", 4, "no ru (want words)"),
        (
            HEAD + "[term.ru]\nprefered = 'a'",
            4,
            "ru: unknown (got 'prefered', want one of preferred, accepted, forbidden)",
        ),
        (
            HEAD + "ru.preferred = 'а*'",
            4,
            "a * in words that are shown (got 'а*', want whole words)",
        ),
        (
            HEAD + "ru = {preferred = 'а', forbidden = ['б*', 'А']}",
            4,
            "ru: accepted and forbidden (got 'А')",
        ),
        (HEAD + "\n" + HEAD, 6, "a form that the term of line 1 has (got 'a')"),
        (
            HEAD + "defintion = 'x'",
            4,
            "unknown (got 'defintion', "
            "want one of term, forms, definition, the code of a language)",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong(glossary_of, text: str | bytes, line: int, message: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        glossary_of(text)
    assert str(caught.value) == f"docs/glossary.toml:{line}: {message}"


def test_languages_are_those_of_the_project(glossary_of) -> None:
    assert glossary_of(GOOD, "ru", "zh_CN").terms
    with pytest.raises(
        GlossaryError, match=r":10: unknown \(got 'zh_CN', want one of .*, ja, ru\)"
    ):
        glossary_of(GOOD, "ru", "ja")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match=r"^none.toml:1: cannot be read \(No such file"):
        read(tmp_path / "none.toml", tmp_path)
    with pytest.raises(GlossaryError, match=r"^/.*/none.toml:1: cannot be read"):
        read(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A custom allocator and an allocator.", ["custom allocator", "allocator"]),
        ("A custom allocator.", ["custom allocator"]),
        ("Two allocators, two allocators.", ["allocator"]),
        ("A custom allocator crate.", ["custom allocator", "allocator crate"]),
        ("Nothing.", []),
    ],
)
def test_the_longest_term_wins(glossary_of, text: str, names: list[str]) -> None:
    terms = {"allocator": ["allocators"], "custom allocator": [], "allocator crate": []}
    glossary = glossary_of(
        "".join(
            f'[[term]]\nterm = "{name}"\nforms = {forms}\ndefinition = "D."\n'
            for name, forms in terms.items()
        )
    )
    assert [term.name for term in glossary.mentioned(words(text))] == names
