"""The settings of a project that has one of everything; laid over ``test-book``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Features & more"
author = "Ada «the» Author"
release = version = "1.2"
copyright = "2026, Ada"

extensions = ["allocdoc", "sphinx.ext.autodoc", "sphinx.ext.extlinks", "sphinx.ext.ifconfig"]
extensions += ["sphinx.ext.todo"]
extlinks = {"issue": ("https://example.org/issues/%s", "issue %s")}
todo_include_todos = True

gettext_compact = False
gettext_additional_targets = ["index"]
translation_progress_classes = True
numfig = True
highlight_language = "text"
rst_prolog = ".. |before| replace:: from the prolog"
rst_epilog = ".. |after| replace:: *from* the epilog"

myst_enable_extensions = [
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "html_admonition",
    "html_image",
    "strikethrough",
    "substitution",
    "tasklist",
]
if tags.has("typographer"):  # noqa: F821 - Sphinx puts it there
    myst_enable_extensions += ["replacements", "smartquotes"]
myst_heading_anchors = 3
myst_substitutions = {"who": "the *reader*", "where": "[leaf](more/leaf.md)"}
suppress_warnings = ["myst.strikethrough"]

html_theme = "furo"
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "allocdoc/languages.html",
        "sidebar/search.html",
        "sidebar/navigation.html",
        "allocdoc/downloads.html",
    ]
}


def setup(app):
    app.add_config_value("is_finished", True, "env")
