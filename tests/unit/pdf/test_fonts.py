"""The families of a language, chosen from those that a system has."""

from __future__ import annotations

import pytest

from allocdoc.pdf.fonts import FontError, choose, find

NOTO = ("Noto Serif", "Noto Sans", "Noto Sans Mono", "DejaVu Sans Mono", "New Computer Modern Math")
CJK = tuple(
    f"Noto {kind} CJK {region}"
    for kind in ("Serif", "Sans", "Sans Mono")
    for region in ("SC", "TC", "JP", "KR")
)


@pytest.mark.parametrize(
    ("language", "region"),
    [
        ("zh_CN", "SC"),
        ("zh", "SC"),
        ("zh_TW", "TC"),
        ("zh_Hant_TW", "TC"),
        ("ja", "JP"),
        ("ko_KR", "KR"),
    ],
)
def test_forms_of_a_region_stand_before_those_of_any_other(language: str, region: str) -> None:
    chosen = choose(language, families=NOTO + CJK)
    assert chosen.han == region
    for families in (chosen.text, chosen.heading, chosen.mono):
        han = [family for family in families if "CJK" in family]
        assert han[0].endswith(region)
        assert families.index(han[0]) < 3
    assert chosen.text[:2] == ("Noto Serif", f"Noto Serif CJK {region}")
    assert chosen.mono[:3] == ("Noto Sans Mono", "DejaVu Sans Mono", f"Noto Sans Mono CJK {region}")
    assert chosen.math[:2] == ("New Computer Modern Math", "Noto Serif")


def test_other_languages_have_han_characters_last() -> None:
    chosen = choose("ru", families=NOTO + CJK)
    assert chosen.han == ""
    assert chosen.text[:2] == ("Noto Serif", "Noto Serif CJK SC")
    assert (
        chosen.code("heading")
        == '("Noto Sans", "Noto Sans CJK SC", '
        + "".join(f'"{family}", ' for family in chosen.heading[2:-1])
        + f'"{chosen.heading[-1]}",)'
    )


def test_quotes_are_those_of_the_han_family_but_in_english() -> None:
    chosen = choose("ja", families=NOTO + CJK)
    assert chosen.code("text").startswith('((name: "Noto Serif", covers: "latin-in-cjk"), "Noto')
    assert chosen.code("text", english=True).startswith('("Noto Serif", "Noto Serif CJK JP"')
    assert chosen.code("mono").startswith('("Noto Sans Mono"')


def test_any_family_of_the_region_is_better_than_another_region() -> None:
    chosen = choose("ja", families=(*NOTO, "Noto Sans JP", "Noto Serif CJK SC"))
    assert chosen.text == ("Noto Serif", "Noto Sans JP", "Noto Serif CJK SC", "DejaVu Sans Mono")


@pytest.mark.parametrize(
    ("platform", "advice"),
    [
        ("linux", "run: sudo apt-get install fonts-noto-core fonts-noto-mono fonts-noto-cjk"),
        ("darwin", "run: brew install font-noto-serif-cjk-jp font-noto-sans-cjk-jp"),
        ("win32", "install Settings > Optional features > Japanese supplemental fonts"),
    ],
)
def test_missing_fonts_are_named_with_what_installs_them(platform: str, advice: str) -> None:
    with pytest.raises(FontError) as raised:
        choose("ja", families=(*NOTO, "Noto Serif CJK SC"), platform=platform)
    assert str(raised.value) == (
        "no Japanese fonts are installed (want Noto Serif CJK JP, Noto Sans CJK JP or the like; "
        f"{advice})"
    )


def test_configured_families_come_first() -> None:
    families = (*NOTO, "Own Serif", "Own Mincho")
    assert choose("en", {"text": "Own Serif"}, families=families).text[0] == "Own Serif"
    by_language = {role: ["Own Mincho"] for role in ("text", "heading", "mono")}
    settings = {"ja": by_language, "en": {}}
    assert choose("ja", settings, families=families).text[:2] == ("Own Mincho", "Noto Serif")
    assert choose("en", settings, families=families).text[0] == "Noto Serif"


@pytest.mark.parametrize(
    ("configured", "message"),
    [
        ({"txt": ["Noto Serif"]}, "typst_fonts: unknown key (got 'txt', want text, heading, mono)"),
        (
            {"en": {"body": ["Noto Serif"]}},
            "typst_fonts['en']: unknown key (got 'body', want one of text, heading, mono)",
        ),
        ({"text": 7}, "typst_fonts['text']: not a list of font families (got 7)"),
        (
            {"text": ["Noto Seriff"]},
            "typst_fonts['text']: not installed (got 'Noto Seriff', nearest are: Noto Serif, "
            "Noto Sans)",
        ),
        ({"mono": ["Xyzzy"]}, "typst_fonts['mono']: not installed (got 'Xyzzy')"),
    ],
)
def test_wrong_settings(configured: dict[str, object], message: str) -> None:
    with pytest.raises(FontError) as raised:
        choose("en", configured, families=("Noto Serif", "Noto Sans"))
    assert str(raised.value) == f"conf.py: {message}"


def test_fonts_of_the_compiler_are_always_found() -> None:
    assert {"Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern Math"} <= set(
        find().families()
    )
    assert choose("es", families=find().families()).text
