"""A failing example fails every build until it is mended; the pages are written all the same."""

from __future__ import annotations

import pytest

from allocdoc.examples import Limits

EXPECTED = "list(counted(2))\n[0, 1]"


@pytest.mark.parametrize(
    ("builder", "options"), [("html", []), ("html", ["-j2"]), ("gettext", []), ("latex", [])]
)
def test_failure_comes_back_until_it_is_mended(examples, builder: str, options: list[str]) -> None:
    examples.replace("examples/counting.py", "[0, 1]", "[0, 2]")
    for _ in range(2):
        built = examples.build(builder, "en", *options)
        assert built.status == 1
        assert built.said == (
            "examples/counting.py:3: ERROR: wrong output (got [0, 1], want [0, 2]): "
            "list(counted(2))\n"
        )
    examples.replace("examples/counting.py", "[0, 2]", "[0, 1]")
    mended = examples.build(builder, "en", *options)
    assert (mended.status, mended.said) == (0, "")


def test_page_shows_the_failure_and_then_the_session(examples) -> None:
    assert examples.build().status == 0
    examples.replace("examples/counting.py", "[0, 1]", "[0, 2]")
    built = examples.build()
    box = built.page("single").select_one("#example-counting .allocdoc-failure")
    assert "This example failed in this build." in box.get_text()
    shown = box.select_one("pre").get_text()
    assert "examples/counting.py:3: wrong output" in shown
    assert "expected:\n    [0, 2]\ngot:\n    [0, 1]\n" in shown
    assert "Output of this build" not in built.page("single").select_one("#example-counting").text
    assert not built.page("twice").select(".allocdoc-failure")

    examples.replace("examples/counting.py", "[0, 2]", "[0, 1]")
    page = examples.build().page("single")
    assert not page.select(".allocdoc-failure")
    assert "[0, 1]" in page.select_one("#example-counting .allocdoc-session").get_text()


def test_failure_of_an_example_that_no_page_shows(examples) -> None:
    text = (examples.root / "examples/counting.py").read_text(encoding="utf-8")
    examples.write("examples/unseen.py", text.replace("[0, 1]", "[]"))
    for _ in range(2):
        built = examples.build()
        assert built.status == 1
        assert "examples/unseen.py:3: ERROR: wrong output (got [0, 1], want [])" in built.said


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("__import__('os')._exit(0)", "ended before its last check (exit status 0)"),
        ("while True: pass", "timed out after 1 s"),
        ("raise SystemExit(0)", "raised SystemExit"),
        ("import nowhere_to_be_found", "raised ModuleNotFoundError"),
        ("__import__('os').abort()", "crashed (SIGABRT)"),
    ],
)
def test_example_that_never_reaches_its_end(
    examples, monkeypatch: pytest.MonkeyPatch, code: str, message: str
) -> None:
    monkeypatch.setattr("allocdoc.sphinxext.execution.Limits", lambda: Limits(seconds=1))
    examples.replace("examples/counting.py", "def counted", f"{code}\n\n\ndef counted")
    for _ in range(2):
        built = examples.build()
        assert built.status == 1
        assert built.said.startswith("examples/counting.py:")
        assert message in built.said
    assert built.page("twice").select_one("#example-adding .allocdoc-session")


def test_only_pages_that_show_an_example_are_read_again(examples) -> None:
    examples.build()
    read = {
        name: examples.root / f"build/doctrees/en/{name}.doctree" for name in ("twice", "single")
    }
    before = {name: path.stat().st_mtime_ns for name, path in read.items()}
    # The same number of bytes: nothing but the content tells.
    examples.replace(
        "examples/counting.py", EXPECTED, EXPECTED.replace("(2)", "(1)").replace(", 1", "")
    )
    built = examples.build()
    assert built.status == 0
    assert "counted(1)" in built.page("single").select_one(".allocdoc-session").get_text()
    assert read["single"].stat().st_mtime_ns != before["single"]
    assert read["twice"].stat().st_mtime_ns == before["twice"]


def test_page_follows_a_module_that_its_example_imports(examples) -> None:
    examples.write("examples/_numbers.py", "LAST = 2\n")
    examples.replace(
        "examples/counting.py", "def counted", "from _numbers import LAST\n\n\ndef counted"
    )
    examples.replace(
        "examples/counting.py",
        "list(counted(2))\n[0, 1]",
        "LAST < 9, LAST # doctest: +ELLIPSIS\n(True, ...)",
    )
    assert "(True, 2)" in examples.build().page("single").get_text()
    examples.write("examples/_numbers.py", "LAST = 3\n")
    assert "(True, 3)" in examples.build().page("single").get_text()


def test_changed_rust_listing_is_shown(examples) -> None:
    examples.build()
    examples.replace("examples/shouting.rs", "shout()", "whisper()")
    assert "whisper" in examples.build().page("single").get_text()
    examples.write("examples/adding.rs.stdout", "3\n")
    panel = (
        examples.build().page("twice").select_one("#allocdoc-panel-0-rust .allocdoc-session pre")
    )
    assert panel.get_text() == "3\n"


def test_nothing_is_read_again_when_nothing_changed(examples) -> None:
    examples.build("html", "ru")
    pages = list((examples.root / "build/html-ru").glob("*.html"))
    before = {
        path: path.stat().st_mtime_ns for path in pages if path.stem not in ("search", "genindex")
    }
    examples.build("html", "ru")
    assert before == {path: path.stat().st_mtime_ns for path in before}
