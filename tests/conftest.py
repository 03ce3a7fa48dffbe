"""What all tests share: skips that fail in CI, and a small project to build."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from pathlib import Path
from textwrap import dedent

import pytest

NO_SKIP = bool(os.environ.get("ALLOCDOC_NO_SKIP"))
"""Set where everything that tests need can be installed: what is missing there is a defect."""

# A script that runs the tests in the background has Ctrl-C ignored; children inherit that.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason} (ALLOCDOC_NO_SKIP is set)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.fixture(scope="module")
def no_strange_modules(tmp_path_factory: pytest.TempPathFactory) -> Generator[None, None, None]:
    """Take away what other tests have imported, as builds in this process take it for an input."""
    places = tmp_path_factory.getbasetemp().parent, Path(__file__).parents[1] / "benchmarks"
    strange = {
        name: module
        for name, module in sys.modules.items()
        if (file := getattr(module, "__file__", None))
        and any(Path(file).is_relative_to(place) for place in places)
    }
    for name in strange:
        del sys.modules[name]
    yield
    sys.modules.update(strange)


PROJECT = {
    "pyproject.toml": """
        [tool.allocdoc]
        languages = [{ code = "en", name = "English" }, { code = "ru", name = "Русский" }]
        """,
    "conf.py": """
        project = "Small & sound"
        extensions = ["allocdoc"]
        gettext_compact = False
        html_theme = "basic"
        """,
    "docs/index.md": """
        # Welcome

        ```{toctree}
        second
        ```
        """,
    "docs/second.md": """
        # The second page

        A sentence.

        ```{example} adding
        ```
        """,
    "locale/ru/LC_MESSAGES/second.po": """
        msgid ""
        msgstr ""
        "Language: ru\\n"
        "Content-Type: text/plain; charset=UTF-8\\n"

        msgid "A sentence."
        msgstr "Предложение."

        msgid "Add them."
        msgstr "Сложить."
        """,
    "examples/adding.py": '''
        """Adding.

        >>> total(1, 1)
        2
        """


        def total(one: int, other: int) -> int:
            # Add them.
            return one + other


        if __name__ == "__main__":
            from allocdoc.examples import main

            raise SystemExit(main(__file__))
        ''',
}
"""A project with two pages, two languages and one example."""


@pytest.fixture
def site_project(tmp_path: Path) -> Path:
    """Return the root of a small project."""
    return write_project(tmp_path / "project")


@pytest.fixture(scope="module")
def module_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of a small project that the tests of a module share."""
    return write_project(tmp_path_factory.mktemp("module").resolve() / "project")


def write_project(root: Path) -> Path:
    for name, text in PROJECT.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return root
