"""The help of each code is true: its Bad example has the code, its Good example has nothing."""

from __future__ import annotations

import re

import pytest

from allocdoc.catalogs.gate import codes, explain
from allocdoc.catalogs.glossary import Glossary, Phrase, Rendering, Term
from allocdoc.errors import CatalogError

ALL = codes()
CRATE = Rendering("крейт", (Phrase.of("крейт*"),), (Phrase.of("контейнер*"),))
GLOSSARY = Glossary.of([Term("crate", "A unit.", 1, (Phrase.of("crate"),), {"ru": CRATE})])
RUNNABLE = [code for code in ALL.values() if "msgid" in code.bad]
PLURAL = "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>1 && n%10<5 && n%100-n%10!=10 ? 1 : 2;"
OF_PATHS = {"po.not-a-file", "po.too-large", "po.bom", "po.mo", "po.domain"} | {
    "po.unexpected",
    "po.unknown-language",
}


def written_out(text: str, header: str) -> str:
    text = re.sub(r"<'(.*)' (\d+) times>", lambda m: m[1] * int(m[2]), text)
    text = re.sub(r"<U\+([0-9A-F]+)>", lambda m: chr(int(m[1], 16)), text)
    if "msgid_plural" in text:
        header = header.rstrip("\n") + f'\n"Plural-Forms: {PLURAL}\\n"\n\n'
    return text if "charset=" in text else header + text


@pytest.fixture
def codes_in(check, tmp_path):
    def run(text: str, code: str) -> set[str]:
        if code.startswith("interface."):
            from allocdoc.catalogs.gate import check_interface

            path = tmp_path / "interface.po"
            path.write_text(text, encoding="utf-8")
            return {finding.code for finding in check_interface(path, "ru").findings}
        return {finding.code for finding in check(text, glossary=GLOSSARY).findings}

    return run


@pytest.mark.parametrize("code", RUNNABLE, ids=lambda code: code.name)
def test_examples(code, codes_in, header):
    assert code.name in codes_in(written_out(code.bad, header), code.name)
    assert codes_in(written_out(code.good, header), code.name) == set()


def test_every_other_code_is_about_a_path():
    assert {*ALL} - {code.name for code in RUNNABLE} == OF_PATHS


@pytest.mark.parametrize("code", ALL.values(), ids=lambda code: code.name)
def test_help_is_complete(code):
    assert re.fullmatch(r"[a-z]+\.[a-z-]+", code.name)
    assert code.summary.endswith(".")
    assert "\n" not in code.summary
    assert code.bad
    assert code.good


def test_codes_are_sorted():
    assert list(ALL) == sorted(ALL)


def test_explain():
    text = explain("text.noqa")
    assert text.startswith("text.noqa (error)\n\nA translation ends in ``# noqa``.\n\nSphinx")
    assert '\nBad:\n    msgid "Read this."\n' in text
    assert "(warning" in explain("emphasis.open")


def test_explain_an_unknown_code():
    with pytest.raises(CatalogError, match=r"no such code \(got x, want one of attributes.changed"):
        explain("x")
