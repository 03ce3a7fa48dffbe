"""The templates for translators: each comment is a message, and no code is one."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from babel.messages.pofile import read_po


def messages(built, domain: str) -> dict[str, list[tuple[str, int]]]:
    """Return the msgids of a template with their places, the paths absolute."""
    catalog = read_po(io.StringIO(built.text(f"{domain}.pot")))
    return {
        message.id: [
            (Path(os.path.normpath(built.out / name)).as_posix(), line)
            for name, line in message.locations
        ]
        for message in catalog
        if message.id
    }


@pytest.mark.parametrize("elsewhere", [False, True])
def test_comments_are_messages_with_their_place(examples, monkeypatch, elsewhere: bool) -> None:
    if elsewhere:
        monkeypatch.chdir("/")
    built = examples.build("gettext")
    assert (built.status, built.said) == (0, "")
    found = messages(built, "twice")
    folder = (examples.root / "examples").as_posix()
    assert found["Add them, whatever they are."] == [(f"{folder}/adding.py", 13)]
    assert found['"+" & no more'] == [(f"{folder}/adding.py", 15)]
    assert found["Two <numbers>."] == [(f"{folder}/adding.rs", 4)]
    assert found["Old words."] == [(f"{folder}/adding.2015.rs", 2)]
    assert found["How to *add*"] == [((examples.root / "docs/twice.md").as_posix(), 3)]


def test_nothing_else_of_an_example_is_a_message(built) -> None:
    found = messages(built("examples", "gettext"), "twice")
    assert set(found) == {
        "Twice",
        "How to *add*",
        "Add them, whatever they are.",
        '"+" & no more',
        "Two <numbers>.",
        "Old words.",
        "And again.",
        "[See again](#again).",
    }


def test_no_template_holds_code(built) -> None:
    for template in built("examples", "gettext").out.glob("*.pot"):
        text = template.read_text(encoding="utf-8")
        for code in ("def ", "fn ", ">>>", "return", "println", "print(1)", "$ ls", "key = 1"):
            assert code not in text


def test_labels_and_cells_made_by_hand_are_messages(built) -> None:
    wanted = {"Left", "Right", "Head", "cell", "first cell", "inner cell", "A title of its own"}
    wanted |= {"memory", "heap", "arena", "Where blocks are.", "A dot", "A *fine* caption."}
    assert wanted <= set(messages(built("translations", "gettext"), "index"))
