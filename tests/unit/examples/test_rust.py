"""The Rust side with a compiler made of a few lines of Python; the real one has its own tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from allocdoc.errors import MissingProgramError
from allocdoc.examples import Limits, Listing, Result, find_listings
from allocdoc.examples.rust import Rustc, check, find_rustc, run_rust

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script")

COMPILER = f"""#!{sys.executable}
import pathlib, sys
options = [word for word in sys.argv[1:] if word.startswith("-")]
if "--version" in options:
    print("rustc 1.70.0 (0123456 2023-01-01)")
    raise SystemExit
source = pathlib.Path(sys.argv[-1])
print("options:", *options, file=sys.stderr)
if any(option.startswith("-ldylib=missing") for option in options):
    sys.exit("linker: cannot find -lmissing")
text = source.read_text()
if "BROKEN" in text:
    sys.exit("error[E0000]: a mistake")
folder = pathlib.Path(next(o for o in options if o.startswith("--out-dir=")).partition("=")[2])
program = folder / source.stem
program.write_text("#!/bin/sh\\n" + text.partition("run:")[2])
program.chmod(0o755)
"""


@pytest.fixture
def rustc(tmp_path: Path) -> Rustc:
    path = tmp_path / "rustc"
    path.write_text(COMPILER, encoding="utf-8")
    path.chmod(0o755)
    found = find_rustc(str(path))
    assert found
    return found


def listings(folder: Path, **files: str) -> dict[str, Listing]:
    for stem, text in files.items():
        (folder / f"{stem}.rs").write_text(text, encoding="utf-8")
    return find_listings(folder)


def result(folder: Path, rustc: Rustc, text: str, limits: Limits | None = None) -> Result:
    found = listings(folder, one=text)
    return run_rust(found["one"], found, rustc, folder.parent / "work", limits)


def test_finds_the_compiler_and_its_version(rustc: Rustc) -> None:
    assert (rustc.version, rustc.name, rustc.is_too_old) == ((1, 70, 0), "1.70.0", False)


@pytest.mark.parametrize("answer", ["exit 1", "echo nonsense", "exec /nowhere/at/all"])
def test_a_compiler_that_does_not_answer_is_none(tmp_path: Path, answer: str) -> None:
    path = tmp_path / "rustc"
    path.write_text(f"#!/bin/sh\n{answer}\n", encoding="utf-8")
    path.chmod(0o755)
    assert find_rustc(str(path)) is None


def test_no_compiler_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_rustc() is None


def test_too_old_a_compiler_is_said(folder: Path) -> None:
    old = Rustc(Path("rustc"), (1, 62, 9))
    with pytest.raises(MissingProgramError, match=r"too old \(got 1\.62\.9, want 1\.63 or newer"):
        result(folder, old, "//@ build-pass\n//\n")


def test_a_library_that_the_linker_misses_is_said(folder: Path, rustc: Rustc) -> None:
    with pytest.raises(MissingProgramError) as caught:
        result(folder, rustc, "//@ run-pass\n//@ needs-library: missing\n//\n")
    assert str(caught.value) == (
        "examples/one.rs:2: the linker does not find the library missing "
        "(want it installed: apt-get install libmissing-dev)"
    )


def test_a_program_that_prints_what_it_should(folder: Path, rustc: Rustc) -> None:
    (folder / "one.rs.stdout").write_text("4\n", encoding="utf-8")
    found = result(folder, rustc, "//@ run-pass\n//@ needs-library: m\n// run:echo 4\n")
    assert found == Result("", passed=True, printed="4\n")


def test_a_program_that_prints_something_else(folder: Path, rustc: Rustc) -> None:
    found = result(folder, rustc, "//@ run-pass\n// run:echo 4\n")
    (failure,) = found.failures
    assert found.printed == "4\n"
    assert failure.place == "examples/one.rs.stdout:1"
    assert failure.what == "printed something else (got 4, want nothing)"


@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("echo why >&2; exit 3", "ended with an error (exit status 3, want 0)\n    why"),
        ("kill -SEGV $$", "crashed (SIGSEGV)"),
        ("sleep 60", "timed out after 0.5 s"),
    ],
)
def test_a_program_that_fails(folder: Path, rustc: Rustc, program: str, what: str) -> None:
    text = f"//@ run-pass\n\n// run:{program}\n"
    limits = Limits(seconds=0.5) if "sleep" in program else Limits()
    (failure,) = result(folder, rustc, text, limits).failures
    assert str(failure) == f"examples/one.rs:3: {what}"


def test_a_crate_only_has_to_compile(folder: Path, rustc: Rustc) -> None:
    assert result(folder, rustc, "//@ build-pass\n// run:exit 3\n").passed
    found = listings(folder, one="//@ build-pass\n// BROKEN\n")
    (failure,) = check(found["one"], found, rustc, folder.parent / "work")
    assert failure.what == "does not compile"
    assert "error[E0000]: a mistake" in failure.detail
    assert "--edition=2021" in failure.detail


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("build-fail: a mistake\n// BROKEN", None),
        (
            "build-fail: a crime\n// BROKEN",
            "the compiler does not refuse it as it should (got another error, want a crime)",
        ),
        (
            "build-fail: a mistake\n//",
            "the compiler does not refuse it as it should (got no error, want a mistake)",
        ),
    ],
)
def test_what_the_compiler_has_to_refuse(
    folder: Path, rustc: Rustc, text: str, what: str | None
) -> None:
    failures = result(folder, rustc, f"//@ {text}\n").failures
    assert [failure.what for failure in failures] == ([what] if what else [])


def test_other_crates_are_compiled_first_and_linked(folder: Path, rustc: Rustc) -> None:
    two = "//@ build-pass\n//\n"
    found = listings(folder, one="//@ build-pass\n//@ aux-crate: two\n// BROKEN\n", two=two)
    work = folder.parent / "work"
    (failure,) = check(found["one"], found, rustc, work)
    assert (work / "two").exists()
    assert f"--extern=two={work / 'libtwo.rlib'}" in failure.detail


def test_a_crate_that_does_not_compile_is_the_failure(folder: Path, rustc: Rustc) -> None:
    two = "//@ build-pass\n// BROKEN\n"
    found = listings(folder, one="//@ run-pass\n//@ aux-crate: two\n// run:true\n", two=two)
    (failure,) = check(found["one"], found, rustc, folder.parent / "work")
    assert failure.place == "examples/two.rs:2"


def test_without_a_rust_file_nothing_is_wrong(rustc: Rustc, tmp_path: Path) -> None:
    assert check(Listing("one"), {}, rustc, tmp_path) == []


CALLED = """//@ call: f
#[no_mangle]
pub extern "C" fn f() { BODY }
"""


@pytest.mark.rust
@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('println!("4")', None),
        ('println!("5")', "printed something else (got 5, want 4)"),
        ("std::process::exit(0)", "ended before the function came back (exit status 0)"),
    ],
)
def test_a_function_is_called_from_outside(folder: Path, body: str, what: str | None) -> None:
    real = find_rustc()
    if real is None:
        pytest.skip("no rustc (apt-get install rustc)")
    (folder / "one.rs.stdout").write_text("4\n", encoding="utf-8")
    found = result(folder, real, CALLED.replace("BODY", body))
    assert [failure.what for failure in found.failures] == ([what] if what else [])
