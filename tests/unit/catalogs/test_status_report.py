"""The status as a table and as JSON."""

import json

import pytest

from allocdoc.catalogs.status import CatalogStatus, LanguageStatus, Message, State, as_json, as_text
from allocdoc.catalogs.status.report import columns
from allocdoc.settings import Language

EN = Language("en", "English")
MESSAGES = (
    Message("One.", State.TRANSLATED),
    Message("Two words.", State.FUZZY),
    Message("Three more words.", State.UNTRANSLATED),
)
LANGUAGES = [
    LanguageStatus(
        Language("zh_CN", "简体中文"),
        (CatalogStatus("page", "locale/zh_CN/LC_MESSAGES/page.po", MESSAGES),),
    ),
    LanguageStatus(
        Language("es", "Español"),
        (
            CatalogStatus("deep/other", "", MESSAGES[2:]),
            CatalogStatus("page", "locale/es/LC_MESSAGES/page.po", MESSAGES[:1]),
        ),
    ),
]


def test_table() -> None:
    assert list(as_text(LANGUAGES)) == [
        "                   done  translated  fuzzy  untranslated  refused  words left",
        "",
        "简体中文 (zh_CN)   33 %           1      1             1        0           5",
        "  page             33 %           1      1             1        0           5",
        "",
        "Español (es)       50 %           1      0             1        0           3",
        "  deep/other        0 %           0      0             1        0           3",
        "  page            100 %           1      0             0        0           0",
    ]


def test_columns_are_aligned_on_a_terminal() -> None:
    assert len({columns(line) for line in as_text(LANGUAGES) if line}) == 1


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("日本語", 6), ("и\u0306", 1), ("Ａ", 2)]
)
def test_width_of_a_text(text: str, width: int) -> None:
    assert columns(text) == width


def test_json() -> None:
    found = json.loads(as_json(LANGUAGES, EN))
    assert list(found) == ["version", "source_language", "languages"]
    assert (found["version"], found["source_language"]) == (1, "en")
    assert found["languages"][0] == {
        "code": "zh_CN",
        "name": "简体中文",
        "percent": 33,
        "total": 3,
        "translated": 1,
        "fuzzy": 1,
        "untranslated": 1,
        "refused": 0,
        "words_left": 5,
        "catalogs": [
            {
                "domain": "page",
                "path": "locale/zh_CN/LC_MESSAGES/page.po",
                "percent": 33,
                "total": 3,
                "translated": 1,
                "fuzzy": 1,
                "untranslated": 1,
                "refused": 0,
                "words_left": 5,
            }
        ],
    }
