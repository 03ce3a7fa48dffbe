"""A listing runs in a browser as in a build; here the same code runs without one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from allocdoc.examples.reader import run

STEPS = [
    {"source": "total(1, 1)\n", "want": "2\n"},
    {"source": "print('a', 'b')\n", "want": "a b\n", "gap": True},
]
CODE = "def total(one, other):\n    return one + other\n"


def told(
    code: str, steps: list[dict[str, object]] = STEPS, root: Path = Path("/nowhere"), **more: int
) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    run("adding", code, steps, root, lambda kind, text: said.append((kind, text)), **more)
    return said


def text(said: list[tuple[str, str]]) -> str:
    return "".join(words for kind, words in said if kind == "text")


def test_all_as_in_the_build() -> None:
    said = told(CODE)
    assert said[-1] == ("done", "2/2")
    assert text(said) == ">>> total(1, 1)\n2\n\n>>> print('a', 'b')\na b\n"


def test_what_differs_comes_with_what_the_build_had() -> None:
    said = told(CODE.replace("+", "-"))
    assert ("differs", "2\n") in said
    assert said[-1] == ("done", "1/2")
    assert ">>> total(1, 1)\n0\n" in text(said)


def test_a_result_that_the_build_only_accepted_is_compared_with_what_it_got() -> None:
    steps = [{"source": "total(1, 1)\n", "want": "...\n", "got": "2\n"}]
    assert told(CODE, steps)[-1] == ("done", "1/1")
    assert ("differs", "2\n") in told(CODE.replace("+", "-"), steps)


def test_an_error_in_a_step_shows_the_readers_lines() -> None:
    steps = [{"source": "total(1, 'x')\n", "want": "2\n"}]
    said = told(CODE, steps)
    assert said[-1] == ("done", "0/1")
    assert 'File "adding.py", line 2' in text(said)
    assert 'File "session", line 1' in text(said)
    assert "reader.py" not in text(said)
    assert "TypeError" in text(said)


def test_an_error_that_the_build_expected_is_the_same() -> None:
    want = "Traceback (most recent call last):\n    ...\nZeroDivisionError: division by zero\n"
    assert told("def f():\n    1 / 0\n", [{"source": "f()\n", "want": want}])[-1][1] == "1/1"


def test_code_that_fails_before_its_results() -> None:
    said = told("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise KeyError('k')\n")
    (kind, report) = said[-1]
    assert kind == "failed"
    assert report.count('File "adding.py"') == 2
    assert "KeyError" in report
    assert "adding" not in sys.modules
    assert told("def f(:\n")[-1][0] == "failed"


@pytest.mark.parametrize("where", ["code", "step"])
def test_too_much_output_is_cut(where: str) -> None:
    loop = "while True:\n    print('again')\n"
    code = loop if where == "code" else f"def f():\n    {loop.replace(chr(10), chr(10) + '    ')}\n"
    steps = [{"source": "f()\n", "want": ""}]
    said = told(code, steps, limit=10_000)
    assert said[-1] == ("cut", "10000")
    assert 9_000 < len(text(said)) <= 10_100


def test_output_is_told_in_its_order_and_in_pieces() -> None:
    code = (
        "import sys\n"
        "def f():\n"
        "    print('out')\n"
        "    print('aside', file=sys.stderr)\n"
        "    print('x' * 9000, end='')\n"
    )
    said = told(code, [{"source": "f()\n", "want": "out\n" + "x" * 9000 + "\n"}])
    assert text(said).startswith(">>> f()\nout\naside\nxxx")
    assert text(said).endswith("x\n")
    assert len([kind for kind, _ in said if kind == "text"]) > 1


def test_nothing_is_left_behind_for_the_next_run(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("count = []\n", encoding="utf-8")
    sys.path.insert(0, str(tmp_path))
    code = "import beside\nbeside.count.append(1)\n"
    steps = [{"source": "len(beside.count)\n", "want": "1\n"}]
    try:
        assert [told(code, steps, tmp_path)[-1] for _ in range(2)] == [("done", "1/1")] * 2
    finally:
        sys.path.remove(str(tmp_path))
    assert "beside" not in sys.modules
    assert "adding" not in sys.modules
