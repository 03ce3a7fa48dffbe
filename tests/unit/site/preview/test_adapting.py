"""Pages on their way to the browser: a script, and a policy that lets it connect."""

from __future__ import annotations

import json
import re

import pytest

from allocdoc.site.preview.adapting import FILES, HERE, adapt, waiting
from allocdoc.sphinxext.policy import protect

PAGE = (
    "<!DOCTYPE html>\n<html><head><meta charset=utf-8>\n<title>x</title></head><body></body></html>"
)
POLICY = re.compile(r'Content-Security-Policy" content="([^"]*)"')


def test_only_the_connection_is_added_to_the_policy() -> None:
    built = protect(PAGE)
    sent = adapt(built, "127.0.0.1:8000", "ru", "1.2.3")
    before, after = POLICY.search(built), POLICY.search(sent)
    assert before is not None
    assert after is not None
    assert after[1] == f"{before[1]}; connect-src 'self' ws://127.0.0.1:8000"
    facts = json.loads(re.findall(r'id="allocdoc-preview-facts">(.*?)</script>', sent)[0])
    assert (facts["language"], facts["version"]) == ("ru", "1.2.3")
    assert facts["words"]["title"] == "Предпросмотр"
    assert '<script type="module" src="/_preview/preview.js"></script>' in sent


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        ("connect-src https://a.example", "connect-src https://a.example ws://h:1"),
        (
            "connect-src 'self'; img-src *;",
            "connect-src 'self' ws://h:1; img-src *",
        ),
    ],
)
def test_a_policy_of_the_project_keeps_what_it_allows(policy: str, wanted: str) -> None:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    found = POLICY.search(adapt(PAGE.replace("<title>", f"{meta}<title>"), "h:1", "en", "1"))
    assert found is not None
    assert found[1] == wanted


def test_a_page_without_a_policy_gets_none() -> None:
    assert "Content-Security-Policy" not in adapt(PAGE, "h:1", "en", "1")


def test_a_language_without_words_has_the_english_ones() -> None:
    assert "being built" in waiting("fr", "fr")
    assert "构建" in waiting("zh_CN", "zh-CN")


def test_all_files_are_there_and_ask_for_no_others() -> None:
    for name in FILES:
        for asked in re.findall(r'from "\./(.*?)"', (HERE / name).read_text(encoding="utf-8")):
            assert asked in FILES
