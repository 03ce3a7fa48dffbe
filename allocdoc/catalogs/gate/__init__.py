"""The gate: what strangers may change in a catalog, and what of it a build gets to see.

Every translation is taken for a program until it has the structure of its source. Checking makes
tokens, and nothing else: no directive, role or template is run, no other file is opened.

A file that breaks a rule of files is refused; a message that breaks a rule of messages is dropped.
What is left, a build may use. Each rule has a code that never changes; see `codes`.
"""

from allocdoc.catalogs.gate.checking import check_file, check_files, check_interface, reader_for
from allocdoc.catalogs.gate.codes import codes, explain
from allocdoc.catalogs.gate.finding import Finding, harmless
from allocdoc.catalogs.gate.markdown import Reader, is_words, parser_of, source_shape
from allocdoc.catalogs.gate.outcome import Checked
from allocdoc.catalogs.gate.pages import find_pages, read_extensions, read_myst
from allocdoc.catalogs.gate.project import Limits, Project, Syntax
from allocdoc.catalogs.gate.registry import Code
from allocdoc.catalogs.gate.shape import Shape
from allocdoc.catalogs.gate.tree import check_interfaces, check_tree

__all__ = [
    "Checked",
    "Code",
    "Finding",
    "Limits",
    "Project",
    "Reader",
    "Shape",
    "Syntax",
    "check_file",
    "check_files",
    "check_interface",
    "check_interfaces",
    "check_tree",
    "codes",
    "explain",
    "find_pages",
    "harmless",
    "is_words",
    "parser_of",
    "read_extensions",
    "read_myst",
    "reader_for",
    "source_shape",
]
