"""What was parsed before the process of a language began is used there, if it was parsed alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from myst_parser.config.main import MdParserConfig

from allocdoc.catalogs.gate import Shape
from allocdoc.sphinxext import ahead
from allocdoc.sphinxext.ahead import Ahead

OF_THE_PROJECT = {"colon_fence", "deflist"}


@pytest.fixture(params=[OF_THE_PROJECT, {"colon_fence"}], ids=["same", "other"])
def extensions(request: pytest.FixtureRequest) -> Iterator[set[str]]:
    """Set other extensions of MyST than the project's, too; leave the variable as it was."""
    before = ahead.INHERITED.get(None)
    yield request.param
    ahead.INHERITED.set(before or Ahead(MdParserConfig()))


def test_the_gate_compares_with_the_shape_of_a_message(translations, extensions) -> None:
    told = Shape(parts={("code", "told"): 1})
    pages = Ahead(MdParserConfig(enable_extensions=extensions))
    pages.sources["Some *prose* with `code`."] = told
    ahead.INHERITED.set(pages)
    said = translations.build("html", "ru").said
    assert ("the code spans changed (got code, want told)" in said) == (
        extensions == OF_THE_PROJECT
    )
