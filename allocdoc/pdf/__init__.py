"""Books: a Sphinx builder that writes PDF through Typst, and the template that they look like.

The compiler is an extra (``pip install allocdoc[pdf]``); it is asked for when a book is built.
`allocdoc.pdf.latex` sets up Sphinx's own LaTeX builder, for those who have a TeX system.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allocdoc.pdf import builder, latex, tabs
from allocdoc.pdf.assembly import part

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_part(app: Sphinx) -> None:
    """Add the builder, its settings, its nodes and the transform of its tabs."""
    app.add_builder(builder.TypstBuilder)
    app.add_config_value("typst_documents", builder.default_documents, "", types=[list])
    app.add_config_value("typst_compile", True, "", types=[bool])
    app.add_config_value("typst_fonts", {}, "", types=[dict])
    app.add_config_value("typst_font_paths", [], "", types=[list])
    app.add_config_value("typst_paper", "a4", "", types=[str])
    app.add_config_value("typst_show_urls", True, "", types=[bool])
    app.add_config_value("typst_tabs", [], "", types=[list])
    app.add_node(part)
    app.add_node(tabs.tab_group)
    app.add_node(tabs.tab)
    app.add_post_transform(tabs.ShowTabs)
    app.connect("build-finished", builder.report_failure)
    latex.setup_part(app)
