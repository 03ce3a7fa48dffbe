"""EPUBCheck, the W3C's validator, as Debian has it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Half the time, for a program that runs for seconds."""


def complaints(book: Path) -> list[str]:
    """Return what EPUBCheck has to say of a book, a line each; infos do not count."""
    program = shutil.which("epubcheck")
    if program is None:
        pytest.skip("EPUBCheck is not installed (apt-get install epubcheck)")
    # Debian's program is a Java archive, which not every kernel is told how to run.
    is_archive = Path(program).read_bytes()[:2] == b"PK"
    command = ["java", *QUICK_START, "-jar", program] if is_archive else [program]
    done = subprocess.run([*command, "-q", str(book)], capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    found = [line for line in lines if line.startswith(("ERROR", "WARNING", "FATAL"))]
    assert bool(done.returncode) == any(not line.startswith("WARNING") for line in found), lines
    return found
