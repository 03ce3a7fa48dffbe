"""Sphinx's builder of web pages, in another order: first what somebody looks at.

The files that all pages share (styles, scripts) were written by the first build of a process. What
they are made from has the server start another process, so later builds leave them alone.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx


@dataclass(slots=True)
class Order:
    """In what order a build writes.

    Attributes:
        written: Called when the pages that somebody looks at are written, and when all are.
        has_shared: Whether the files that all pages share are there.
        open: The names of the files of the pages that somebody looks at.
    """

    written: Callable[[], None]
    has_shared: bool
    open: Set[str] = field(default_factory=frozenset)


def use(app: Sphinx, order: Order) -> None:
    """Let the application write its pages in an order; its builders have to be known."""
    base: Any = app.registry.builders.get("html", StandaloneHTMLBuilder)

    class Builder(base):  # type: ignore[misc] # which class it is, an extension may have decided
        name = "html"

        def copy_static_files(self) -> None:
            if not order.has_shared:
                super().copy_static_files()

        def copy_extra_files(self) -> None:
            if not order.has_shared:
                super().copy_extra_files()

        def write_documents(self, docnames: Set[str]) -> None:
            first = {name for name in docnames if self.get_target_uri(name) in order.open}
            for some in filter(None, (first, docnames - first)):
                super().write_documents(some)
                order.written()

    app.add_builder(Builder, override=True)
