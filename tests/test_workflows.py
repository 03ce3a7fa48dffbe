"""The workflows of the forge: they name the languages that there are, and commands that exist."""

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from allocdoc import settings
from allocdoc.cli import main

ROOT = Path(__file__).parents[1]
FILES = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), ROOT / ".readthedocs.yaml"]


def commands(path: Path) -> list[str]:
    """Return the shell lines of a workflow, with a word in place of each value of the forge's."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    steps = [step for job in data.get("jobs", {}).values() for step in job.get("steps", [])]
    lines = [line for step in steps for line in step.get("run", "").splitlines()]
    lines += data.get("build", {}).get("commands", [])
    return [re.sub(r"\$\{\{.*?\}\}", "en", line) for line in lines]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_make_knows_what_it_is_asked_for(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    wanted = [shlex.split(line)[1:] for line in commands(path) if line.startswith("make ")]
    targets = {target for words in wanted for target in words}
    known = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)) | {".venv/.installed-build"}
    assert targets <= known
    assert "$(BUILD): " in makefile
    assert "BUILD := $(VENV)/.installed-build" in makefile


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_command_line_takes_the_arguments(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for line in commands(path):
        program, *arguments = shlex.split(line) or [""]
        if Path(program).name == "allocdoc":
            # Folders that only the forge has stand for themselves.
            given = [
                "docs" if "/" in word and not (ROOT / word).exists() else word for word in arguments
            ]
            with click.Context(main, **main.context_settings) as parent:
                name, command, rest = main.resolve_command(parent, given)
                assert command is not None
                command.make_context(name, rest, parent=parent)


def test_there_is_a_machine_for_each_language() -> None:
    site = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    matrix = site["jobs"]["build"]["strategy"]["matrix"]["language"]
    assert matrix == [language.code for language in settings.load(ROOT).languages]
