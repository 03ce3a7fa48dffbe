"""All rules of the gate, and their help."""

from __future__ import annotations

from collections.abc import Iterator

from allocdoc.catalogs.gate.checking import unknown_domain
from allocdoc.catalogs.gate.entries import duplicate, msgctxt, plural
from allocdoc.catalogs.gate.format import SYNTAX_CHECKS
from allocdoc.catalogs.gate.header import header, language, plural_forms
from allocdoc.catalogs.gate.interface import INTERFACE_CHECKS, forms
from allocdoc.catalogs.gate.messages import MESSAGE_CHECKS
from allocdoc.catalogs.gate.reading import FILE_CHECKS
from allocdoc.catalogs.gate.registry import Code
from allocdoc.catalogs.gate.text import CHARACTER_CHECKS, SIZE_CHECKS, noqa
from allocdoc.catalogs.gate.tree import TREE_CHECKS
from allocdoc.catalogs.glossary.rules import GLOSSARY_CHECKS
from allocdoc.errors import CatalogError

_INDENT = " " * 4


def codes() -> dict[str, Code]:
    """Return all codes and their help, sorted by name."""
    return dict(sorted((code.name, code) for code in _all()))


def _all() -> Iterator[Code]:
    yield from (rule.describe() for rule in FILE_CHECKS)
    yield from (rule.describe() for rule in SYNTAX_CHECKS)
    yield from (rule.describe() for rule in (header, language, plural_forms))
    yield from (rule.describe() for rule in (duplicate, msgctxt, plural))
    yield from (rule.describe() for rule in (*SIZE_CHECKS, noqa, *CHARACTER_CHECKS))
    yield from (rule.describe() for rule in INTERFACE_CHECKS)
    yield from (rule.describe() for rule in MESSAGE_CHECKS)
    yield from (rule.describe() for rule in TREE_CHECKS)
    yield from (rule.describe() for rule in GLOSSARY_CHECKS)
    yield forms.describe()
    yield unknown_domain.describe()


def explain(code: str) -> str:
    """Return the help of a code as text for a terminal.

    Raises:
        CatalogError: There is no such code.
    """
    known = codes()
    if code not in known:
        raise CatalogError(f"no such code (got {code}, want one of {', '.join(known)})")
    entry = known[code]
    kind = "warning: the message is used" if entry.is_warning else "error"
    parts = [f"{entry.name} ({kind})", entry.summary, entry.text]
    parts += ["Bad:\n" + _indented(entry.bad), "Good:\n" + _indented(entry.good)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _indented(text: str) -> str:
    return "\n".join(_INDENT + line if line else "" for line in text.split("\n"))
