"""What the site can be built as. A new format of Sphinx's is one more row of the table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of output that a Sphinx builder makes.

    ``suffix`` and ``unit`` say which files the summary counts and what it calls them; those that
    match a pattern in ``generated`` are nobody's pages and do not count.
    """

    name: str
    builder: str
    suffix: str
    unit: str
    generated: tuple[str, ...] = ()
    translated: bool = True
    """False where there is one output, in the source language, and not one a language."""
    rooted: bool = False
    """True where the languages share a tree with a root page."""
    linked: bool = False
    """True where the pages of a rooted format link to the files of this one that are there."""
    typeset: bool = False
    """True where the fonts of the system decide what the output, or its cover, looks like."""


FORMATS = {
    kind.name: kind
    for kind in (
        Format(
            "html",
            builder="html",
            suffix=".html",
            unit="pages",
            generated=("genindex*.html", "search.html", "*-modindex.html"),
            rooted=True,
        ),
        Format("pdf", builder="typst", suffix=".pdf", unit="books", linked=True, typeset=True),
        Format("epub", builder="epub", suffix=".epub", unit="books", linked=True, typeset=True),
        Format("latex", builder="latex", suffix=".tex", unit="files"),
        Format("gettext", builder="gettext", suffix=".pot", unit="templates", translated=False),
    )
}
