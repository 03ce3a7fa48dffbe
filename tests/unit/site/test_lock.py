"""Two builds of a project at once are refused; the lock falls when its holder ends."""

import sys
from pathlib import Path

import pytest

from allocdoc.site.lock import BusyError, alone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such lock on Windows")


def test_the_second_build_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    with alone(folder), pytest.raises(BusyError, match="another build is running"), alone(folder):
        pytest.fail("two builds at once")


@pytest.mark.parametrize("error", [None, KeyError("x")])
def test_the_lock_falls_at_the_end(tmp_path: Path, error: Exception | None) -> None:
    try:
        with alone(tmp_path):
            if error:
                raise error
    except KeyError:
        pass
    with alone(tmp_path):
        assert (tmp_path / "lock").is_file()


def test_other_projects_are_not_held_up(tmp_path: Path) -> None:
    with alone(tmp_path / "one"), alone(tmp_path / "two"):
        assert (tmp_path / "two" / "lock").is_file()
