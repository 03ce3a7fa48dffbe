"""The glossary: one word for one thing, in each language, and what follows from it.

A project keeps it in one TOML file, which translators edit::

    [[term]]
    term = "crate"
    forms = ["crates"]
    definition = "The unit that the Rust compiler works on."
    ru = { preferred = "крейт", accepted = ["крейт*"], forbidden = ["контейнер*"] }
    zh_CN = "crate"

``preferred`` is the word that the glossary page shows; a language that needs no more may be given
as that word alone. ``forms``, ``accepted`` and ``forbidden`` are phrases: words, of which one that
ends in ``*`` is a stem and stands for all its endings.

The rules that hold translations to it are in `rules`; they are rules of the gate.
"""

from allocdoc.catalogs.glossary.phrases import Phrase
from allocdoc.catalogs.glossary.reading import GlossaryError, read
from allocdoc.catalogs.glossary.terms import Glossary, Rendering, Term

__all__ = ["Glossary", "GlossaryError", "Phrase", "Rendering", "Term", "read"]
