"""In CI a test that skips has failed: shown with a run of pytest of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent

TESTS = {
    "a_test": 'import pytest\n\ndef test(): pytest.skip("no browser")\n',
    "a_file": 'import pytest\n\npytest.importorskip("no_such_module")\n',
    "expected_failure": "import pytest\n\n@pytest.mark.xfail\ndef test(): assert False\n",
}


def run_pytest(folder: Path, test: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(test, encoding="utf-8")
    (folder / "conftest.py").write_bytes((HERE / "conftest.py").read_bytes())
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "."]
    inherited = {key: value for key, value in os.environ.items() if "PYTEST" not in key}
    inherited.pop("ALLOCDOC_NO_SKIP", None)
    return subprocess.run(
        command,
        cwd=folder,
        env=inherited | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("kind", ["a_test", "a_file"])
def test_a_skip_fails_where_skips_are_not_allowed(tmp_path: Path, kind: str) -> None:
    done = run_pytest(tmp_path, TESTS[kind], ALLOCDOC_NO_SKIP="1")
    assert done.returncode != 0
    assert "ALLOCDOC_NO_SKIP is set" in done.stdout


def test_a_skip_is_a_skip_elsewhere(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, TESTS["a_test"])
    assert done.returncode == 0
    assert "1 skipped" in done.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, TESTS["expected_failure"], ALLOCDOC_NO_SKIP="1")
    assert done.returncode == 0
    assert "1 xfailed" in done.stdout
