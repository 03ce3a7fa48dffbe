import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "Small & sound"
author = "Ada «the» Author"
release = version = "1.2"
copyright = "2026, Ada"
extensions = ["allocdoc", "sphinx.ext.autodoc", "sphinx.ext.todo"]
todo_include_todos = True
gettext_compact = False
html_theme = "basic"
numfig = True
myst_enable_extensions = [
    "attrs_inline",
    "attrs_block",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "strikethrough",
    "substitution",
    "tasklist",
]
myst_substitutions = {"who": "the *reader*"}
suppress_warnings = ["myst.strikethrough"]
highlight_language = "text"
