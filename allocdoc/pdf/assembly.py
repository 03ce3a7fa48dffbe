"""Join the pages of a book to one doctree, in the order of its toctrees.

The first page comes first, whole, as the book's introduction: also those of its sections that
stand after a toctree. The pages that it leads to are the chapters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.util.nodes import inline_all_toctrees

if TYPE_CHECKING:
    from allocdoc.pdf.builder import TypstBuilder


class part(nodes.Structural, nodes.TextElement):  # noqa: N801 - as docutils does
    """The title of a part of the book: the caption of a toctree of the first page."""


def assemble(builder: TypstBuilder, docname: str) -> nodes.document:
    """Return the doctree of a book, its references resolved.

    The attribute ``front`` names the first page, where other pages follow it.

    Args:
        builder: The builder; it learns which pages the book has.
        docname: The book's first page.
    """
    builder.docnames = {docname}
    tree = builder.env.get_doctree(docname)
    for toctree in list(tree.findall(addnodes.toctree)):
        _keep_caption(toctree)
    tree = inline_all_toctrees(builder, builder.docnames, docname, tree, str, [docname])
    _adopt(tree)
    chapters = list(_chapters(tree))
    for chapter in chapters:
        chapter.parent.remove(chapter)
    front = addnodes.start_of_file("", *tree.children, docname=docname)
    tree.children = []
    tree += [front, *chapters]
    tree["docname"] = docname
    if chapters:
        tree["front"] = docname
    builder.env.resolve_references(tree, docname, builder)
    return tree


def _keep_caption(toctree: addnodes.toctree) -> None:
    caption = toctree.get("caption")
    if caption and toctree["includefiles"]:
        title = part("", caption)
        title.source, title.line = toctree.source, toctree.line
        toctree.parent.insert(toctree.parent.index(toctree), title)


def _adopt(node: Element) -> None:
    """Tell each node its parent, which Sphinx leaves out when it joins pages."""
    for child in node.children:
        child.parent = node
        if isinstance(child, Element):
            _adopt(child)


def _chapters(node: Element) -> list[Element]:
    """Return the pages and parts below a node, none that stands inside another page."""
    found: list[Element] = []
    for child in node.children:
        if isinstance(child, addnodes.start_of_file | part):
            found.append(child)
        elif isinstance(child, Element):
            found += _chapters(child)
    return found
