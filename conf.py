"""Sphinx's settings. Ours (languages, folders, addresses) stand in pyproject.toml."""

from allocdoc import __version__

project = "allocdoc"
author = "The allocdoc authors"
copyright = "2026, allocdoc"
version = release = __version__

extensions = ["allocdoc"]
exclude_patterns = ["upstream"]  # patches for other projects
language = "en"
gettext_compact = False
gettext_location = True
gettext_uuid = False
gettext_additional_targets = ["index"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 0
highlight_language = "text"
pygments_dark_style = "github-dark"

html_theme = "furo"
html_favicon = "docs/images/favicon.svg"
html_title = "allocdoc"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_permalinks_icon = "#"
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "allocdoc/languages.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "allocdoc/downloads.html",
        "sidebar/scroll-end.html",
    ]
}

epub_show_urls = "no"
epub_tocdup = False
allocdoc_web_only = ["status"]
