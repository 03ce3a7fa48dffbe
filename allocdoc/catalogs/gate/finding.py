"""What the gate says about a catalog: where, which rule, what was found and what was wanted.

Invariant: whatever a catalog holds, the text of a finding is one line of visible characters. A
catalog comes from strangers, and a terminal or a log obeys control characters.
"""

from __future__ import annotations

from dataclasses import dataclass

from allocdoc.catalogs.gate.characters import is_unseen

_LONGEST = 90
_NAMED = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One breach of a rule. Findings sort by path and line.

    ``path`` is relative to the project; ``got`` and ``want`` may be empty. All texts are kept as
    they were found: only ``str()`` makes them harmless.
    """

    path: str
    line: int
    code: str
    what: str
    got: str = ""
    want: str = ""

    def __str__(self) -> str:
        pairs = (("got", self.got), ("want", self.want))
        details = ", ".join(f"{name} {harmless(text)}" for name, text in pairs if text)
        where = f"{harmless(self.path, 400)}:{self.line}: {self.code}: {harmless(self.what, 400)}"
        return f"{where} ({details})" if details else where


def harmless(text: str, longest: int = _LONGEST) -> str:
    r"""Return a text with nothing in it that a terminal obeys or a reader cannot see.

    >>> harmless("a\x1b[31m\u202e")
    'a\\u{1b}[31m\\u{202e}'
    """
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(map(_visible, cut))


def _visible(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if not character.isprintable() or is_unseen(character):
        return f"\\u{{{ord(character):x}}}"
    return character
