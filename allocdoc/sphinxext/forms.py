"""In which form a builder shows several listings of one example."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from sphinx.builders.gettext import I18nBuilder

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class Form(Enum):
    """What a page can do with tabs."""

    TABS = auto()
    """Tabs that a reader switches: web pages."""
    SEQUENCE = auto()
    """One after the other, each below its label: whatever is printed or has no script."""
    MESSAGES = auto()
    """Nothing is shown; the messages are collected."""


def form_of(env: BuildEnvironment) -> Form:
    """Return the form that suits the builder of this run."""
    builder = env._builder_cls  # the class; the builder itself is not to be had in a transform
    if issubclass(builder, I18nBuilder):
        return Form.MESSAGES
    if builder.format == "html" and builder.name != "epub":
        return Form.TABS
    return Form.SEQUENCE
