"""The examples: find them, run each in a process of its own, keep what passed, show their comments.

Nothing here imports Sphinx: a plain ``python examples/NAME.py`` gives the same verdict as a build.
"""

from __future__ import annotations

from allocdoc.examples.cache import Cache
from allocdoc.examples.cage import Limits
from allocdoc.examples.comments import Comment, comments, translate
from allocdoc.examples.hiding import Unmarked, unmark
from allocdoc.examples.listings import Listing, find_listings
from allocdoc.examples.messages import only_comments
from allocdoc.examples.python_source import NEEDS, PythonSource
from allocdoc.examples.results import Failure, Result, Step, session_text
from allocdoc.examples.run import run_all
from allocdoc.examples.rust_source import Expectation, RustSource
from allocdoc.examples.standalone import main
from allocdoc.examples.update import update

__all__ = [
    "NEEDS",
    "Cache",
    "Comment",
    "Expectation",
    "Failure",
    "Limits",
    "Listing",
    "PythonSource",
    "Result",
    "RustSource",
    "Step",
    "Unmarked",
    "comments",
    "find_listings",
    "main",
    "only_comments",
    "run_all",
    "session_text",
    "translate",
    "unmark",
    "update",
]
