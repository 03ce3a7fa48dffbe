"""The shape of a message on a Markdown page, from the tokens of MyST's own parser.

Only tokens are made. No directive, role or substitution is run, and no file is opened: all of
that happens in MyST's renderer, which is never called.

A message is read twice if need be: as a document, as Sphinx does by itself, and as inline text,
as a careful build does. Both readings have to agree with those of the source.

Invariant: what was read before, and what is kept for others, is what reading it anew would give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from allocdoc.catalogs.gate.shape import Block, Shape, addresses, attributes, role

KEPT = 20_000
"""Of so many translations the tokens are kept; those of one weigh some 2.5 kB."""

_LABELS = (re.compile(r"\]\[([^\[\]]{1,300})\]"), re.compile(r"\[([^\[\]]{1,300})\]\[\]"))
_FREE = frozenset({"href", "src", "title", "alt", "text"})
_LINE = ["paragraph_open", "inline", "paragraph_close"]
_MATH = frozenset({"math_inline", "math_inline_double", "math_single", "math_double"})
_EMPHASIS = frozenset({"em_open", "strong_open", "s_open"})
_SILENT = frozenset(
    {"softbreak", "link_close", "span_close", "em_close", "strong_close", "s_close"}
)


def parser(extensions: frozenset[str], settings: Mapping[str, object]) -> MarkdownIt:
    """Return the parser that a build with these settings uses, for tokens alone.

    Raises:
        TypeError, ValueError: MyST does not know a setting or an extension.
    """
    known = {item.name for item in fields(MdParserConfig)}
    values: dict[str, Any] = {name: value for name, value in settings.items() if name in known}
    values["enable_extensions"] = set(extensions)
    return parser_of(MdParserConfig(**values))


def parser_of(config: MdParserConfig) -> MarkdownIt:
    """Return the parser that MyST's settings ask for, for tokens alone."""
    markdown = create_md_parser(config, RendererHTML)
    # Joined text would no longer tell an escaped star from one that failed to emphasise.
    # The number of words is no part of a shape.
    return markdown.disable(["text_join", "wordcount"])


def is_words(markdown: MarkdownIt, text: str) -> bool:
    """Tell whether the inline rules would find nothing in a text, as no mark of theirs is in it."""
    by_words = markdown.options.get("linkify") or markdown.options.get("typographer")
    return not by_words and markdown.inline.terminator_re.search(text) is None


def source_shape(markdown: MarkdownIt, msgid: str) -> Shape | None:
    """Return the shape that a message has as inline text; none if it is hardly ever asked for."""
    if not _is_line(msgid) or _is_bare(markdown, msgid):
        return None
    return _shape(markdown.parseInline(msgid, _environment([])), {}, [])


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the messages of pages, and their translations.

    Attributes:
        markdown: What makes tokens of them.
        sources: What `source_shape` gave for messages: translators of all languages have the same.
        tokens: What it makes of translations, for whoever would cut them with the same settings
            again: those alone of which that would give the same. None if nobody wants them.
    """

    markdown: MarkdownIt
    sources: Mapping[str, Shape] = field(default_factory=dict)
    tokens: dict[str, list[Token]] | None = None

    @property
    def config(self) -> MdParserConfig:
        """MyST's settings."""
        return cast(MdParserConfig, self.markdown.options["myst_config"])

    def shapes(self, msgid: str, msgstr: str) -> Iterator[tuple[Shape, Shape]]:
        """Yield the shapes of a message and its translation, for each way of reading them.

        Two lines of words have the same shape in every way, and nothing is yielded.
        """
        markdown = self.markdown
        if _is_line(msgid) and _is_line(msgstr):
            if not (_is_bare(markdown, msgid) and _is_bare(markdown, msgstr)):
                yield self._inline_shapes(msgid, msgstr)
            return
        labels = _labels(msgid, msgstr)
        source = markdown.parse(msgid, environment := _environment(labels))
        target = markdown.parse(msgstr, environment_of_target := _environment(labels))
        yield (
            _shape(source, environment, labels),
            _shape(target, environment_of_target, labels),
        )
        if [token.type for token in source] != _LINE:
            yield self._inline_shapes(msgid, msgstr)

    def _inline_shapes(self, msgid: str, msgstr: str) -> tuple[Shape, Shape]:
        labels = _labels(msgid, msgstr)
        known = None if labels else self.sources.get(msgid)
        source = known or _shape(self._inline(msgid, _environment(labels)), {}, labels)
        target = self._inline(msgstr, environment := _environment(labels))
        kept = self.tokens
        if kept is not None and len(kept) < KEPT and _is_for_others(target, environment):
            kept[msgstr] = target
        return source, _shape(target, {}, labels)

    def _inline(self, text: str, environment: dict[str, Any]) -> list[Token]:
        return self.markdown.parseInline(text, environment)


def _is_for_others(tokens: list[Token], environment: Mapping[str, Any]) -> bool:
    """Tell whether the tokens hang on nothing but the text, and are as with ``text_join``."""
    return _is_empty(environment) and _is_joined(tokens)


def _is_empty(environment: Mapping[str, Any]) -> bool:
    """Tell whether nothing was looked up or noted; places for notes are made in any case."""
    return all(isinstance(one, dict) and _is_empty(one) for one in environment.values())


def _is_joined(tokens: list[Token]) -> bool:
    kinds = [token.type for token in tokens]
    return (
        "text_special" not in kinds
        and ("text", "text") not in pairwise(kinds)
        and all(_is_joined(token.children) for token in tokens if token.children)
    )


def _is_line(text: str) -> bool:
    """Tell whether a text is one paragraph in one line: no other block begins with a letter."""
    return text[:1].isalpha() and "\n" not in text and "\r" not in text


def _is_bare(markdown: MarkdownIt, text: str) -> bool:
    return is_words(markdown, text) and not any(addresses(text))


def _labels(*texts: str) -> list[str]:
    return sorted(
        {
            normalizeReference(match[1])
            for text in texts
            if "][" in text or "[]" in text
            for pattern in _LABELS
            for match in pattern.finditer(text)
        }
    )


def _environment(labels: list[str]) -> dict[str, Any]:
    """Return a page's references: what they lead to stands elsewhere, that they do has to stay."""
    return {"references": {label: {"href": f"[{label}]", "title": ""} for label in labels}}


def _shape(tokens: list[Token], environment: Mapping[str, Any], labels: list[str]) -> Shape:
    shape = Shape()
    for number, token in enumerate(tokens):
        if token.type == "inline":
            _inline(shape, token.children or [])
        elif token.nesting >= 0:
            shape.blocks.append(_block(token))
            # MyST's own classes only repeat the kind of the block.
            own = frozenset({"class"} if str(token.attrs.get("class")).startswith("myst-") else ())
            kept = attributes(f"{token.type} {number}", token.attrs, own)
            if kept:
                shape.block_attributes.append(kept)
    defined = {label for label in environment.get("references", {}) if label not in labels}
    again = {str(item.get("label")) for item in environment.get("duplicate_refs", ())}
    shape.blocks += [Block("definition", label) for label in sorted(defined | again)]
    return shape


def _block(token: Token) -> Block:
    details = (token.info.strip(), token.content.strip(), str(token.meta.get("label", "")))
    return Block(token.type, "\n".join(filter(None, details)))


def _inline(shape: Shape, tokens: list[Token]) -> None:
    inside = False
    for token in tokens:
        if token.type == "link_open":
            inside = True
        elif token.type == "link_close":
            inside = False
        if token.type == "text":
            _text(shape, token.content, inside)
        else:
            _part(shape, token)


def _text(shape: Shape, text: str, inside: bool) -> None:
    shape.text.append(text)
    shape.stars += text.count("*")
    shape.bars += text.count("_")
    for address in () if inside else addresses(text):
        shape.add("link", address)


def _part(shape: Shape, token: Token) -> None:
    """Count what is not plain text."""
    # What a reader may be shown, and a translator may change.
    shape.text += [str(token.attrs[name]) for name in ("title", "alt") if token.attrs.get(name)]
    if token.type in _SILENT:
        return
    kept = attributes(token.type, token.attrs, _FREE)
    if token.type == "link_open":
        shape.add("link", f"{token.attrs.get('href', '')}")
        kept = kept and f"{kept} {token.attrs.get('href', '')}"
    elif token.type == "image":
        shape.add("image", f"{token.attrs.get('src', '')}")
        kept = kept and f"{kept} {token.attrs.get('src', '')}"
        _alternative(shape, token.children or [])
    elif token.type == "code_inline":
        shape.add("code", token.content)
        kept = kept and f"{kept} {token.content}"
    elif token.type in _EMPHASIS:
        shape.emphasis += 1
    elif token.type == "text_special":
        shape.text.append(token.content)
    else:
        _special(shape, token)
    if kept and token.type != "substitution_inline":
        shape.add("attributes", kept)


def _special(shape: Shape, token: Token) -> None:
    if token.type == "myst_role":
        shape.add("role", role(token.meta["name"], token.content))
    elif token.type in _MATH:
        shape.add("math", token.content.strip())
    elif token.type == "html_inline":
        shape.html.append(token.content)
        shape.add("html", token.content)
    elif token.type == "footnote_ref":
        shape.add("footnote", str(token.meta.get("label", "")))
    elif token.type == "substitution_inline":
        shape.add("substitution", token.content.strip())
    elif token.type == "hardbreak":
        shape.add("break", "a hard line break")
    elif token.type != "span_open":
        # A plugin that is not known here: its parts may not change at all.
        shape.add("role", f"{token.type} {token.content} {sorted(token.meta.items())}")


def _alternative(shape: Shape, tokens: list[Token]) -> None:
    """Take the words that stand for an image; only they are shown, without their markup."""
    for token in tokens:
        shape.text.append(token.content)
        _alternative(shape, token.children or [])
