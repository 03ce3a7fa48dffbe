"""How far the translations are: one model for the command line, the status page and the pages."""

from allocdoc.catalogs.status.counts import Counts, words
from allocdoc.catalogs.status.report import as_json, as_text, columns
from allocdoc.catalogs.status.survey import (
    CatalogStatus,
    Found,
    LanguageStatus,
    Message,
    State,
    find,
    read_templates,
    status_of,
    survey,
)

__all__ = [
    "CatalogStatus",
    "Counts",
    "Found",
    "LanguageStatus",
    "Message",
    "State",
    "as_json",
    "as_text",
    "columns",
    "find",
    "read_templates",
    "status_of",
    "survey",
    "words",
]
