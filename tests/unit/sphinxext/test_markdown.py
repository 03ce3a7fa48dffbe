"""A renderer that is used again begins each document as MyST's own does."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser

from allocdoc.sphinxext.markdown import Renderer, begin

CONFIG = MdParserConfig()
OF_THE_PARSER = {"md", "rules", "md_options", "_inventories", "_formulas", "_links"}


@pytest.fixture
def document() -> nodes.document:
    return new_document("index.md", get_default_settings(Parser))


def _state(renderer: SphinxRenderer) -> dict[str, object]:
    return {name: it for name, it in vars(renderer).items() if name not in OF_THE_PARSER}


def test_it_has_the_state_of_a_new_one_after_another_document(document: nodes.document) -> None:
    fresh = create_md_parser(CONFIG, SphinxRenderer)
    fresh.options["document"] = document
    fresh.renderer.setup_render(fresh.options, {})
    used = create_md_parser(CONFIG, Renderer)
    renderer = begin(used, new_document("other.md", get_default_settings(Parser)))
    renderer.md_env["references"] = {"A": {}}
    renderer.current_node = nodes.section()
    renderer._heading_offset = 2
    renderer._level_to_section[1] = nodes.section()
    renderer._heading_slugs["one"] = (1, "one", "One")
    begin(used, document)
    assert _state(used.renderer) == _state(fresh.renderer)
    assert "_level_to_section" in _state(used.renderer)
