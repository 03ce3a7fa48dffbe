from __future__ import annotations

from pathlib import Path

import pytest

from allocdoc.errors import ExampleError
from allocdoc.examples import Expectation, RustSource, find_listings
from allocdoc.examples.listings import Listing, crates_of


def parse(folder: Path, text: str) -> RustSource:
    (folder / "one.rs").write_text(text, encoding="utf-8")
    rust = find_listings(folder)["one"].rust
    assert rust
    return rust


def test_the_header_is_not_shown(folder: Path) -> None:
    rust = parse(folder, "//@ run-pass\n//@ needs-library: m\n\n\n// Why.\nfn main() {}\n\n")
    assert (rust.code, rust.code_line) == ("// Why.\nfn main() {}\n", 5)
    assert [(need.name, need.line) for need in rust.libraries] == [("m", 2)]


@pytest.mark.parametrize(
    ("header", "want"),
    [
        ("run-pass", Expectation("run-pass")),
        ("build-pass", Expectation("build-pass")),
        ("build-fail: no: such thing", Expectation("build-fail", error="no: such thing")),
        ("call: f_1", Expectation("call", function="f_1")),
    ],
)
def test_reads_what_has_to_happen(folder: Path, header: str, want: Expectation) -> None:
    assert parse(folder, f"//@ {header}\nfn main() {{}}\n").expectation == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("fn main() {}", "1: wants one header that says what must happen (got none, want run-pass"),
        ("//@ run-pass\n//@ build-pass\nx", "2: wants one header that says what must happen (got"),
        ("//@ check-pass\nx", "1: unknown header (got check-pass, want one of run-pass, build-p"),
        ("//@ run-pass: 1\nx", "1: wrong header (got //@ run-pass: 1, want //@ run-pass)"),
        ("//@ build-fail\nx", "1: wrong header (got //@ build-fail, want //@ build-fail: SOMETH"),
        ("//@ call: a b\nx", "1: wrong name in a header (got a b, want a single name)"),
        ("//@ run-pass\n//@ needs-library: -x\nx", "2: wrong name in a header (got -x"),
        ("//@ run-pass\n//@ aux-crate: a.b\nx", "2: wrong name in a header (got a.b"),
        ("//@ run-pass\nx\n  //@ call: f\n", "3: a header below the first lines (got //@ call: f)"),
        ("//@ run-pass\n\n", "1: no code below the header"),
        ("//@ run-pass\n//@ aux-crate: two\nx", "2: no such crate (got two, want a file two.rs"),
        ("//@ run-pass\n//@ aux-crate: one\nx", "1: crates need each other (one -> one)"),
    ],
)
def test_says_what_is_wrong(folder: Path, text: str, want: str) -> None:
    with pytest.raises(ExampleError) as caught:
        parse(folder, text)
    assert str(caught.value).startswith(f"examples/one.rs:{want}")


def test_output_of_what_never_runs(folder: Path) -> None:
    (folder / "one.rs.stdout").write_text("4\n", encoding="utf-8")
    with pytest.raises(ExampleError, match=r"one\.rs\.stdout: expected output of what is never"):
        parse(folder, "//@ build-pass\nfn main() {}")


def test_crates_come_before_those_that_need_them(folder: Path) -> None:
    for stem, needs in {"a": "", "b": "a", "c": "a"}.items():
        header = f"//@ aux-crate: {needs}\n" if needs else ""
        text = f"//@ build-pass\n{header}pub fn f() {{}}\n"
        (folder / f"{stem}.rs").write_text(text, encoding="utf-8")
    parse(folder, "//@ run-pass\n//@ aux-crate: c\n//@ aux-crate: b\nfn main() {}\n")
    found = find_listings(folder)
    assert [crate.path.stem for crate in crates_of(found["one"], found)] == ["a", "c", "b"]


def test_a_listing_without_rust_needs_no_crates() -> None:
    assert crates_of(Listing("one"), {}) == []
