from __future__ import annotations

from typing import Any

from allocdoc.examples import Failure, session_text
from allocdoc.examples.results import brief


def test_shows_sources_with_what_came_back(run: Any) -> None:
    session = """>>> for n in range(2):
...     print(n)
...
...     print()
0
<BLANKLINE>
1
<BLANKLINE>
>>> y = 1

>>> 'abc'  # doctest: +ELLIPSIS
'a...'
"""
    result = run(session)
    assert result.passed
    assert session_text(result) == (
        ">>> for n in range(2):\n...     print(n)\n...\n...     print()\n0\n\n1\n\n"
        ">>> y = 1\n\n>>> 'abc'  # doctest: +ELLIPSIS\n'abc'\n"
    )


def test_a_failed_step_shows_what_came_back(run: Any) -> None:
    assert session_text(run(">>> x\n5")) == ">>> x\n4\n"


def test_the_text_of_a_failure_is_a_block() -> None:
    failure = Failure("examples/x.py:3", "wrong", "f(\n1)\n", "1\n", "", "a\n\nb")
    assert str(failure) == (
        "examples/x.py:3: wrong\n    >>> f(\n    ... 1)\nexpected:\n    1\ngot:\n    (nothing)\n"
        "    a\n\n    b"
    )


def test_a_failure_without_outputs_is_a_line() -> None:
    assert str(Failure("examples/x.py:3", "timed out")) == "examples/x.py:3: timed out"


def test_brief_outputs() -> None:
    assert brief("") == "nothing"
    assert brief("a\nb\n") == "a\\nb"
    assert brief("a" * 200) == "a" * 120 + "…"
