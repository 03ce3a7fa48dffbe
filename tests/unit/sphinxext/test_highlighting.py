"""Code is highlighted once; what comes from the memory is what Pygments would have given."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

import pytest
from pygments.lexer import RegexLexer
from pygments.lexers import CLexer
from pygments.token import Text
from sphinx import highlighting as sphinxs
from sphinx.highlighting import PygmentsBridge

from allocdoc.sphinxext import highlighting
from allocdoc.sphinxext.highlighting import FILE_NAME, Memory, RememberingBridge

CODE = "int main(void) { return 0; } /* конец */\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "build" / FILE_NAME


def bridge(path: Path, style: str = "sphinx") -> RememberingBridge:
    return RememberingBridge(PygmentsBridge("html", style), Memory(path))


def forget_pygments(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise AssertionError("asked again")

    monkeypatch.setattr(sphinxs, "highlight", fail)


@pytest.mark.parametrize(
    ("language", "options"),
    [
        ("c", {}),
        ("c", {"linenos": "table", "hl_lines": [1]}),
        ("c", {"linespans": "heap.py"}),
        ("python", {}),
        ("default", {}),
        ("none", {}),
        ("console", {"opts": {"stripnl": False}}),
        ("c", {"force": True}),
    ],
)
def test_it_is_what_pygments_gives(
    path: Path, monkeypatch: pytest.MonkeyPatch, language: str, options: dict[str, object]
) -> None:
    code = "x = [1]\n" if language in ("python", "default") else CODE
    plain = PygmentsBridge("html", "sphinx").highlight_block(code, language, **options)
    assert bridge(path).highlight_block(code, language, **options) == plain
    forget_pygments(monkeypatch)
    assert bridge(path).highlight_block(code, language, **options) == plain


@pytest.mark.parametrize(
    "other",
    [
        lambda path: bridge(path).highlight_block(CODE + " ", "c"),
        lambda path: bridge(path).highlight_block(CODE, "cpp"),
        lambda path: bridge(path).highlight_block(CODE, "c", {"stripnl": True}),
        lambda path: bridge(path).highlight_block(CODE, "c", force=True),
        lambda path: bridge(path).highlight_block(CODE, "c", hl_lines=[1]),
        lambda path: bridge(path, "monokai").highlight_block(CODE, "c"),
    ],
)
def test_another_question_is_asked(path: Path, monkeypatch: pytest.MonkeyPatch, other) -> None:
    bridge(path).highlight_block(CODE, "c")
    forget_pygments(monkeypatch)
    with pytest.raises(AssertionError, match="asked again"):
        other(path)


def test_what_pygments_complains_of_is_asked_each_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Picky(RegexLexer):
        tokens = {"root": [("a", Text)]}  # noqa: RUF012 - as Pygments has it

    # With a built-in name, as only those are remembered.
    monkeypatch.setattr(highlighting, "_is_built_in", lambda _: True)
    monkeypatch.setitem(sphinxs.lexer_classes, "c", Picky)
    first = bridge(path).highlight_block("ab", "c")
    assert 'class="err"' in first
    forget_pygments(monkeypatch)
    with pytest.raises(AssertionError, match="asked again"):
        bridge(path).highlight_block("ab", "c")


def test_the_lexer_of_an_extension_is_asked_each_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Own(CLexer):
        pass

    monkeypatch.setitem(sphinxs.lexer_classes, "own", Own)
    monkeypatch.setitem(sphinxs.lexers, "instance", CLexer())
    for name in ("own", "instance"):
        bridge(path).highlight_block(CODE, name)
    forget_pygments(monkeypatch)
    for name in ("own", "instance"):
        with pytest.raises(AssertionError, match="asked again"):
            bridge(path).highlight_block(CODE, name)


def test_a_damaged_file_is_begun_anew(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database" * 1000)
    memory = Memory(path)
    memory.keep(b"key", "<b>html</b>")
    memory.close()
    assert Memory(path).get(b"key") == "<b>html</b>"


def test_a_file_that_has_grown_too_large_is_begun_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory(path)
    memory.keep(b"key", "html")
    memory.close()
    monkeypatch.setattr(highlighting, "LARGEST", 100)
    assert Memory(path).get(b"key") is None


def test_without_a_file_it_is_remembered_for_the_build(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("in the way", encoding="utf-8")
    memory = Memory(tmp_path / "build" / FILE_NAME)
    memory.keep(b"key", "html")
    assert memory.get(b"key") == "html"


def test_a_closed_file_knows_nothing_and_breaks_nothing(path: Path) -> None:
    memory = Memory(path)
    memory.close()
    memory.keep(b"key", "html")
    assert memory.get(b"key") is None


@pytest.mark.skipif(sys.platform != "linux", reason="Sphinx forks there alone")
def test_a_forked_process_shares_the_file(path: Path) -> None:
    memory = Memory(path)
    memory.keep(b"before", "1")

    def child() -> None:
        assert memory.get(b"before") == "1"
        memory.keep(b"in the child", "2")
        memory.close()

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()
    assert process.exitcode == 0
    assert memory.get(b"in the child") == "2"
