"""Garbage is collected after each of many pages, and as ever after a build."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest
from docutils import nodes

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
    monkeypatch.setattr(garbage.gc, "collect", done.append)
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


def test_after_many_pages_each_collects_what_is_new(collections: list[int]) -> None:
    collector = Collector()
    collector.begin(App())
    for _ in range(PAGES - 1):
        collector.count("a page")
    assert collections == []
    collector.count("a page")
    collector.count("a page")
    assert collections == [0, 0]


def test_the_garbage_of_a_page_is_gone_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "PAGES", 1)
    collector = Collector()
    collector.begin(App())
    page = nodes.document(None, None)
    page += nodes.paragraph()
    seen = weakref.ref(page)
    del page
    assert seen() is not None
    collector.count("the next page")
    assert seen() is None


def test_a_process_without_a_collector_keeps_none() -> None:
    gc.disable()
    app = App()
    Collector().begin(app)
    assert not app.at_the_end
    assert not gc.isenabled()
