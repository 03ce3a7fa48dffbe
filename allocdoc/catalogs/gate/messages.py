"""The rules for a message that say what inside of its lines has to stay, with those of blocks.

Invariant: a message that breaks no rule here (warnings aside) has, however it is read, the blocks
of its source, and the same parts in its lines: a translation changes words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from allocdoc.catalogs.gate.blocks import BLOCK_CHECKS
from allocdoc.catalogs.gate.registry import Check, Problem, check
from allocdoc.catalogs.gate.shape import Kind, Pair

_RAW_TEXT = frozenset(
    (
        *("iframe", "math", "noembed", "noframes", "noscript", "plaintext", "script", "style"),
        *("svg", "template", "textarea", "title", "xmp"),
    )
)
"""Elements whose content is not read as words."""


def _changed(pair: Pair, kind: Kind, what: str) -> Iterator[Problem]:
    gained, lost = pair.source.changes(kind, pair.target)
    if gained or lost:
        yield Problem(what, " and ".join(gained) or "nothing", " and ".join(lost) or "nothing")


@check("link.target-changed")
def links(pair: Pair) -> Iterator[Problem]:
    """A link was lost, added or leads elsewhere.

    The text of a link is translated, its target is not. An address that stands bare in the text
    counts as a link, for many programs make one of it. The order of links is free.

    Bad:
        msgid "Read [the manual](manual.md)."
        msgstr "Прочтите [руководство](https://manual.example/)."
    Good:
        msgid "Read [the manual](manual.md)."
        msgstr "Прочтите [руководство](manual.md)."
    """
    yield from _changed(pair, "link", "the targets of links changed")


@check("image.changed")
def images(pair: Pair) -> Iterator[Problem]:
    """An image was lost, added or exchanged.

    The words that describe it are translated.

    Bad:
        msgid "![a heap](heap.svg)"
        msgstr "![куча](https://tracker.example/heap.svg)"
    Good:
        msgid "![a heap](heap.svg)"
        msgstr "![куча](heap.svg)"
    """
    yield from _changed(pair, "image", "the images changed")


@check("code.changed")
def code(pair: Pair) -> Iterator[Problem]:
    """The text of a code span changed.

    Code is compared character by character, so a Cyrillic letter in it is a change.

    Bad:
        msgid "Call `free` once."
        msgstr "Вызовите `frее` один раз."
    Good:
        msgid "Call `free` once."
        msgstr "Вызовите `free` один раз."
    """
    yield from _changed(pair, "code", "the code spans changed")


@check("role.changed")
def roles(pair: Pair) -> Iterator[Problem]:
    """A role was lost, added, or has another target.

    To translate the words of a reference, write them before the target: ``words <target>``.

    Bad:
        msgid "See {term}`heap`."
        msgstr "См. {term}`куча`."
    Good:
        msgid "See {term}`heap`."
        msgstr "См. {term}`кучу <heap>`."
    """
    yield from _changed(pair, "role", "the roles changed")


@check("math.changed")
def math(pair: Pair) -> Iterator[Problem]:
    """A formula changed.

    Bad:
        msgid "It takes $n$ steps."
        msgstr "Это займёт $n^2$ шагов."
    Good:
        msgid "It takes $n$ steps."
        msgstr "Это займёт $n$ шагов."
    """
    yield from _changed(pair, "math", "the formulas changed")


@check("footnote.changed")
def footnotes(pair: Pair) -> Iterator[Problem]:
    """A reference to a footnote was lost, added or renamed.

    Bad:
        msgid "It is old.[^age]"
        msgstr "Он стар."
    Good:
        msgid "It is old.[^age]"
        msgstr "Он стар.[^age]"
    """
    yield from _changed(pair, "footnote", "the footnote references changed")


@check("substitution.changed")
def substitutions(pair: Pair) -> Iterator[Problem]:
    """A substitution was lost, added or changed.

    MyST gives what stands between the braces to a template engine.

    Bad:
        msgid "Version {{ release }}."
        msgstr "Версия {{ env.app.confdir }}."
    Good:
        msgid "Version {{ release }}."
        msgstr "Версия {{ release }}."
    """
    yield from _changed(pair, "substitution", "the substitutions changed")


@check("html.changed")
def html(pair: Pair) -> Iterator[Problem]:
    """Raw HTML changed, or stands in another order.

    Tags have to be the same to the letter. They may move with the words that they enclose, but a
    tag may not close before it opens.

    Bad:
        msgid "Press <kbd>F1</kbd>."
        msgstr "Нажмите <kbd onclick='f()'>F1</kbd>."
    Good:
        msgid "Press <kbd>F1</kbd>."
        msgstr "Нажмите <kbd>F1</kbd>."
    """
    changed = list(_changed(pair, "html", "the raw HTML changed"))
    yield from changed
    if changed or not pair.source.html:
        return
    if _has_raw_text(pair.source.html) and pair.source.text != pair.target.text:
        yield Problem("text inside of raw HTML that holds no words changed")
    elif _nesting(pair.source.html) != _nesting(pair.target.html):
        got, want = "".join(pair.target.html), "".join(pair.source.html)
        yield Problem("the raw HTML stands in another order", got, want)


def _tag(tag: str) -> str:
    """Return the name of a tag in lower case, with its slash if it closes."""
    inner = tag[1:-1].split()
    return inner[0].lower() if inner else ""


def _has_raw_text(tags: list[str]) -> bool:
    return any(_tag(tag).strip("/") in _RAW_TEXT for tag in tags)


def _nesting(tags: list[str]) -> Counter[tuple[str, ...]]:
    """Count the chains of open tags, outermost first, that the tags stand in."""
    chains: Counter[tuple[str, ...]] = Counter()
    chain: list[str] = []
    for tag in tags:
        if _tag(tag).startswith("/") and chain and _tag(chain[-1]) == _tag(tag)[1:]:
            chain.pop()
        elif not tag.endswith("/>") and f"</{_tag(tag)}>" in tags:
            chain.append(tag)
        elif _tag(tag).startswith("/"):
            chain.append("")  # closes what is not open
        chains[(*chain[-20:], tag)] += 1
    return chains


@check("attributes.changed")
def attributes(pair: Pair) -> Iterator[Problem]:
    """Attributes in braces were lost, added or changed.

    They name classes, styles and the targets of links.

    Bad:
        msgid "Read [this](manual.md){.wide}."
        msgstr "Прочтите [это](manual.md){style='display: none'}."
    Good:
        msgid "Read [this](manual.md){.wide}."
        msgstr "Прочтите [это](manual.md){.wide}."
    """
    yield from _changed(pair, "attributes", "the attributes changed")
    source, target = pair.source, pair.target
    # Other blocks have other attributes, which is no second thing to say.
    if source.blocks == target.blocks and source.block_attributes != target.block_attributes:
        got, want = (" ".join(shape.block_attributes) for shape in (target, source))
        yield Problem("the attributes of blocks changed", got or "nothing", want or "nothing")


@check("break.changed")
def breaks(pair: Pair) -> Iterator[Problem]:
    r"""A hard line break was lost or added.

    A backslash at the end of a line makes one, and so do two spaces.

    Bad:
        msgid "First this, then that."
        msgstr "Сначала это,\\\nпотом то."
    Good:
        msgid "First this, then that."
        msgstr "Сначала это, потом то."
    """
    yield from _changed(pair, "break", "the hard line breaks changed")


@check("emphasis.open", warning=True)
def emphasis(pair: Pair) -> Iterator[Problem]:
    """Stars or underscores are left in the text, where the source has emphasis.

    Between Chinese or Japanese punctuation and a letter, ``**`` does not close (CommonMark's
    "flanking" rule). Put the punctuation outside, or a space after it. The message is used.

    Bad:
        msgid "**Note:** it is old."
        msgstr "**注意：**它很旧。"
    Good:
        msgid "**Note:** it is old."
        msgstr "**注意**：它很旧。"
    """
    source, target = pair.source, pair.target
    if source.blocks != target.blocks:
        return  # a star at the start of a line may have begun a list, which is said already
    stars, bars = target.stars - source.stars, target.bars - source.bars
    fewer = target.emphasis < source.emphasis
    if (fewer and (stars > 0 or bars > 0)) or (stars >= 4 and source.stars == 0):
        got = f"{target.emphasis} emphasised, {max(stars, bars)} marks left over"
        yield Problem("emphasis that does not close", got, f"{source.emphasis} emphasised")


MESSAGE_CHECKS: tuple[Check[Pair], ...] = (
    links, images, code, roles, math, footnotes, substitutions, html, attributes, breaks,
    *BLOCK_CHECKS, emphasis,
)  # fmt: skip


def message_checks(pair: Pair) -> tuple[Check[Pair], ...]:
    """Return the rules; none where the shapes are equal, and so break none of them.

    Of raw HTML, the words in it may matter as well, which are no part of a shape.
    """
    return MESSAGE_CHECKS if pair.source != pair.target or pair.source.html else ()
