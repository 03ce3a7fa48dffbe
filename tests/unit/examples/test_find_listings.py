from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc.errors import ExampleError
from allocdoc.examples import find_listings
from allocdoc.examples.python_source import TRAILER

GOOD = f'"""Sum.\n\n>>> x\n4\n"""\n\nimport os\n\nx = 4\n\n\n{TRAILER}\n'


def error(folder: Path) -> str:
    with pytest.raises(ExampleError) as caught:
        find_listings(folder)
    return str(caught.value)


def put(folder: Path, name: str, text: str | bytes) -> None:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)


def test_finds_the_files_of_each_stem(folder: Path) -> None:
    put(folder, "b.py", GOOD)
    put(folder, "b.rs", "//@ run-pass\n\nfn main() {}\n")
    put(folder, "b.rs.stdout", "4\n")
    put(folder, "b.2015.rs", "fn main() {}\r\n")
    put(folder, "a.rs", "//@ build-pass\nfn main() {}\n")
    put(folder, "_helper.py", "not a listing")
    put(folder, ".hidden.py", "not a listing")
    put(folder, "README.md", "not a listing")
    (folder / "data.py").mkdir()
    found = find_listings(folder)
    assert list(found) == ["a", "b"]
    assert found["a"].python is None
    assert found["a"].historical is None
    assert found["b"].historical == folder / "b.2015.rs"
    assert found["b"].rust
    assert found["b"].rust.expectation.output == "4\n"


def test_shows_what_stands_between_docstring_and_trailer(folder: Path) -> None:
    put(folder, "one.py", GOOD)
    python = find_listings(folder)["one"].python
    assert python
    assert (python.code, python.code_line) == ("import os\n\nx = 4\n", 7)
    assert python.path == folder / "one.py"


def test_line_ends_of_windows_read_like_others(folder: Path) -> None:
    put(folder, "one.py", GOOD)
    plain = find_listings(folder)["one"].python
    put(folder, "one.py", GOOD.replace("\n", "\r\n"))
    assert find_listings(folder)["one"].python == plain


def test_comments_may_stand_above_the_docstring(folder: Path) -> None:
    put(folder, "one.py", "#!/usr/bin/env python\n" + GOOD)
    python = find_listings(folder)["one"].python
    assert python
    assert python.docstrings[0].line == 2
    assert python.code_line == 8


def test_finds_the_doctests_of_classes_methods_and_functions(folder: Path) -> None:
    code = (
        'class A:\n    """>>> 1\n    1\n    """\n\n'
        '    def f(self):\n        """>>> 2\n        2\n        """\n\n    y = 1\n\n\n'
        'async def g():\n    """No doctest."""\n\n\ndef h():\n    """>>> 3\n    3\n    """'
    )
    put(folder, "one.py", GOOD.replace("x = 4\n", f"x = 4\n{code}\n"))
    python = find_listings(folder)["one"].python
    assert python
    assert [(d.name, d.line) for d in python.docstrings] == [
        ("one", 1),
        ("one.A", 11),
        ("one.A.f", 16),
        ("one.h", 28),
    ]


def test_no_folder_means_no_examples(tmp_path: Path) -> None:
    assert find_listings(tmp_path / "examples") == {}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "examples").write_text("", encoding="utf-8")
    assert error(tmp_path / "examples").endswith("examples: not a folder")


def test_paths_start_at_the_root(folder: Path) -> None:
    put(folder, "one.py", "x")
    with pytest.raises(ExampleError, match=r"^one\.py:1: no docstring"):
        find_listings(folder, root=folder)
    with pytest.raises(ExampleError, match=r"^/.*/examples/one\.py:1"):
        find_listings(folder, root=folder / "elsewhere")


@pytest.mark.parametrize(
    ("old", "new", "want"),
    [
        ('"""Sum.\n\n>>> x\n4\n"""\n', "", "1: no docstring (want a docstring first"),
        (">>> x\n4\n", "", "1: no doctest in the docstring (want >>> lines)"),
        ("Sum.", "Sum\nof all.", "1: wrong docstring (got 2 lines, want one line"),
        ("Sum.\n", "\n", "1: wrong docstring (got 0 lines, want one line"),
        ("4\n", "4\n\nWords.\n", "5: wrong docstring (got Words., want one line"),
        (">>> x", ">>>x", "3: not a session: lacks blank after >>>"),
        ("x = 4", "x = (", "9: not Python ("),
        ("x = 4", "x = '\0'", "9: not a text file (got a NUL byte)"),
        ('"""Sum', '# coding: latin-1\n"""Sum', "1: declares another encoding (got iso-8859-1"),
        ('"""Sum', '# coding: nonsense\n"""Sum', "1: not Python (unknown encoding"),
        (TRAILER, "main()", "12: does not end as an example has to; want\n    if __name__"),
        ("import os\n\nx = 4", "", "10: no code between the docstring and the last lines"),
        ('"""\n\nimport', '"""; y = 1\n\nimport', "5: something beside the docstring (got ; y = 1"),
        ('"""\n\nimport', '"""  # why\n\nimport', "5: something beside the docstring (got # why"),
        ("x\n4\n", "'a\\\\n'\n4\\n\n", "1: a docstring with a session has to be one literal"),
        ("x = 4", "x = " + "(" * 300 + ")" * 300, "not Python ("),
    ],
)
def test_says_what_is_wrong_with_a_python_file(folder: Path, old: str, new: str, want: str) -> None:
    assert old in GOOD
    put(folder, "one.py", GOOD.replace(old, new, 1))
    message = error(folder)
    assert message.startswith("examples/one.py:")
    assert want in message


@pytest.mark.parametrize(
    ("content", "want"),
    [
        (b"\xef\xbb\xbf" + GOOD.encode(), "1: begins with a byte order mark (want UTF-8 with"),
        (b"\n\n# \xff\n", "3: not UTF-8 (got byte 0xff)"),
    ],
)
def test_says_what_is_wrong_with_bytes(folder: Path, content: bytes, want: str) -> None:
    put(folder, "one.py", content)
    assert error(folder).startswith(f"examples/one.py:{want}")


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("two words.py", "not a name that can be imported (got two words"),
        ("class.py", "not a name that can be imported (got class"),
        ("one.2018.rs", "not a name that can be imported (got one.2018"),
        ("json.py", "hides the module of that name (got json"),
        ("allocdoc.py", "hides the module of that name (got allocdoc"),
        ("one.rs.stdout", "expected output of nothing (want a file one.rs too)"),
        ("one.stdout", "expected output of nothing (want a file one.rs too)"),
    ],
)
def test_says_what_is_wrong_with_a_name(folder: Path, name: str, want: str) -> None:
    put(folder, name, GOOD)
    assert error(folder).startswith(f"examples/{name}: {want}")


def test_a_file_that_cannot_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    put(folder, "one.py", GOOD)
    monkeypatch.setattr(Path, "read_bytes", fail)
    assert error(folder) == "examples/one.py: cannot be read (Permission denied)"


def test_code_that_is_nested_too_deeply(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> None:
        raise RecursionError

    put(folder, "one.py", GOOD)
    monkeypatch.setattr("ast.parse", fail)
    assert error(folder) == "examples/one.py:1: not Python (nested too deeply)"


def test_doctest_errors_without_a_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(parser: object, string: str, name: str = "") -> None:
        raise ValueError("something new")

    put(folder, "one.py", GOOD)
    monkeypatch.setattr("doctest.DocTestParser.get_examples", fail)
    assert error(folder) == "examples/one.py:1: not a session: something new"
