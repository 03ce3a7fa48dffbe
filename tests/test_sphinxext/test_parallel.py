"""Several processes read and write: the pages and the verdict are those of one process."""

from __future__ import annotations

import pytest


@pytest.fixture
def many(examples):
    """Return the project with more documents than Sphinx reads in one process."""
    names = [f"page{number}" for number in range(9)]
    for number, name in enumerate(names):
        stem = ("adding", "counting", "shouting")[number % 3]
        examples.write(f"docs/{name}.md", f"# {name}\n\n```{{example}} {stem}\n```\n")
    examples.replace("docs/index.md", "plain", "\n".join(["plain", *names]))
    return examples


def pages(built) -> dict[str, bytes]:
    found = {path.relative_to(built.out).as_posix(): path for path in built.out.rglob("*.html")}
    return {name: path.read_bytes() for name, path in found.items()}


@pytest.mark.parametrize("processes", [2, 4])
def test_pages_are_the_same_bytes(many, processes: int) -> None:
    alone = many.build("html", "ja", "-E", "-a")
    assert (alone.status, alone.said) == (0, "")
    expected = pages(alone)
    assert len(expected) > 12
    together = many.build("html", "ja", "-E", "-a", f"-j{processes}")
    assert (together.status, together.said) == (0, "")
    assert pages(together) == expected


def test_problems_of_all_processes_are_found_in_order(many) -> None:
    for number in (8, 0, 5):
        many.write(f"docs/page{number}.md", f"# {number}\n\n```python\nx\n```\n")
    many.replace("examples/counting.py", "[0, 1]", "[]")
    for _ in range(2):
        built = many.build("html", "en", "-j4")
        assert built.status == 1
        places = [line.partition(": ERROR")[0] for line in built.said.splitlines()]
        assert places == [
            "docs/page0.md:3",
            "docs/page5.md:3",
            "docs/page8.md:3",
            "examples/counting.py:3",
        ]


def test_change_is_noticed_in_what_another_process_read(many) -> None:
    many.build("html", "en", "-j4")
    many.replace("examples/counting.py", "list(counted(2))\n[0, 1]", "list(counted(1))\n[0]")
    built = many.build("html", "en", "-j4")
    assert built.status == 0
    for name in ("page1", "page4", "page7"):
        assert "counted(1)" in built.page(name).get_text()
