"""Catalogs: what translators edit, and what of it a build may see."""

from allocdoc.catalogs.publish import publish
from allocdoc.catalogs.update import Merged, merge, relative_locations

__all__ = ["Merged", "merge", "publish", "relative_locations"]
