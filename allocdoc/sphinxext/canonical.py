"""A key of any value that can be pickled: equal values have equal keys in every process.

Invariant: what has no order (mappings, sets) adds none, and neither does where an object lies in
memory, or which objects are one and the same. A pickle has all three in it.
"""

from __future__ import annotations

import copyreg
import hashlib
from collections.abc import Mapping, Set
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, NoneType
from typing import Any
from uuid import uuid4

from docutils import nodes

_PLAIN = (NoneType, bool, int, float, complex, str, bytes)
_NAMED = (type, FunctionType, BuiltinFunctionType)


def key_of(value: object) -> str:
    """Return the key of a value; one that nothing is known of is equal to no other."""
    return hashlib.sha256(_text(value, ()).encode("utf-8", "surrogatepass")).hexdigest()


def _text(value: Any, around: tuple[int, ...]) -> str:
    """Return a value as text.

    Args:
        value: What it is.
        around: The identities of the objects that it is in, as one of them may be it again.
    """
    if isinstance(value, _PLAIN):
        return repr(value)
    if id(value) in around:
        return f"<{len(around) - around.index(id(value))} up>"
    inside = (*around, id(value))
    if isinstance(value, Mapping):
        items = (f"{_text(k, inside)}:{_text(v, inside)}" for k, v in value.items())
        return f"{{{','.join(sorted(items))}}}"
    if isinstance(value, Set):
        return f"<{','.join(sorted(_text(one, inside) for one in value))}>"
    if isinstance(value, list | tuple):
        return f"[{','.join(_text(one, inside) for one in value)}]"
    if isinstance(value, nodes.Element):
        return _element(value, inside)
    if isinstance(value, PurePath):
        return f"path {str(value)!r}"
    if isinstance(value, _NAMED):
        return f"{value.__module__}.{value.__qualname__}"
    return _pickled(value, inside)


def _element(node: nodes.Element, inside: tuple[int, ...]) -> str:
    """Return a node without its place in the source, which moves when others grow."""
    attributes = {name: value for name, value in node.attributes.items() if value != []}
    children = ",".join(_text(child, inside) for child in node.children)
    return f"({node.tagname}{_text(attributes, inside)}{children})"


def _pickled(value: Any, inside: tuple[int, ...]) -> str:
    """Return what `pickle` would keep of an object."""
    try:
        known = copyreg.dispatch_table.get(type(value))
        made: Any = known(value) if known else value.__reduce_ex__(4)
    except TypeError:  # it cannot be pickled
        return f"<{uuid4()}>"
    if isinstance(made, str):
        return f"{type(value).__qualname__} {made}"
    how, arguments, *rest = made
    state, listed, mapped = (*rest, None, None, None)[:3]
    parts = [how, arguments, state, [*(listed or ())], dict(mapped or ())]
    return f"{type(value).__qualname__}{_text(parts, inside)}"
