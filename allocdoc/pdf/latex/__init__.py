"""The other way to a book: Sphinx's own LaTeX builder, with one engine for every language.

``sphinx-build -b latex`` writes what xelatex compiles in any language, where ``conf.py`` leaves
``latex_engine`` open or says ``xelatex``. What it says in ``latex_elements`` stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.latex import default_latex_docclass
from sphinx.transforms.post_transforms import SphinxPostTransform

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
    packages = ours["extrapackages"] + theirs.get("extrapackages", "")
    config.latex_elements = ours | theirs | {"extrapackages": packages}


class KeepLabels(SphinxPostTransform):
    """Keep the label of a listing, or of its output, on the page where that begins."""

    default_priority = 900  # after examples and tabs have become what is shown
    formats = ("latex",)
    labels = frozenset({"allocdoc-label", "allocdoc-output-label"})

    def run(self, **kwargs: Any) -> None:
        """Ask for room for the label and the first lines below it."""
        for label in list(self.document.findall(nodes.paragraph)):
            if self.labels.intersection(label["classes"]):
                room = nodes.raw("", r"\needspace{7\baselineskip}", format="latex")
                label.parent.insert(label.parent.index(label), room)


def setup_part(app: Sphinx) -> None:
    """Fill in the settings; convert drawings; keep labels with what they name."""
    app.connect("config-inited", _configure, priority=settings.SECOND)
    app.add_post_transform(DrawingConverter)
    app.add_post_transform(KeepLabels)
