"""The policy in each page: what it allows is what the page holds, and no more."""

from __future__ import annotations

import base64
import hashlib

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given
from hypothesis import strategies as st

from allocdoc.sphinxext.policy import hash_of, protect

PAGE = '<html><head><meta charset="utf-8"><title>x</title></head><body>{}</body></html>'


def policy(html: str) -> dict[str, list[str]]:
    meta = BeautifulSoup(html, "html.parser").find("meta", {"http-equiv": True})
    assert meta["http-equiv"] == "Content-Security-Policy"
    parts = [directive.split() for directive in meta["content"].split(";")]
    return {name: values for name, *values in parts}


def sha256(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def test_a_bare_page_may_load_from_its_own_site_alone() -> None:
    assert policy(protect(PAGE.format(""))) == {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }


def test_scripts_and_styles_of_the_page_are_named_once_by_their_hashes() -> None:
    style, script = "\n a > b {\n}\n", 'let a = "</p>";\n'
    text = f"<style>{style}</style><script>{script}</script><SCRIPT defer>{script}</SCRIPT>"
    found = policy(protect(PAGE.format(text)))
    assert found["script-src"] == ["'self'", sha256(script)]
    assert found["style-src"] == ["'self'", sha256(style)]


@pytest.mark.parametrize(
    "element",
    [
        '<script src="a.js"></script>',
        '<script type="application/json">{}</script>',
        "<!-- <script>alert()</script> -->",
        '<p title="<script>alert()</script>"></p>',
    ],
)
def test_what_does_not_run_needs_no_hash(element: str) -> None:
    assert policy(protect(PAGE.format(element)))["script-src"] == ["'self'"]


@pytest.mark.parametrize("kind", ["module", "text/javascript"])
def test_code_of_any_kind_needs_one(kind: str) -> None:
    html = PAGE.format(f'<script type="{kind}">run();</script>')
    assert policy(protect(html))["script-src"] == ["'self'", sha256("run();")]


@pytest.mark.parametrize(
    "page",
    [
        '<span class="a">{}</span>',
        '<span class="a">x{}</span>',
        '<span class="a">x</span>{}',
        '<span class="a>">x</span>{}<span class="a">x</span>',
    ],
)
def test_pieces_of_highlighted_code_hide_nothing(page: str) -> None:
    element = '<script>run();</script><i style="left: 0">x</i>'
    html = protect(PAGE.format(page.format(element)))
    assert policy(html)["script-src"] == ["'self'", sha256("run();")]
    assert "style=" not in html
    shown = page.format('<span class="a" style="left: 0">x</span>')
    assert "style=" not in protect(PAGE.format(shown))


def test_lines_end_as_the_browser_sees_them() -> None:
    assert hash_of("a\r\nb") == sha256("a\nb")


def test_nothing_but_the_encoding_stands_before_it() -> None:
    head = protect(PAGE.format(""))
    assert head.startswith('<html><head><meta charset="utf-8">\n<meta http-equiv=')
    assert protect("<html><head><title>").startswith("<html><head>\n<meta http-equiv=")
    assert protect("no page") == "no page"


def test_a_style_attribute_becomes_a_rule_that_is_allowed() -> None:
    html = protect(
        PAGE.format('<p class="a" style="width: 50%">x</p><i style=\'width: 50%\'>y</i>')
    )
    page = BeautifulSoup(html, "html.parser")
    rules = page.style.get_text()
    (name,) = set(page.p["class"]) - {"a"}
    assert page.i["class"] == [name]
    assert rules.count(f".{name}.{name}") == 2
    assert rules.endswith("{width: 50%}\n")
    assert not page.select("[style]")
    assert policy(html)["style-src"] == ["'self'", sha256(rules)]


def test_a_style_cannot_end_the_element_of_the_rules() -> None:
    html = protect(PAGE.format('<p style="--x: \'&lt;/style>\'"><b style="">'))
    assert html.count("</style>") == 1
    assert r"{--x: '\3c /style>'}" in html
    assert "<b>" in html


@pytest.mark.parametrize(
    ("element", "directive", "host"),
    [
        (
            '<img alt="a > b" src="https://badge.example/a.svg?b">',
            "img-src",
            "https://badge.example",
        ),
        ("<IMG SRC='//badge.example:81/a'>", "img-src", "badge.example:81"),
        ("<iframe src=http://tube.example></iframe>", "frame-src", "http://tube.example"),
        ('<video><source src="https://a.example/b"></video>', "media-src", "https://a.example"),
    ],
)
def test_what_a_page_shows_from_elsewhere_may_come(element: str, directive: str, host: str) -> None:
    html = protect(PAGE.format(element * 2))
    assert element in html
    assert policy(html)[directive] == [
        value for value in ("'self'", "data:", host) if value != "data:" or directive == "img-src"
    ]
    assert policy(html)["script-src"] == policy(html)["default-src"] == ["'self'"]


@pytest.mark.parametrize(
    "element",
    [
        '<img src="a.png" alt="x src=https://a.example/">',
        '<a href="https://a.example/">x</a>',
        '<link rel="canonical" href="https://a.example/">',
        '<img src="https://a.example;script-src">',
    ],
)
def test_nothing_else_opens_the_policy(element: str) -> None:
    found = policy(protect(PAGE.format(element)))
    assert not [one for values in found.values() for one in values if ";" in one or "/" in one[8:]]
    assert found["script-src"] == ["'self'"]


@pytest.mark.parametrize(
    "element",
    [
        '<script async="async" src="https://cdn.example/mathjax.js"></script>',
        '<link href="//fonts.example/a.css" rel="stylesheet">',
    ],
)
def test_a_page_with_code_from_elsewhere_is_left_alone(element: str) -> None:
    html = PAGE.format(f'{element}<p style="color: red">x</p>')
    assert protect(html) == html


@given(st.text(alphabet="<>\"'= abpcscriptstyle/!-\n", max_size=60))
def test_a_page_is_otherwise_as_it_was(text: str) -> None:
    assume("style" not in text)
    html = PAGE.format(text)
    head, rest = html.split("<title>", 1)
    start, _, end = protect(html).partition("\n")
    assert start == head
    assert end.partition(">")[2] == f"<title>{rest}"


@pytest.mark.parametrize("name", ["index", "missing", "deep/er/page", "genindex", "search"])
def test_every_page_of_a_plain_build_has_a_policy(built, name: str) -> None:
    text = built("translations", "html", "ru").text(f"{name}.html")
    page = BeautifulSoup(text, "html.parser")
    assert not page.select("[style], [onclick], [onload]")
    found = policy(text)
    for script in page.select("script:not([src], [type='application/json'])"):
        assert sha256(script.get_text()) in found["script-src"]
    for style in page.select("style"):
        assert sha256(style.get_text()) in found["style-src"]
    assert text.index("Content-Security-Policy") < 1024


def test_only_pages_with_formulas_of_mathjax_have_none(translations) -> None:
    translations.write("docs/missing.md", "# A formula\n\n```{math}\nx^2\n```\n")
    built = translations.build()
    assert "mathjax" in built.text("missing.html")
    assert "Content-Security-Policy" not in built.text("missing.html")
    assert "Content-Security-Policy" in built.text("index.html")


def test_a_project_may_want_none(translations) -> None:
    built = translations.build("html", "en", "-D", "allocdoc_csp=0")
    assert "Content-Security-Policy" not in built.text("index.html")


def test_a_project_s_own_templates_are_left_alone(translations) -> None:
    translations.replace(
        "conf.py",
        "gettext_compact",
        'template_bridge = "sphinx.jinja2glue.BuiltinTemplateLoader"\ngettext_compact',
    )
    assert "Content-Security-Policy" not in translations.build().text("index.html")


def test_a_book_has_none(built) -> None:
    assert "Content-Security-Policy" not in built("translations", "epub").text("index.xhtml")
