"""What a page loads, and the room that it keeps for its images."""

from __future__ import annotations

import pytest

PAGE = """
# Pictures

![plain](wide.svg)

:::{image} wide.svg
:width: 100px
:::

:::{image} wide.svg
:width: 50%
:::

:::{image} wide.svg
:height: 30px
:::

![not there](https://elsewhere.example/a.svg)
"""
WIDE = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"></svg>'
SPHINX = ["documentation_options.js", "doctools.js", "sphinx_highlight.js", "strict.js"]


def loaded(page) -> list[str]:
    found = [script["src"] for script in page.select("script[src]")]
    found += [link["href"] for link in page.select("link[rel=stylesheet]")]
    return sorted(name.partition("?")[0].rpartition("_static/")[2] for name in found)


def test_a_page_loads_what_it_uses(built) -> None:
    russian = built("translations", "html", "ru")
    every = ["allocdoc.css", "allocdoc.js", "pygments.css", "scripts/furo.js", "styles/furo.css"]
    tabs = ["tabs.css", "tabs.js", "listing.css", "listing.js"]
    assert loaded(russian.page("deep/er/page")) == every
    assert loaded(russian.page("index")) == sorted(every + tabs)
    for_search = loaded(russian.page("search"))
    assert {*SPHINX, "translations.js", "searchtools.js"} <= set(for_search)


@pytest.mark.parametrize(
    "line",
    [
        'html_js_files = ["mine.js"]',
        'html_css_files = ["mine.css"]',
        'html_js_files = [(None, {"body": "let mine;"})]',
        'html_theme_options = {"navigation_with_keys": True}',
        'html_theme, html_sidebars = "basic", {}',
    ],
)
def test_what_others_may_use_stays(translations, line: str) -> None:
    translations.replace("conf.py", "highlight_language", f"{line}\nhighlight_language")
    found = loaded(translations.build().page("missing"))
    assert set(SPHINX) <= set(found)
    assert ("styles/furo-extensions.css" in found) == ("basic" not in line)


def test_words_for_a_script_of_ours_are_no_script_of_others(translations) -> None:
    words = '[(None, {"body": "{}", "type": "application/json"})]'
    translations.replace("conf.py", "gettext_compact", f"html_js_files = {words}\ngettext_compact")
    page = translations.build().page("missing")
    assert "{}" in [one.get_text() for one in page.select("script[type='application/json']")]
    assert not set(SPHINX) & set(loaded(page))


def test_images_have_the_room_that_they_take(translations) -> None:
    translations.write("docs/wide.svg", WIDE)
    translations.write("docs/missing.md", PAGE)
    plain, reduced, part, low, other = translations.build().page("missing").select("article img")
    assert (plain["width"], plain["height"]) == ("400", "100")
    assert plain.parent.name == "p"
    assert (reduced["width"], reduced["height"]) == ("100", "25")
    assert reduced.parent["href"].endswith("wide.svg")
    for image in (part, low, other):
        assert "allocdoc-image" not in image.get("class", [])
    book = translations.build("epub").text("missing.xhtml")
    assert "allocdoc-image" not in book
