"""Python for the reader's browser: the official Pyodide, and what the listings import.

Everything lies beside the languages, one copy for all of them, and no page loads any of it before a
reader asks for it. Names carry a version or a hash, so that a browser may keep each file for good.
"""

from __future__ import annotations

from allocdoc.site.runtime.bundle import Bundle, copy
from allocdoc.site.runtime.pyodide import PYODIDE, Distribution, MissingRuntimeError, fetch, find

__all__ = ["PYODIDE", "Bundle", "Distribution", "MissingRuntimeError", "copy", "fetch", "find"]
