"""What was read before, and what is kept for others, is what reading it anew would give."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from allocdoc.catalogs.gate import markdown
from allocdoc.catalogs.gate.markdown import Reader, parser_of, source_shape
from allocdoc.catalogs.gate.shape import Shape

CONFIGS = [
    MdParserConfig(
        enable_extensions={"attrs_inline", "dollarmath", "strikethrough", "substitution", *more}
    )
    for more in ((), ("replacements", "smartquotes"))
]
PIECES = [
    "a", " ", "слово", ". ", "`a`", "`", "*", "**", "_", "~~", "[", "]", "](x.md)", "![",
    "](a.svg)", "[^1]", "[a][b]", "[b]", "{term}`a`", "{.c}", "{{ a }}", "$", "$a$", "<", ">",
    "<b>", "\\", "\\*", "&", "&amp;", "&#42;", '"', "'", "...", "(c)", "https://a.example/",
    "<https://a.example/>",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map(lambda pieces: "A" + "".join(pieces))


def tokens_of(text: str, reader: Reader) -> list[object]:
    """Return the tokens that a page makes of a text; nobody has told it of any reference."""
    fresh = create_md_parser(reader.config, RendererHTML).disable("wordcount")
    return [token.as_dict() for token in fresh.parseInline(text, {})]


@pytest.fixture(params=CONFIGS, ids=["plain", "typo"])
def reader(request: pytest.FixtureRequest) -> Reader:
    return Reader(parser_of(request.param), tokens={})


@settings(max_examples=300, deadline=None)
@given(msgid=TEXTS, msgstr=TEXTS, config=st.sampled_from(CONFIGS))
def test_tokens_are_those_of_a_page(msgid: str, msgstr: str, config: MdParserConfig) -> None:
    reader = Reader(parser_of(config), tokens={})
    list(reader.shapes(msgid, msgstr))
    assert reader.tokens is not None
    for text, tokens in reader.tokens.items():
        assert text == msgstr
        assert [token.as_dict() for token in tokens] == tokens_of(text, reader)


@settings(max_examples=300, deadline=None)
@given(msgid=TEXTS, msgstr=TEXTS, config=st.sampled_from(CONFIGS))
def test_shapes_of_messages_are_those_that_it_finds(
    msgid: str, msgstr: str, config: MdParserConfig
) -> None:
    parser = parser_of(config)
    shape = source_shape(parser, msgid)
    known = Reader(parser, {msgid: shape} if shape else {})
    found, anew = (list(one.shapes(msgid, msgstr)) for one in (known, Reader(parser)))
    assert found == anew
    assert [[one.text for one in pair] for pair in found] == [
        [one.text for one in pair] for pair in anew
    ]


def test_a_known_message_is_not_read_again() -> None:
    known = Shape(emphasis=7)
    reader = Reader(parser_of(CONFIGS[0]), {"A *b*": known})
    ((source, target),) = reader.shapes("A *b*", "Ц *б*")
    assert source is known
    assert target.emphasis == 1


def test_what_a_translation_refers_to_counts_for_its_source_too(reader: Reader) -> None:
    known = Reader(reader.markdown, {"A [b] *c*": Shape(emphasis=7)})
    ((source, _),) = known.shapes("A [b] *c*", "Ц [б][b] *c*")
    assert source.parts == {("link", "[B]"): 1}


@pytest.mark.parametrize(
    "text", ["Ц *б*", "Ц [*б*](x.md) и `c`", "Ц **", "Ц ![*б*](x.svg)", "Ц {term}`б`"]
)
def test_tokens_are_kept(reader: Reader, text: str) -> None:
    list(reader.shapes("A *b*", text))
    assert list(reader.tokens or ()) == [text]


@pytest.mark.parametrize(
    "text",
    [r"Ц \* *б*", "Ц &amp; *б*", r"Ц ![\*](x.svg)", "Ц [б][b]", "Ц [b][]", "Ц[^1]"],
)
def test_tokens_that_a_page_might_make_otherwise_are_not(reader: Reader, text: str) -> None:
    list(reader.shapes("A *b*", text))
    assert reader.tokens == {}


def test_so_many_are_kept_and_no_more(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "KEPT", 2)
    for text in ("Ц *a*", "Ц *b*", "Ц *c*"):
        list(reader.shapes("A *b*", text))
    assert list(reader.tokens or ()) == ["Ц *a*", "Ц *b*"]


@pytest.mark.parametrize("config", CONFIGS, ids=["plain", "typo"])
def test_its_rules_are_those_of_pages_but_for_two(config: MdParserConfig) -> None:
    ours = parser_of(config).get_active_rules()
    theirs = create_md_parser(config, RendererHTML).get_active_rules()
    assert set(theirs.pop("core")) - set(ours.pop("core")) == {"text_join", "wordcount"}
    assert ours == theirs
