"""What a reader sees of a message as words, and the phrases found among them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocdoc.catalogs.glossary.phrases import Phrase
from allocdoc.catalogs.glossary.words import STOP, prose, words


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a **custom** allocator", "a custom allocator"),
        ("a _free_ __list__, a free_list", "a free list, a free_list"),
        ("read [the crate](a(b).md)", "read the crate"),
        ("read [the crate][label] and ![a heap](heap.svg)", "read the crate and !a heap"),
        ("old.[^crate] New.", "old. New."),
        ("a <kbd class='crate'>key</kbd>", "a key"),
        ("[words](x.md){.crate}", "words"),
        (r"a \* b", "a  b"),
        ("{term}`crate`", "crate"),
        ("{term}`крейтом <crate>`", "крейтом"),
        (":term:`крейтом <crate>`", "крейтом"),
        (":std:term:`crate`", "crate"),
        ("{ref}`the !crate <x>`", "the !crate"),
        ("{ref}`!the crate <x>`", "the crate"),
        ("`the crate <https://x.example>`__", "the crate "),
        ("free&nbsp;list", "free\N{NO-BREAK SPACE}list"),
    ],
)
def test_markup_is_not_seen(text: str, seen: str) -> None:
    assert prose(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "`crate`", "``a `crate` ``", "{doc}`crate`", ":ref:`crate`", "{{ crate }}", "#[crate]",
        "#![crate]", "<https://x.example/crate>", "https://x.example/crate",
    ],
)  # fmt: skip
def test_what_is_no_words_keeps_its_neighbours_apart(text: str) -> None:
    assert words(prose(f"free {text} list")) == ("free", STOP, "list")


def test_code_counts_where_it_is_asked_for() -> None:
    text = "a `crate`, {doc}`page`"
    assert words(prose(text, with_code=True)) == ("a", "crate", STOP, STOP)
    assert words(prose(text)) == ("a", STOP, STOP)


def test_a_code_span_that_does_not_close_is_text() -> None:
    assert words(prose("``free` list")) == ("free", "list")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Compile-Time", ("compile", "time")),
        ("compile\N{NO-BREAK SPACE}time\nnow", ("compile", "time", "now")),
        ("allo\N{SOFT HYPHEN}cator", ("allocator",)),
        ("crate's", ("crate", STOP, "s")),
        ("one, two … three", ("one", STOP, "two", STOP, "three")),
        ("个crate的", ("个", "crate", "的")),
        ("カスタム・アロケータ", tuple("カスタムアロケータ")),
        ("ｸﾚｰﾄ Ｃｒａｔｅ", (*"クレート", "crate")),
        ("할당자를", tuple("할당자를")),
        ("हिन्दी", ("हिन्दी",)),
        ("STRAẞE", ("strasse",)),
        ("…", (STOP,)),
        ("", ()),
    ],
)
def test_words(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("аллокатор*", "Аллокатором"),
        ("аллокатор*", "аллокатор"),
        ("списк* свободн* блоков", "в списках свободных\nблоков"),
        ("список свободных блоков", "**список** `свободных` блоков"),
        ("asignador* de memoria", "los asignadores de memoria"),
        ("分配器", "自定义内存分配器的"),
        ("Rustのクレート", "このRustのクレートは"),
        ("C++", "the language C++."),
        ("I/O", "no i/o here"),
        ("compile time", "compile-time"),
    ],
)
def test_phrase_is_found(phrase: str, text: str) -> None:
    assert len(Phrase.of(phrase).spans(words(prose(text, with_code=True)))) == 1


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("аллокатор", "аллокатора"),
        ("аллокатор*", "саллокатор"),
        ("free list", "free, list"),
        ("free list", "free lists"),
        ("free list", "free"),
        ("list", "free_list"),
        ("I/O", "I O"),
        ("分配器", "分配"),
    ],
)
def test_phrase_is_not_found(phrase: str, text: str) -> None:
    assert Phrase.of(phrase).spans(words(prose(text))) == []


@pytest.mark.parametrize("text", ["", " ", "*", "a *", "a*b", "**", "a**", "!*", "…", "()"])
def test_no_phrase(text: str) -> None:
    with pytest.raises(ValueError, match=r"no word|ends no word"):
        Phrase.of(text)


def test_phrase_is_shown_with_dots() -> None:
    assert Phrase.of("списк* блоков").shown == "списк… блоков"


WORDS = st.lists(st.text("aйñß分クé0", min_size=1, max_size=5), min_size=1, max_size=4)
JOINTS = st.lists(st.sampled_from([" ", "\n", "\N{NO-BREAK SPACE}", "** *", "-"]), min_size=4)


@given(WORDS, JOINTS, st.sampled_from(["{}", "**{}**", "[{}](x.md)", "„{}“", "<b>{}</b>"]))
def test_phrase_is_found_however_it_is_set(parts, joints, dress) -> None:
    set_otherwise = "".join(
        part.upper().replace("A", "A\N{SOFT HYPHEN}") + joint
        for part, joint in zip(parts, joints, strict=False)
    )
    phrase = Phrase.of(" ".join(parts))
    text = words(prose("x, " + dress.format(set_otherwise.rstrip("-* \n\N{NO-BREAK SPACE}"))))
    assert phrase.spans(text)


@given(st.text("`{}[]()<>*_~:!#\\&; \nterm/ab分ё*", max_size=60))
def test_any_text_has_words(text: str) -> None:
    found = words(prose(text))
    assert all(word == word.casefold() and " " not in word for word in found)
    without_code = [word for word in found if word != STOP]
    assert len(without_code) <= len([w for w in words(prose(text, with_code=True)) if w != STOP])


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000, ":" * 10_000, ":a" * 5_000, "a." * 5_000, "a://" * 2_500, "](" * 300,
        "`" * 300 + "a" * 9_000, "{a}" + "`" * 300 + "a" * 9_000, "`a<" * 150 + "a" * 9_000,
        "{" * 300 + "a" * 9_000, "<a" * 300 + "a" * 9_000, "_" * 300 + "a" * 9_000,
    ],
    ids=lambda text: text[:4],
)  # fmt: skip
def test_hostile_text_takes_no_longer(text: str) -> None:
    # All of these take milliseconds; where a pattern looks back again and again, many seconds.
    # Of this process's own time, whatever else the machine does.
    begin = time.process_time()
    words(prose(text))
    assert time.process_time() - begin < 2
