"""jemalloc, where it is found; and the words for where it is not."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from allocdoc.alloc import NotOnThisTarget, jemalloc, libc

HERE = Path(__file__).parent
ENVIRONMENT = os.environ | jemalloc.ENVIRONMENT
FIND = "import sys; from allocdoc.alloc import jemalloc; sys.exit(jemalloc.find() is None)"


@pytest.fixture(scope="module")
def installed():
    command = [sys.executable, "-c", FIND]
    if subprocess.run(command, env=ENVIRONMENT, check=False).returncode:
        pytest.skip("no jemalloc here (install libjemalloc2, or `brew install jemalloc`)")


@pytest.mark.parametrize("tests", ["real_jemalloc.py", "test_workload.py"])
@pytest.mark.usefixtures("installed")
def test_it_works(tests):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "jemalloc"]
    result = subprocess.run(
        [*command, str(HERE / tests)],
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "skipped" not in result.stdout


@pytest.fixture
def nowhere(monkeypatch):
    monkeypatch.setattr(jemalloc, "FILE_NAMES", ("libno-such-library.so",))
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: None)
    # Even where it is preloaded, none of its functions is found.
    monkeypatch.setattr(jemalloc, "PREFIXES", ("no_such_prefix_",))


@pytest.mark.usefixtures("nowhere")
def test_where_there_is_none_it_says_so():
    assert jemalloc.find() is None
    with pytest.raises(NotOnThisTarget, match=r"^alloc_jemalloc: not on this target$"):
        jemalloc.load()


@pytest.mark.usefixtures("nowhere")
def test_a_library_that_is_not_jemalloc_is_passed_over(monkeypatch):
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: ctypes.util.__file__)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: libc.LIBRARY)
    assert jemalloc.find() is None


class Prefixed(dict):
    """A library that knows its functions by a prefix alone, as Homebrew's builds do."""

    def __missing__(self, name):
        if not name.startswith("je_"):
            raise AttributeError(name)
        return self.setdefault(name, lambda *_: None)


def test_the_functions_may_have_a_prefix(monkeypatch):
    library = Prefixed()
    monkeypatch.setattr(libc, "LIBRARY", library)
    assert jemalloc.find() is not None
    assert sorted(library) == [
        "je_mallocx",
        "je_nallocx",
        "je_rallocx",
        "je_sdallocx",
        "je_xallocx",
    ]
