"""The rules for the blocks that a message is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from allocdoc.catalogs.gate.registry import Check, Problem, check
from allocdoc.catalogs.gate.shape import Block, Pair

_FENCES = ("fence", "colon_fence", "explicit markup")


@check("block.front-matter")
def front_matter(pair: Pair) -> Iterator[Problem]:
    r"""A translation begins with front matter.

    Front matter sets MyST's options; it can switch on substitutions, and so run code.

    Bad:
        msgid "Read this."
        msgstr "---\nmyst:\n  substitutions: {a: b}\n---\nПрочтите это."
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    for block in _gained(pair):
        if block.kind == "front_matter":
            yield Problem("front matter was added", block.content, "none")


@check("block.directive")
def directive(pair: Pair) -> Iterator[Problem]:
    r"""A translation holds a directive that its source does not.

    A directive can read any file and, with some extensions, run any code.

    Bad:
        msgid "Read this."
        msgstr "```{include} /etc/passwd\n```"
    Good:
        msgid "Read this."
        msgstr "Прочтите это."
    """
    for block in _gained(pair):
        if _is_directive(block):
            yield Problem("a directive was added", block.content, "none")


@check("block.changed")
def blocks(pair: Pair) -> Iterator[Problem]:
    r"""A translation is made of other blocks than its source.

    A paragraph stays one paragraph. Beware of what makes something else of it at the start of a
    line: a number and a dot, ``#``, ``-``, ``>``, three backquotes. A backslash before it helps.

    Bad:
        msgid "2015 was the year."
        msgstr "2015. Это был тот год."
    Good:
        msgid "2015 was the year."
        msgstr "2015\\. Это был тот год."
    """
    if pair.source.blocks == pair.target.blocks:
        return
    special = [block for block in _gained(pair) if _is_directive(block)]
    if not special and not any(block.kind == "front_matter" for block in _gained(pair)):
        got, want = _named(pair.target.blocks), _named(pair.source.blocks)
        what = "the blocks changed" if got != want else "the content of a block changed"
        yield Problem(what, got, want)


def _gained(pair: Pair) -> list[Block]:
    return list((Counter(pair.target.blocks) - Counter(pair.source.blocks)).elements())


def _is_directive(block: Block) -> bool:
    if block.kind == "explicit markup":
        return "::" in block.content
    return block.kind in _FENCES and block.content.startswith("{")


def _named(found: list[Block]) -> str:
    return " ".join(block.kind.removesuffix("_open") for block in found) or "plain text"


BLOCK_CHECKS: tuple[Check[Pair], ...] = (front_matter, directive, blocks)
