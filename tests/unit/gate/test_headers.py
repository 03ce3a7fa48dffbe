"""The fields of a header, where the corpus does not reach."""

from __future__ import annotations

import pytest

TEMPLATE = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def judge(check):
    def run(folder: str, language: str, plural: str = "") -> list[str]:
        fields = f'"Language: {language}\\n"\n'
        fields += f'"Plural-Forms: {plural}\\n"\n' if plural else ""
        return [finding.code for finding in check(TEMPLATE + fields, folder).findings]

    return run


@pytest.mark.parametrize(
    ("folder", "language"),
    [("zh_CN", "zh_Hans_CN"), ("pt_BR", "pt-br"), ("sr@latin", "sr@latin"), ("ja", "ja_JP")],
)
def test_spellings_of_a_language(folder, language, judge):
    assert judge(folder, language) == []


@pytest.mark.parametrize(
    ("folder", "language"),
    [("zh_CN", "zh_TW"), ("pt_BR", "pt_PT"), ("sr", "sr@latin"), ("ja", "!"), ("!", "ja")],
)
def test_other_languages(folder, language, judge):
    assert judge(folder, language) == ["po.language"]


@pytest.mark.parametrize(
    ("language", "plural"),
    [
        ("fa", "nplurals=2; plural=(n > 1);"),
        ("tr", "nplurals=2; plural=(n > 1)"),
        ("be", "nplurals=3; plural=n%10==1&&n%100!=11?0:n%10>1&&n%10<5&&n%100-n%10!=10?1:2"),
        ("tlh", "nplurals=2; plural=n==1;"),
    ],
)  # fmt: skip
def test_rules_that_are_in_use(language, plural, judge):
    assert judge(language, language, plural) == []


@pytest.mark.parametrize("plural", ["nplurals=2; plural=n!=1;", "nplurals=2; plural=(n != 1) -"])
def test_rules_that_are_not(plural, judge):
    assert judge("ja", "ja", plural) == ["po.plural-forms"]
