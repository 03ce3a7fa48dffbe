"""Code comes from the examples alone: any other Python or Rust block is a problem of its page.

Whatever way a block came in (fence, directive, doctest block, included file), it is a literal
block by the time this looks; an example is not, until after translation.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from pygments.lexers import get_all_lexers
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from allocdoc.sphinxext import domain, settings
from allocdoc.sphinxext.domain import Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LEXERS = {
    "Python": "python",
    "Python 2.x": "python",
    "NumPy": "python",
    "Python console session": "python",
    "Rust": "rust",
}
_ALSO = {"ipython": "python", "ipython3": "python", "py3con": "python"}


@cache
def aliases() -> dict[str, str]:
    """Return every name that Pygments or Sphinx knows for Python and Rust code."""
    found = dict(_ALSO)
    for name, short_names, _files, _types in get_all_lexers():
        if name in _LEXERS:
            found.update(dict.fromkeys(short_names, _LEXERS[name]))
    return found


class RefuseStrayCode(SphinxTransform):
    """Note every Python or Rust block that is no example."""

    default_priority = 900  # after everything that may still add a block

    def apply(self, **kwargs: Any) -> None:
        """Look at each block of code on the page."""
        found = domain.of(self.env)
        for block, name in self._blocks():
            language = aliases().get(name.lower())
            if language:
                found.note_problem(self.env.docname, self._problem(block, name, language))

    def _blocks(self) -> Iterator[tuple[nodes.Element, str]]:
        """Yield each block with the name of its language.

        One that names none gets it from ``highlight`` or ``highlight_language``, as Sphinx will
        do it; but Sphinx does it only after reading, in HighlightLanguageTransform.
        """
        default = self.config.highlight_language
        for node in self.document.findall(nodes.Element):
            if isinstance(node, addnodes.highlightlang):
                default = node["lang"]
            elif isinstance(node, nodes.doctest_block):
                yield node, "pycon"
            elif isinstance(node, nodes.literal_block):
                # Text with markup in it (parsed-literal) is never highlighted.
                is_plain = node.rawsource == node.astext()
                yield node, node.get("language", default if is_plain else "none")

    def _problem(self, block: nodes.Element, name: str, language: str) -> Problem:
        path = settings.shown(self.config, block.source or self.document["source"])
        message = (
            f"{language} code that is no example never runs (got {name}, want {{example}} NAME)"
        )
        return Problem(f"{path}:{block.line or 1}", message)


def setup_part(app: Sphinx) -> None:
    """Look at each page once it has been read."""
    app.add_transform(RefuseStrayCode)
