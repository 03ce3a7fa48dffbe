from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from allocdoc.errors import ExampleError
from allocdoc.examples import Limits, Listing, Result, find_listings, run_all, update


def outcome(folder: Path) -> tuple[Listing, Result]:
    listing = find_listings(folder)["one"]
    return listing, run_all({"one": listing}, None, Limits())["one"]


def updated(folder: Path) -> str:
    """Update, check that it passes now and needs no other update; return the file's text."""
    assert update(*outcome(folder))
    listing, result = outcome(folder)
    assert result.failures == ()
    assert not update(listing, result)
    return (folder / "one.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("session", "want"),
    [
        (">>> x\n5", ">>> x\n4"),
        (">>> x", ">>> x\n4"),
        (">>> x = 5\n5\n>>> x\n6", ">>> x = 5\n>>> x\n5"),
        (">>> print('a\\\\n\\\\nb')", ">>> print('a\\\\n\\\\nb')\na\n<BLANKLINE>\nb"),
        ("    >>> x\n    5", "    >>> x\n    4"),
        (">>> print('a ')\nb", ">>> print('a ')\na "),
        (">>> b'\\\\0'", ">>> b'\\\\0'\nb'\\\\x00'"),
        (">>> print(q)\n1", ">>> print(q)\n\\\"\\\"\\\"\\'\\'\\'"),
        (">>> print(chr(0x3000))\n.", ">>> print(chr(0x3000))\n\\u3000"),
        (">>> print(chr(7))", ">>> print(chr(7))\n\\x07"),
        (
            ">>> 1 / 0\n1",
            ">>> 1 / 0\nTraceback (most recent call last):\n    ...\n"
            "ZeroDivisionError: division by zero",
        ),
        (
            ">>> print(1); 1 / 0",
            ">>> print(1); 1 / 0\nTraceback (most recent call last):\n    ...\n"
            "ZeroDivisionError: division by zero",
        ),
        (
            ">>> 'abc'  # doctest: +ELLIPSIS\n'a...'\n>>> x\n5",
            ">>> 'abc'  # doctest: +ELLIPSIS\n'a...'\n>>> x\n4",
        ),
    ],
)
def test_writes_what_came_back(write: Any, folder: Path, session: str, want: str) -> None:
    code = "x = 4\nq = '\"' * 3 + \"'\" * 3"
    path = write(session, code)
    text = path.read_text(encoding="utf-8")
    assert updated(folder) == text.replace(session, want)


def test_a_raw_docstring_keeps_its_backslashes(write: Any, folder: Path) -> None:
    write(r">>> b'\0'", quotes="'''")
    path = folder / "one.py"
    path.write_text("r" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert ">>> b'\\0'\nb'\\x00'\n'''" in updated(folder)


def test_quotes_right_behind_the_output(write: Any, folder: Path) -> None:
    path = write(">>> x\n5")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('5\n"""', '5"""'), encoding="utf-8")
    assert updated(folder) == text.replace("5\n", "4\n")


def test_doctests_of_functions_too(write: Any, folder: Path) -> None:
    code = 'def f():\n    """Four.\n\n    >>> f()\n    5\n    """\n    return 4'
    text = write(">>> f()\n6", code).read_text(encoding="utf-8")
    want = text.replace(">>> f()\n6", ">>> f()\n4").replace("    5\n", "    4\n")
    assert updated(folder) == want


def test_line_ends_of_windows_stay(write: Any, folder: Path) -> None:
    path = write(">>> print('é')\n5")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    updated(folder)
    raw = path.read_bytes()
    assert ">>> print('é')\r\né\r\n".encode() in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_the_mode_of_the_file_stays(write: Any, folder: Path) -> None:
    path = write(">>> x\n5")
    path.chmod(0o755)
    updated(folder)
    assert path.stat().st_mode & 0o777 == 0o755
    assert [entry.name for entry in folder.iterdir()] == ["one.py"]


@pytest.mark.parametrize("source", ["print('>>> 1')", "print('a\\\\tb')", "print('a\\\\n>>> 1')"])
def test_refuses_what_a_docstring_cannot_say(write: Any, folder: Path, source: str) -> None:
    path = write(f">>> {source}\n5")
    before = path.read_bytes()
    with pytest.raises(ExampleError, match=r"one\.py:\d+: what came back cannot stand in a"):
        update(*outcome(folder))
    assert path.read_bytes() == before


def test_refuses_three_quotes_in_a_raw_docstring(write: Any, folder: Path) -> None:
    path = write(">>> print(q)\n5", "q = '\"' * 3")
    path.write_text("r" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ExampleError, match=r"one\.py:3: what came back cannot"):
        update(*outcome(folder))


def test_refuses_a_docstring_on_the_line_of_its_function(write: Any, folder: Path) -> None:
    write(">>> x\n4", 'x = 4\n\n\ndef f(): """F.\n    >>> x\n    5\n    """')
    with pytest.raises(ExampleError, match=r"one\.py:10: a docstring that cannot be rewritten"):
        update(*outcome(folder))


def test_leaves_alone_what_was_cut(write: Any, folder: Path) -> None:
    write(">>> print('a' * 200_000)\n5")
    assert not update(*outcome(folder))


def test_leaves_alone_what_was_changed_meanwhile(write: Any, folder: Path) -> None:
    write(">>> x\n5")
    before = outcome(folder)
    path = write(">>> x + 1\n5")
    text = path.read_text(encoding="utf-8")
    assert not update(*before)
    assert path.read_text(encoding="utf-8") == text


def test_writes_what_a_rust_program_printed(folder: Path) -> None:
    (folder / "one.rs").write_text("//@ run-pass\nfn main() {}\n", encoding="utf-8")
    listing = find_listings(folder)["one"]
    assert not update(listing, Result("", passed=True, printed=""))
    assert update(listing, Result("", passed=False, printed="4\n"))
    assert (folder / "one.rs.stdout").read_text(encoding="utf-8") == "4\n"
    assert not update(find_listings(folder)["one"], Result("", passed=True, printed="4\n"))


def test_writes_no_output_of_what_only_compiles(folder: Path) -> None:
    (folder / "one.rs").write_text("//@ build-pass\nfn main() {}\n", encoding="utf-8")
    assert not update(find_listings(folder)["one"], Result("", passed=True, printed="4\n"))
    assert not update(find_listings(folder)["one"], Result("", passed=True))


def test_a_write_that_fails_leaves_nothing(
    write: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    path = write(">>> x\n5")
    before = path.read_bytes()
    found = outcome(folder)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        update(*found)
    assert [entry.name for entry in folder.iterdir()] == ["one.py"]
    assert path.read_bytes() == before
