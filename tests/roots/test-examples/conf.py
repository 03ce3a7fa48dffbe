project = "examples"
extensions = ["allocdoc"]
html_theme = "basic"
gettext_compact = False
highlight_language = "text"
myst_enable_extensions = ["colon_fence"]
copyright = "2026, nobody"
version = "1"
