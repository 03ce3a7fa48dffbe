"""A stamp holds while inputs and outputs are what they were; a damaged one is none."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from allocdoc.site import stamp
from allocdoc.site.fingerprint import Fingerprint
from allocdoc.site.stamp import Stamp

KEYS = '"version": 2, "tools": "", "content": "", "recorded": "", "programs": ""'
KEY = Fingerprint("tools", "content", "recorded", "programs")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "ru"
    (folder / "deep").mkdir(parents=True)
    for name in ("index.html", "deep/page.html"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def stamped(output: Path) -> Stamp:
    path = output.parent / "stamps" / "html-ru.json"
    stamp.write(path, stamp.take(KEY, output))
    found = stamp.read(path)
    assert found is not None
    return found


def test_it_holds_while_nothing_changes(output: Path) -> None:
    assert stamped(output) == stamp.take(KEY, output)
    assert stamped(output).holds(KEY, output)


@pytest.mark.parametrize(
    "other",
    [
        Fingerprint("x", "content", "recorded"),
        Fingerprint("tools", "x", "recorded"),
        Fingerprint("tools", "content", "x"),
        replace(KEY, programs="x"),
    ],
)
def test_it_does_not_hold_for_other_inputs(output: Path, other: Fingerprint) -> None:
    assert not stamped(output).holds(other, output)


def _touch(path: Path) -> None:
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))


def _grow(path: Path) -> None:
    time = path.stat().st_mtime_ns
    path.write_text("longer than before", encoding="utf-8")
    os.utime(path, ns=(time, time))


@pytest.mark.parametrize("change", [Path.unlink, _touch, _grow])
@pytest.mark.parametrize("name", ["index.html", "deep/page.html"])
def test_it_does_not_hold_for_another_output(
    output: Path, name: str, change: Callable[[Path], object]
) -> None:
    taken = stamped(output)
    change(output / name)
    assert not taken.holds(KEY, output)


def test_a_broken_link_in_the_output_is_no_file(output: Path) -> None:
    (output / "broken").symlink_to(output / "nowhere")
    assert "broken" not in stamp.take(KEY, output).files


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", '{"version": 0}', '{"version": 1}', "\0"),
        f'{{{KEYS}, "files": {{"a": 1}}}}',
        f'{{{KEYS}, "files": {{"a": ["b", 1]}}}}',
    ],
)
def test_a_damaged_stamp_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stamp.json"
    path.write_text(text, encoding="utf-8")
    assert stamp.read(path) is None


def test_no_stamp_is_none(tmp_path: Path) -> None:
    assert stamp.read(tmp_path / "stamp.json") is None
