"""MyST's extension "linkify" makes links of bare addresses; without its library it does nothing.

The gate reads as the build will: with the library, ``example.com`` is a link too.
"""

from __future__ import annotations

import pytest
from myst_parser.parsers.mdit import linkify_available

EXTENSIONS = frozenset({"linkify"})


@pytest.fixture
def codes(check_message):
    def run(msgid: str, msgstr: str, language: str = "ru", **more: object) -> set[str]:
        found = check_message(msgid, msgstr, language, extensions=EXTENSIONS, **more).findings
        return {finding.code for finding in found}

    return run


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("See https://example.com/a first.", "Сначала https://example.com/a там."),
        ("See https://example.com/a.", "https://example.com/a, см."),
        ("Write to me@example.com.", "Пишите на me@example.com."),
        ("See example.com for it.", "Об этом см. example.com и далее."),
        ("Read readme.md and setup.py.", "Прочтите setup.py и readme.md."),
        ("Plain words.", "Просто слова.И ещё слово,а также т.д."),
    ],
)
def test_honest_work(codes, msgid, msgstr):
    assert codes(msgid, msgstr) == set()


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Read this.", "Прочтите https://evil.example/."),
        ("See https://example.com/.", "См. https://evil.example/."),
        ("See https://example.com/.", "См. там."),
        ("See https://example.com/.", "См. https://ехample.com/."),
        ("Write to me@example.com.", "Пишите на you@example.com."),
        ("Read this.", "Прочтите //evil.example/ и www.evil.example."),
        ("See <https://example.com/>.", "См. <https://evil.example/>."),
        ("See [it](https://example.com/).", "См. [https://evil.example/](https://example.com/)."),
    ],
)
def test_another_address(codes, msgid, msgstr):
    if "](" in msgid:
        # The words of a link are free, be they an address: it leads where the source says.
        assert codes(msgid, msgstr) == set()
    else:
        assert codes(msgid, msgstr) == {"link.target-changed"}


@pytest.mark.parametrize("words", ["evil.com", "пример.рф", "www.evil.example"])
def test_addresses_without_a_scheme_count_where_they_become_links(codes, words):
    becomes_link = linkify_available() or words.startswith("www.")
    assert codes("Read this.", f"Прочтите {words}, да.") == (
        {"link.target-changed"} if becomes_link else set()
    )


@pytest.mark.parametrize(
    ("language", "msgstr"),
    [("ja", "https://example.com/aを参照。"), ("ru", "https://example.com/a: см.")],
)
def test_an_address_that_runs_on(codes, language, msgstr):
    # The library takes kana and colons for a part of the path, so the link would lead elsewhere.
    msgid = "See https://example.com/a for it."
    ran_on = codes(msgid, msgstr, language)
    assert ran_on == ({"link.target-changed"} if linkify_available() else set())
    spaced = msgstr.replace("/a", "/a ")
    assert codes(msgid, spaced, language) == set()


def test_the_setting_for_bare_domains_is_heeded(codes):
    only_full = {"linkify_fuzzy_links": False}
    assert codes("Read this.", "Прочтите evil.com, да.", myst=only_full) == set()
