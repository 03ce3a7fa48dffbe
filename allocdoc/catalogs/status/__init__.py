"""How far the translations are: one model for the command line, the status page and the pages."""

from allocdoc.catalogs.status.counts import Counts, words
from allocdoc.catalogs.status.report import as_json, as_text, columns
from allocdoc.catalogs.status.survey import (
    CatalogStatus,
    LanguageStatus,
    Message,
    State,
    read_templates,
    readable,
    survey,
)

__all__ = [
    "CatalogStatus",
    "Counts",
    "LanguageStatus",
    "Message",
    "State",
    "as_json",
    "as_text",
    "columns",
    "read_templates",
    "readable",
    "survey",
    "words",
]
