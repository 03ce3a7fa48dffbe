"""Compile and run the Rust listings with the rustc of this machine, without a network.

A listing's header says what has to happen; `check` says what happened instead.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from allocdoc.errors import MissingProgramError
from allocdoc.examples.cage import Limits, Outcome, died_of, run_order, run_process
from allocdoc.examples.listings import Listing, crates_of
from allocdoc.examples.results import Failure, Result, brief
from allocdoc.examples.rust_source import Need, RustSource

MINIMUM = (1, 63)
"""The oldest rustc that the listings are written for: Debian 12's."""

EDITION = "2021"
INSTALL = "apt-get install rustc"
_COMPILING = Limits(seconds=120)
_RELEASE = re.compile(r"^rustc (\d+)\.(\d+)\.(\d+)")
_PASSED_ON = ("PATH", "HOME", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "LIBRARY_PATH")
_PASSED_ON_WINDOWS = ("SYSTEMROOT", "USERPROFILE", "PATHEXT", "LIB", "PROGRAMFILES(X86)")


@dataclass(frozen=True, slots=True)
class Rustc:
    """A compiler: its program and its version."""

    path: Path
    version: tuple[int, int, int]

    @property
    def name(self) -> str:
        """The version as it is written."""
        return ".".join(map(str, self.version))

    @property
    def is_too_old(self) -> bool:
        """Whether the listings are not written for it."""
        return self.version[:2] < MINIMUM


def find_rustc(program: str = "rustc") -> Rustc | None:
    """Return the compiler that the path finds, or ``None`` where none is found that runs."""
    found = shutil.which(program)
    if found is None:
        return None
    try:
        answer = subprocess.run(  # noqa: S603 - the user's own compiler, without a shell
            [found, "--version"],
            env=_environment(Path.cwd()),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None  # rustup's stand-in without a toolchain, for instance
    match = _RELEASE.match(answer.stdout.decode("utf-8", "replace"))
    if match is None:
        return None
    return Rustc(Path(found), (int(match[1]), int(match[2]), int(match[3])))


def check(
    listing: Listing,
    listings: Mapping[str, Listing],
    rustc: Rustc,
    workdir: Path,
    limits: Limits | None = None,
) -> list[Failure]:
    """Return what is wrong with a Rust listing; see `run_rust`."""
    return list(run_rust(listing, listings, rustc, workdir, limits).failures)


def run_rust(
    listing: Listing,
    listings: Mapping[str, Listing],
    rustc: Rustc,
    workdir: Path,
    limits: Limits | None = None,
) -> Result:
    """Do with a Rust listing what its header asks for.

    Args:
        listing: One with a Rust file.
        listings: Where the crates come from that it is linked with.
        rustc: The compiler.
        workdir: A folder for what the compiler writes.
        limits: What the program may use; the compiler has two minutes.

    Raises:
        MissingProgramError: The compiler is too old, or a C library is not there to link with.
        ExampleError: A crate that the listing asks for is no listing.
    """
    source = listing.rust
    if source is None:
        return Result("", passed=True)
    if rustc.is_too_old:
        want = ".".join(map(str, MINIMUM))
        what = f"rustc: too old (got {rustc.name}, want {want} or newer: {INSTALL})"
        raise MissingProgramError(what)
    workdir.mkdir(parents=True, exist_ok=True)
    compiler = _Compiler(rustc, workdir.resolve())
    crates = crates_of(listing, listings)
    for library in (need for one in (*crates, source) for need in one.libraries):
        compiler.check_library(library, source)
    for crate in crates:
        outcome = compiler.compile(crate, ("--crate-type", "rlib"))
        if outcome.status != 0:
            failure = _compile_failure(crate, outcome, "does not compile")
            return Result("", passed=False, failures=(failure,))
    return _judge(source, compiler, limits or Limits())


@dataclass(frozen=True, slots=True)
class _Compiler:
    rustc: Rustc
    workdir: Path

    def compile(self, source: RustSource, options: Sequence[str] = ()) -> Outcome:
        """Compile one file into the working folder."""
        links = [
            f"{crate.name}={self.workdir / f'lib{crate.name}.rlib'}" for crate in source.crates
        ]
        command = [
            str(self.rustc.path),
            f"--edition={EDITION}",
            "--color=never",
            f"--crate-name={source.path.stem}",
            f"--out-dir={self.workdir}",
            f"-Ldependency={self.workdir}",
            *(f"--extern={link}" for link in links),
            *(f"-l{need.name}" for need in source.libraries),
            *options,
            str(source.path.resolve()),
        ]
        return run_process(command, self.workdir, _environment(self.workdir), _COMPILING)

    def check_library(self, library: Need, source: RustSource) -> None:
        """Raise an error if the linker does not find a C library."""
        probe = self.workdir / "probe.rs"
        probe.write_text("fn main() {}\n", encoding="utf-8")
        plain = replace(source, path=probe, crates=(), libraries=())
        if self.compile(plain, (f"-ldylib={library.name}",)).status == 0:
            return
        raise MissingProgramError(
            f"{source.shown}:{library.line}: the linker does not find the library {library.name} "
            f"(want it installed: apt-get install lib{library.name}-dev)"
        )


def _judge(source: RustSource, compiler: _Compiler, limits: Limits) -> Result:
    expectation = source.expectation
    options = ("--crate-type=cdylib",) if expectation.kind == "call" else ()
    outcome = compiler.compile(source, options)
    if expectation.kind == "build-fail":
        return _refused(source, outcome)
    if outcome.status != 0:
        failure = _compile_failure(source, outcome, "does not compile")
        return Result("", passed=False, failures=(failure,))
    if expectation.kind == "build-pass":
        return Result("", passed=True)
    nonce = secrets.token_hex(16)
    ran = run_order(_order(source, compiler.workdir, nonce), limits)
    return _printed(source, ran, limits, nonce)


def _refused(source: RustSource, outcome: Outcome) -> Result:
    error = source.expectation.error
    if outcome.status != 0 and error in outcome.stderr:
        return Result("", passed=True)
    got = "another error" if outcome.status else "no error"
    what = f"the compiler does not refuse it as it should (got {got}, want {error})"
    return Result("", passed=False, failures=(_compile_failure(source, outcome, what),))


def _order(source: RustSource, folder: Path, nonce: str) -> dict[str, object]:
    stem = source.path.stem
    if source.expectation.kind == "call":
        (library,) = (
            path
            for name in (f"lib{stem}.so", f"lib{stem}.dylib", f"{stem}.dll")
            if (path := folder / name).is_file()
        )
        function = source.expectation.function
        return {"do": "call", "library": str(library), "function": function, "nonce": nonce}
    return {"do": "program", "program": [str(folder / (stem + (".exe" * (os.name == "nt"))))]}


def _printed(source: RustSource, outcome: Outcome, limits: Limits, nonce: str) -> Result:
    expected = source.expectation.output
    died = died_of(outcome, limits)
    is_call = source.expectation.kind == "call"
    finished = not is_call or {"nonce": nonce} in outcome.records
    if died or outcome.status != 0 or not finished:
        what = died or f"ended {_how(outcome.status)}"
        failure = Failure(
            f"{source.shown}:{source.code_line}", what, detail=outcome.stderr.rstrip()
        )
        return Result("", passed=False, failures=(failure,))
    got = outcome.stdout
    failures: tuple[Failure, ...] = ()
    if got != expected:
        what = f"printed something else (got {brief(got)}, want {brief(expected)})"
        failures = (Failure(f"{source.shown}.stdout:1", what, want=expected, got=got),)
    return Result("", not failures, failures, printed=got)


def _how(status: int) -> str:
    if status == 0:
        return "before the function came back (exit status 0)"
    return f"with an error (exit status {status}, want 0)"


def _compile_failure(source: RustSource, outcome: Outcome, what: str) -> Failure:
    what = died_of(outcome, _COMPILING) or what
    return Failure(f"{source.shown}:{source.code_line}", what, detail=outcome.stderr.rstrip())


def _environment(home: Path) -> dict[str, str]:
    """Return what a compiler, its stand-in by rustup and the linker need, and nothing else."""
    names = _PASSED_ON + _PASSED_ON_WINDOWS
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {"HOME": str(home), **kept, "LC_ALL": "C.UTF-8", "RUSTUP_AUTO_INSTALL": "0"}
