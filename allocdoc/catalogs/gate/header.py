"""The rules for a catalog's header, the entry with an empty msgid."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError, get_global, parse_locale
from babel.messages.plurals import get_plural

from allocdoc.catalogs.gate.registry import Check, Problem, check
from allocdoc.catalogs.gate.syntax import Entry, Parsed

_NUMBERS = (*range(201), 1_000_000, 2_000_000)
"""Enough to tell every known rule from the others; some languages treat millions apart."""
_ALSO = {"tr": "nplurals=2; plural=n > 1;"}
"""Rules in wide use beside those of gettext and CLDR."""
_LONGEST_RULE = 500
_MOST_FORMS = 6


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a header, and the language that the file's folder names."""

    entry: Entry | None
    is_first: bool
    language: str

    @property
    def line(self) -> int:
        """Where the fields begin."""
        return self.entry.msgstr_line if self.entry else 1

    def fields(self) -> Iterator[tuple[str, str]]:
        """Return names (in lower case) and values, in order."""
        for line in self.entry.msgstr.split("\n") if self.entry else ():
            name, _, value = line.partition(":")
            if line:
                yield name.strip().lower(), value.strip()

    def get(self, name: str) -> str:
        """Return the value of a field, empty if there is none."""
        return next((value for key, value in self.fields() if key == name), "")


def header_of(parsed: Parsed, language: str) -> Header:
    """Find the header of a catalog."""
    entries = [entry for entry in parsed.entries if not entry.obsolete]
    found = next((entry for entry in entries if entry.is_header), None)
    return Header(found, bool(entries) and entries[0] is found, language)


@check("po.header")
def header(subject: Header) -> Iterator[Problem]:
    r"""A catalog has no header, not at its start, or not a readable one.

    The header is the first entry. Its msgid is empty, and each line of its msgstr is a field,
    named once.

    Bad:
        msgid "Read this."
        msgstr "Прочтите это."

        msgid ""
        msgstr ""
        "Language: ru\n"
        "Content-Type: text/plain; charset=UTF-8\n"
    Good:
        msgid ""
        msgstr ""
        "Language: ru\n"
        "Content-Type: text/plain; charset=UTF-8\n"

        msgid "Read this."
        msgstr "Прочтите это."
    """
    if subject.entry is None:
        yield Problem("no header", line=1)
        return
    if not subject.is_first:
        yield Problem("the header is not the first entry", line=subject.line)
    names = [name for name, _ in subject.fields()]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("a field of the header is there twice", name, line=subject.line)
    transfer = subject.get("content-transfer-encoding")
    if transfer.lower() not in ("", "8bit"):
        what = "Content-Transfer-Encoding is another"
        yield Problem(what, transfer, "8bit", line=subject.line)


@check("po.encoding")
def declared_encoding(subject: Header) -> Iterator[Problem]:
    """The header declares another encoding; `reading.encoding` has the help of this code."""
    if subject.entry is None:
        return
    got = subject.get("content-type")
    if "".join(got.split()).lower() != "text/plain;charset=utf-8":
        want = "text/plain; charset=UTF-8"
        yield Problem(
            "Content-Type declares another encoding", got or "nothing", want, subject.line
        )


@check("po.language")
def language(subject: Header) -> Iterator[Problem]:
    r"""The header names no language, or another one than the folder.

    ``zh_CN``, ``zh-CN`` and ``zh_Hans_CN`` are one language; ``zh_CN`` and ``zh_TW`` are not.

    Bad:
        msgid ""
        msgstr ""
        "Language: es\n"
        "Content-Type: text/plain; charset=UTF-8\n"
    Good:
        msgid ""
        msgstr ""
        "Language: ru\n"
        "Content-Type: text/plain; charset=UTF-8\n"
    """
    got = subject.get("language")
    if subject.entry and _full(got) != _full(subject.language):
        yield Problem("another language", got or "nothing", subject.language, subject.line)


@check("po.plural-forms")
def plural_forms(subject: Header) -> Iterator[Problem]:
    r"""Plural-Forms is not the rule of the language.

    The field may be missing: no message of a page has plural forms.

    Bad:
        msgid ""
        msgstr ""
        "Language: ru\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=2; plural=(n != 1);\n"
    Good:
        msgid ""
        msgstr ""
        "Language: ru\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
    """
    got = subject.get("plural-forms")
    if not got:
        return
    wanted = _rules(subject.language)
    forms = _forms(got)
    if forms is None:
        yield Problem("Plural-Forms is no rule", got, "nplurals=N; plural=RULE;", subject.line)
    elif wanted and forms not in wanted.values():
        want = next(iter(wanted))
        yield Problem("Plural-Forms is another language's", got, want, subject.line)


def _full(code: str) -> str:
    """Return a code with all that it leaves unsaid: ``ru`` becomes ``ru_Cyrl_RU``."""
    try:
        parsed = parse_locale(code.replace("-", "_").partition("@")[0])
    except ValueError:
        return code.lower()
    name, territory, script, variant = parsed[:4]
    likely = get_global("likely_subtags")
    keys = ((name, script, territory), (name, territory), (name, script), (name,))
    for key in ("_".join(part for part in parts if part) for parts in keys):
        if key in likely:
            _, full_territory, full_script = parse_locale(likely[key])[:3]
            script, territory = script or full_script, territory or full_territory
            break
    modifier = code.partition("@")[2]
    return "_".join(filter(None, (name, script, territory, variant, modifier)))


@lru_cache(maxsize=64)
def _rules(code: str) -> Mapping[str, Sequence[int]]:
    """Return the accepted rules of a language: gettext's own, and that of Unicode's CLDR."""
    try:
        locale = Locale.parse(code.replace("-", "_").partition("@")[0])
    except (ValueError, UnknownLocaleError):
        return {}
    known = str(get_plural(str(locale)))
    rules = {known: _forms(known) or ()}
    rules["CLDR"] = _numbered([locale.plural_form(number) for number in _NUMBERS])
    if locale.language in _ALSO:
        rules["usual"] = _forms(_ALSO[locale.language]) or ()
    return rules


@lru_cache(maxsize=64)
def _forms(text: str) -> Sequence[int] | None:
    """Return which form each of `_NUMBERS` takes, or None where the rule cannot be worked out."""
    count, semicolon, rest = text.partition(";")
    name, _, number = count.partition("=")
    plural, _, rule = rest.strip().rstrip("; ").partition("=")
    sizes = [str(size) for size in range(1, _MOST_FORMS + 1)]
    if not semicolon or name.strip() != "nplurals" or number.strip() not in sizes:
        return None
    if plural.strip() != "plural" or len(rule) > _LONGEST_RULE:
        return None
    values = _values(rule)
    if values is None or not all(0 <= value < int(number) for value in values):
        return None
    return _numbered(values)


def _values(rule: str) -> list[int] | None:
    try:
        # The standard library's own reader: it knows numbers, `n` and operators, no names.
        function: Callable[[int], int] = gettext.c2py(rule)
        return [function(number) for number in _NUMBERS]
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _numbered(values: Sequence[object]) -> Sequence[int]:
    """Number the groups in the order in which they appear."""
    order: dict[object, int] = {}
    return [order.setdefault(value, len(order)) for value in values]


HEADER_CHECKS: tuple[Check[Header], ...] = (header, declared_encoding, language, plural_forms)
