"""A page that is looked through quickly.

Sphinx and its extensions look through each page some ninety times, mostly for what is not on it.
docutils makes a generator for each node then, and hands each node it finds through all above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes


class document(nodes.document):  # noqa: N801 - visitors know it by this name
    """docutils' document."""

    def findall(  # type: ignore[override] # docutils tells the kinds of conditions apart
        self,
        condition: Any = None,
        include_self: bool = True,
        descend: bool = True,
        siblings: bool = False,
        ascend: bool = False,
    ) -> Iterator[Any]:
        """Yield what docutils yields, in its order, also of a tree that changes meanwhile."""
        if isinstance(condition, type) and include_self and descend and not siblings | ascend:
            return self._all(condition)
        return super().findall(condition, include_self, descend, siblings, ascend)

    def _all(self, kind: type[nodes.Node]) -> Iterator[Any]:
        if isinstance(self, kind):
            yield self
        above: list[Iterator[nodes.Node]] = []
        children = iter(self.children)
        while True:
            for child in children:
                if isinstance(child, kind):
                    yield child
                if child.children:
                    above.append(children)
                    children = iter(child.children)
                    break
            else:
                if not above:
                    return
                children = above.pop()
