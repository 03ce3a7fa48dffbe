"""Garbage is collected once in many pages, and as ever after a build."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest

from allocdoc.sphinxext import garbage
from allocdoc.sphinxext.garbage import PAGES, Collector


class App:
    """Remembers what is to be called at the end of the build."""

    def __init__(self) -> None:
        self.at_the_end: list[Callable[..., None]] = []

    def connect(self, event: str, call: Callable[..., None]) -> None:
        assert event == "build-finished"
        self.at_the_end.append(call)


@pytest.fixture(autouse=True)
def as_ever() -> Iterator[None]:
    gc.enable()  # whatever a build in this process has left
    gc.collect()
    yield
    gc.enable()
    gc.unfreeze()


@pytest.fixture
def collections(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    done: list[int] = []
    monkeypatch.setattr(garbage.gc, "collect", lambda: done.append(1))
    return done


def test_it_is_off_during_a_build_and_on_afterwards() -> None:
    app, collector = App(), Collector()
    collector.begin(app)
    assert not gc.isenabled()
    assert gc.get_freeze_count() > 0
    (end,) = app.at_the_end
    end(app, None)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_after_many_pages_it_is_time(collections: list[int]) -> None:
    collector = Collector()
    collector.begin(App())
    for _ in range(2 * PAGES + 1):
        collector.count("a page")
    assert len(collections) == 2


def test_a_process_without_a_collector_keeps_none() -> None:
    gc.disable()
    app = App()
    Collector().begin(app)
    assert not app.at_the_end
    assert not gc.isenabled()
