"""Pages are read by one parser, but for those that set it up otherwise."""

from __future__ import annotations

from textwrap import dedent

import pytest

CONF = """
    project = "Small"
    extensions = ["allocdoc"]
    html_theme = "basic"
    myst_enable_extensions = ["amsmath"]
"""
FORMULAS = """
    # Sizes

    \\begin{equation}
    a + b
    \\end{equation}

    \\begin{align}
    c &= d
    \\end{align}
"""


@pytest.fixture
def project(bare):
    bare.write("conf.py", CONF)
    bare.write("docs/index.md", "# Small\n\n```{toctree}\nsizes\nother\n```\n")
    bare.write("docs/other.md", "# Other\n\n{{ a }}\n")
    bare.write("docs/sizes.md", FORMULAS)
    return bare


def test_formulas_without_a_name_have_the_same_one_in_each_build(project) -> None:
    page = project.build().page("sizes")
    ids = [target["id"] for target in page.select("[id^=equation-]")]
    assert ids == ["equation-sizes-1", "equation-sizes-2"]
    assert [one.get_text() for one in page.select(".eqno")] == ["(1)¶", "(2)¶"]
    assert project.build("latex").text("small.tex").count("equation:sizes:sizes:") == 2


def test_settings_of_one_page_are_not_those_of_the_next(project) -> None:
    project.write(
        "docs/index.md",
        """
        ---
        myst:
          enable_extensions: [substitution]
          substitutions: {a: "put in"}
        ---
        # Small

        {{ a }}

        ```{toctree}
        other
        sizes
        ```
        """,
    )
    build = project.build()
    assert (build.status, build.said) == (0, "")
    assert "put in" in build.page("index").get_text()
    assert "{{ a }}" in build.page("other").get_text()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("myst: {enable_extensions: [none]}", "items not recognised: {'none'}"),
        ("myst: {unheard_of: 1}", "Unknown field: unheard_of"),
        ("a: [", "Malformed YAML"),
    ],
)
def test_settings_that_cannot_be_are_said_with_their_page(project, settings: str, said) -> None:
    project.write("docs/other.md", f"---\n{settings}\n---\n# Other\n")
    build = project.build()
    assert said in build.said
    assert "docs/other.md:1" in build.said
    assert build.page("other").h1.get_text() == "Other¶"


LINKS = """
    # Links {name}

    [One](one.md), [one *again*](one.md "a title"), [](one.md), [](one.md#part),
    [part](one.md#part){{#name .large}}, [none](none.md), [file](/plain.txt), [](/plain.txt),
    [](#part), [up](../index.md), [one](<project:one.md>), [from the top](/one.md).

    ## Part

    [one](one.md) and [one](one.md#part), [none](none.md).

    ```{{include}} /shared/links.inc
    :relative-docs: .
    ```

    [one](one.md) and [it](./one.md), each another after the included text.
"""


def test_links_to_pages_are_those_of_stock_myst_though_each_is_looked_up_once(bare) -> None:
    bare.write("docs/index.md", "# Small\n\n```{toctree}\n:glob:\n*\n*/*\n```\n\n[one](one.md)\n")
    bare.write("docs/plain.txt", "plain")
    bare.write("docs/shared/links.inc", "[one](one.md), [it](./one.md), [it](./one.md#part)\n")
    names = ["one", "two", "a/one", "a/two", "shared/one", "shared/two"]
    for name in names:
        bare.write(f"docs/{name}.md", LINKS.format(name=name))
    made = []
    for setup in "", "def setup(app):\n    app.add_source_parser(MystParser, override=True)\n":
        conf = CONF.replace("amsmath", "attrs_inline") + "    myst_heading_anchors = 2\n"
        parser = "from myst_parser.parsers.sphinx_ import MystParser\n"
        bare.write("conf.py", parser + dedent(conf) + setup)
        build = bare.build("html", "en", "-E")
        articles = [str(build.page(name).select_one("[role=main]")) for name in names]
        made.append((build.said, articles))
    assert made[0] == made[1]
    assert "none.md" in made[0][0]
    assert 'href="../one.html"' in made[0][1][2]
    assert 'href="two.html"' not in made[0][1][2]
