"""The other way to a book: Sphinx's own LaTeX builder, with one engine for every language.

``sphinx-build -b latex`` writes what xelatex compiles in any language, where ``conf.py`` leaves
``latex_engine`` open or says ``xelatex``. What it says in ``latex_elements`` stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders.latex import default_latex_docclass

from allocdoc.pdf.latex.drawings import DrawingConverter
from allocdoc.pdf.latex.preamble import elements
from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def _configure(app: Sphinx, config: Config) -> None:
    # The default names another engine for each language; the value does not tell who chose it.
    if "latex_engine" not in config._raw_config and "latex_engine" not in config.overrides:
        by_default = config.latex_docclass == default_latex_docclass(config)
        config.latex_engine = "xelatex"
        if by_default:
            config.latex_docclass = default_latex_docclass(config)
    if config.latex_engine != "xelatex":
        return
    if config.latex_docclass == default_latex_docclass(config):
        config.latex_docclass = {}  # Sphinx's classes for Japanese want another engine
    ours, theirs = elements(settings.page_language(config)), config.latex_elements
    preamble = ours["preamble"] + theirs.get("preamble", "")
    config.latex_elements = ours | theirs | {"preamble": preamble}


def setup_part(app: Sphinx) -> None:
    """Fill in the settings; convert drawings."""
    app.connect("config-inited", _configure, priority=settings.SECOND)
    app.add_post_transform(DrawingConverter)
