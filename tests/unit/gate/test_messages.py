"""What a message's translation may be, beyond the corpus."""

from __future__ import annotations

import sys

import pytest
from markdown_it.token import Token

from allocdoc.catalogs.gate import Limits, check_interface
from allocdoc.catalogs.gate.characters import is_plain, unwanted
from allocdoc.catalogs.gate.markdown import _special
from allocdoc.catalogs.gate.messages import roles
from allocdoc.catalogs.gate.shape import Pair, Shape


def found(checked) -> list[str]:
    return [finding.code for finding in checked.findings]


def test_the_catalog_holds_accepted_messages_only(check, header):
    text = (
        "# A note.\n#. Extracted.\n#: docs/a.md:3 docs/b.md\n"
        'msgid "A `b`."\nmsgstr "Ах, `b`."\n\n'
        'msgid "C `d`."\nmsgstr "Це."\n\n'
        '#, fuzzy\nmsgid "E."\nmsgstr "Е."\n\n'
        'msgid "F."\nmsgstr ""\n\n'
        '#~ msgid "G."\n#~ msgstr "Г."\n'
    )
    checked = check(header + text)
    assert found(checked) == ["code.changed"]
    assert checked.findings[0].line == 13
    assert checked.dropped == ("C `d`.",)
    assert (checked.translated, checked.fuzzy, checked.untranslated) == (1, 1, 1)
    (message,) = (message for message in checked.catalog if message.id)
    assert (message.id, message.string, message.lineno) == ("A `b`.", "Ах, `b`.", 10)
    assert message.locations == [("docs/a.md", 3), ("docs/b.md", None)]
    assert (message.user_comments, message.auto_comments) == (["A note."], ["Extracted."])
    assert checked.catalog.locale_identifier == "ru"


def test_a_finding_names_both_sides(check_message):
    (finding,) = check_message("[a](a.md) [b](b.md)", "[a](c.md)").findings
    want = "the targets of links changed (got c.md, want a.md and b.md)"
    assert str(finding).endswith(f"page.po:7: link.target-changed: {want}")


def test_a_warning_is_no_reason_to_drop(check_message):
    checked = check_message("**A:** b", "**甲：**乙", "ja")
    assert found(checked) == ["emphasis.open"]
    assert (checked.translated, checked.dropped) == (1, ())


def test_a_comment_is_plain_text(check_message):
    comments = {"page": frozenset({"Ask libc"})}
    checked = check_message("Ask libc", "- `libc` *вот*, # noqa", comments=comments)
    assert (found(checked), checked.translated) == ([], 1)
    assert found(check_message("Ask libc", "- `libc`", comments={"rst": comments["page"]}))


def test_a_comment_may_not_hide_anything(check_message):
    comments = {"page": frozenset({"Ask libc"})}
    assert found(check_message("Ask libc", "\u202eа", comments=comments)) == ["text.bidi"]
    assert found(check_message("Ask libc", "а" * 201, comments=comments)) == ["text.too-long"]
    assert found(check_message("Ask libc", " ", comments=comments)) == ["text.blank"]


def test_a_long_msgid_is_not_parsed(check_message):
    text = "слово " * 2000
    assert found(check_message(text, "Да.")) == ["text.too-long"]


def test_a_character_of_the_source_may_stay(check_message):
    assert not found(check_message("a\u200bb", "а\u200bб"))


def test_joiners_have_their_places(check_message):
    assert not found(check_message("A.", "می\u200cرود", "fa"))
    assert found(check_message("A.", "\u200cمی", "fa")) == ["text.invisible"]
    assert not found(check_message("A.", "👩\u200d💻", "ja"))
    assert found(check_message("A.", "👩\u200c💻", "ja")) == ["text.invisible"]
    assert found(check_message("A.", "สอง\u200b\u200bคำ", "th")) == ["text.invisible"]
    assert not found(check_message("A.", "葛\U000e0100", "ja"))
    assert found(check_message("A.", "か\U000e0100", "ja")) == ["text.invisible"]
    assert found(check_message("A.", "ᠮ\u180b", "ru")) == ["text.invisible"]


def test_a_heading_with_a_number_is_read_in_both_ways(check_message):
    assert not found(check_message("1. The `a`", "1. Это `a`"))
    assert found(check_message("1. The `a`", "1. Это `b`")) == ["code.changed"]
    assert found(check_message("1. The `a`", "2. Это `a`")) == ["block.changed"]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "codes"),
    [
        ("{index}`a; b`", "{index}`c; d`", []),
        ("{doc}`a`", "{doc}`текст <a>`", []),
        ("{doc}`a`", "{doc}`текст<a>`", []),
        ("{doc}`<a>`", "{doc}`<б>`", ["role.changed"]),
        ("{doc}`a`", "{doc}`б < в <a>`", []),
        ("{doc}`b <a>`", "{doc}`б <в> <a>`", []),
        ("{py:func}`~a.b`", "{py:func}`a.b`", []),
        ("{unknown}`a`", "{unknown}`b`", ["role.changed"]),
        ("{unknown}`a`", "{other}`a`", ["role.changed"]),
        ("```\na\n```", "```\na\n```", []),
        ("```\na\n```", "```\nb\n```", ["block.changed"]),
        ("(a)=", "(b)=", ["block.changed"]),
        ("[^1]: a", "[^1]: б", []),
        ("[^1]: a", "[^2]: б", ["block.changed"]),
        ("{.a}\nb", "{.a}\nб", []),
        ("{.a}\nb", "{.c}\nб", ["attributes.changed"]),
        ("~~a~~ b", "а б", []),
        ("<i>a <b>b</b></i>", "<i><b>б</b> а</i>", []),
        ("<i>a <b>b</b></i>", "<i>а</i> <b>б</b>", ["html.changed"]),
        ("a <!-- x -->", "а <!-- x -->", []),
        ("a <br> b <>", "<br> а б <>", []),
        ("$a$ and $b$", "$b$ и $a$", []),
        ("[s]{.a} $x", "[с]{.a} $x", []),
    ],
)
def test_markdown(msgid, msgstr, codes, check_message):
    assert found(check_message(msgid, msgstr)) == codes


@pytest.mark.parametrize(
    ("msgid", "msgstr", "codes"),
    [
        ("``a\\b``", "``a\\b``", []),
        ("``a\\b``", "``a\\c``", ["code.changed"]),
        ("\\*a", "\\*а", []),
        ("`a b`_ and `c`__", "`c`__ и `a b`_", []),
        ("`a <b_>`_", "`в <b_>`_", []),
        ("anonymous__", "другое__", ["link.target-changed"]),
        ("A **b** c.", "Ах, **бэ** цэ.", []),
        ("A **http://a.b/** c.", "Ах, **http://c.d/** цэ.", ["link.target-changed"]),
        ("|a|_ b", "|a| b", ["substitution.changed"]),
        ("[#note]_ a", "а [#note]_", []),
        ("See http://a.b/.", "См. http://a.b/.", []),
        ("a::", "б::", []),
        ("a::", "б", ["block.changed"]),
        ("a", "б\nв", []),
        ("1. a", "1. б", []),
        (".. note:: a", ".. note:: a", []),
    ],
)
def test_rst(msgid, msgstr, codes, check_message):
    assert found(check_message(msgid, msgstr, domain="rst")) == codes


def test_a_mixed_domain_has_to_suit_both(check_message):
    assert found(check_message("a", "# б", domain="both")) == ["block.changed"]
    assert found(check_message("a", "``б``", domain="both")) == ["code.changed"]
    assert found(check_message("a", "|б|", domain="both")) == ["substitution.changed"]


def test_without_an_extension_its_marks_are_words(check_message):
    assert not found(check_message("a", "{{ б }} $в$", extensions=frozenset()))


def test_settings_of_myst_are_heeded(check_message):
    assert not found(check_message("a $x y$", "а $x z$", myst={"disable_syntax": ["math_inline"]}))
    got = check_message("a $$x$$", "а $x$", myst={"dmath_double_inline": True, "html_meta": {}})
    assert found(got) == []
    assert found(check_message("a $1$", "а $2$", myst={"dmath_allow_digits": True})) == [
        "math.changed"
    ]


def test_an_interface(tmp_path, header):
    path = tmp_path / "allocdoc.po"
    pairs = [
        ("%(n)d of {x}", "{x} из %(n)d"),
        ("%(n)d", "%(m)d"),
        ("100% of", "100% от"),
        ("a", "<b>a"),
        ("c", "\u202eа"),
        ("d", " "),
    ]
    entries = "\n".join(f'msgid "{a}"\nmsgstr "{b}"\n' for a, b in pairs)
    path.write_text(header + entries, encoding="utf-8")
    checked = check_interface(path, "ru", tmp_path)
    want = ["interface.format", "interface.html", "text.bidi", "text.blank"]
    assert found(checked) == want
    assert checked.dropped == ("%(n)d", "a", "c", "d")
    assert checked.translated == 2


def test_plural_forms_of_an_interface(tmp_path, header):
    path = tmp_path / "allocdoc.po"
    body = 'msgid "A page"\nmsgid_plural "%(n)d pages"\n'
    header = (
        header.rstrip("\n").replace("ru", "ja") + '\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )

    def judge(*forms: str):
        lines = [f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms)]
        path.write_text(header + body + "".join(lines), encoding="utf-8")
        return check_interface(path, "ja")

    checked = judge("%(n)dページ")
    assert (found(checked), checked.translated) == ([], 1)
    assert found(judge("一ページ")) == []
    assert found(judge("%(m)dページ")) == ["interface.format"]
    assert found(judge("一ページ", "%(n)dページ")) == ["interface.plural"]
    assert judge("").untranslated == 1
    header = header.replace("Plural-Forms", "X-Plural-Forms")
    (finding,) = judge("一ページ").findings
    assert finding.want == "Plural-Forms in the header"


def test_plain_characters_are_right_everywhere():
    plain = [character for character in map(chr, range(sys.maxunicode + 1)) if is_plain(character)]
    assert len(plain) > 100_000
    assert [character for character in plain if list(unwanted(character, "ru"))] == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[^a] " * 4, False),
        ("[^a] " * 5, True),
        ("*" * 6, False),
        ("*" * 7, True),
        ("*" * 6 + "_" * 6, False),
        ("a" * 50 + "&" * 7, True),
    ],
)
@pytest.mark.parametrize("is_source", [False, True])
def test_how_many_marks_there_may_be(check_message, text, broken, is_source):
    pair = (text, "а") if is_source else ("a", text)
    checked = check_message(*pair, limits=Limits(marks=6, notes=4))
    assert ("text.too-many-marks" in found(checked)) == broken


@pytest.mark.parametrize("host", ["www.a.example", "WwW.a.example", "WWW.a.example"])
def test_an_address_without_a_scheme(check_message, host):
    assert found(check_message("A.", f"А {host} б.")) == ["link.target-changed"]
    assert found(check_message("A now. B.", "А low. Б www б.")) == []


def test_a_token_that_nobody_knows_may_not_change():
    source, target = Shape(), Shape()
    for shape, content in ((source, "a"), (target, "b")):
        _special(shape, Token("novelty", "", 0, content=content))
    assert [problem.want for problem in roles.run(Pair(source, target))] == ["novelty a []"]


def test_a_code_that_is_no_language(check, header):
    checked = check(header.replace("ru", "!") + 'msgid "A."\nmsgstr "B."\n', "!")
    assert (checked.findings, checked.translated) == ((), 1)


def test_a_path_outside_of_the_root(tmp_path, make_project):
    project = make_project(root=tmp_path / "elsewhere")
    assert project.shown(tmp_path / "a.po") == (tmp_path / "a.po").as_posix()
