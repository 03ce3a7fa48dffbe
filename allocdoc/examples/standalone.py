"""``python examples/NAME.py``: run that one example as every build does, and say the verdict."""

from __future__ import annotations

import sys
from pathlib import Path

from allocdoc.errors import AllocdocError
from allocdoc.examples.cage import Limits
from allocdoc.examples.listings import shown_path
from allocdoc.examples.python_source import parse_python
from allocdoc.examples.results import Result
from allocdoc.examples.run import run_one


def main(path: str) -> int:
    """Run an example's checks and write the verdict, one line; failures go to stderr.

    Args:
        path: The example's ``__file__``.

    Returns:
        The exit status: 0 when all passed, 1 when a check failed, 2 when it is no example.
    """
    file = Path(path).resolve()
    try:
        result = run_one(parse_python(file, shown_path(file)), Limits())
    except AllocdocError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    for failure in result.failures:
        sys.stderr.write(f"{failure}\n")
    sys.stdout.write(f"{file.stem}: {_verdict(result)}\n")
    return 0 if result.passed else 1


def _verdict(result: Result) -> str:
    passed, of_all = sum(step.passed for step in result.steps), len(result.steps)
    if result.passed:
        return f"{passed} check{'s' * (passed != 1)} passed"
    return f"failed, {passed} of {of_all} checks passed"
