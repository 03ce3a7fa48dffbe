"""Pages are read by one parser, but for those that set it up otherwise."""

from __future__ import annotations

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
