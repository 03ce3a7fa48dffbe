"""``{example}`` on a web page: tabs that sphinx-tabs' own script and style understand."""

from __future__ import annotations

import pytest

from allocdoc.examples import find_listings


@pytest.fixture
def twice(built):
    return built("examples").page("twice")


def test_tabs_have_the_roles_and_links_of_sphinx_tabs(twice) -> None:
    box = twice.select_one("#example-adding .sphinx-tabs")
    tablist = box.select_one("[role=tablist]")
    assert tablist["aria-label"] == "The same example in several languages"
    tabs = tablist.select("button[role=tab].sphinx-tabs-tab.group-tab")
    panels = box.select("div[role=tabpanel].sphinx-tabs-panel.group-tab")
    assert [tab.get_text() for tab in tabs] == ["Python", "Rust today", "Rust 2015"]
    for tab, panel in zip(tabs, panels, strict=True):
        assert tab["aria-controls"] == panel["id"]
        assert panel["aria-labelledby"] == tab["id"]
        # What sphinx-tabs synchronises by.
        assert tab["name"] == panel["data-name"]
    assert [tab["name"] for tab in tabs] == ["python", "rust", "rust2015"]


def test_first_tab_is_selected_and_the_others_are_hidden(twice) -> None:
    tabs = twice.select("#example-adding [role=tab]")
    panels = twice.select("#example-adding [role=tabpanel]")
    assert [tab["aria-selected"] for tab in tabs] == ["true", "false", "false"]
    assert [tab["tabindex"] for tab in tabs] == ["0", "-1", "-1"]
    assert ["hidden" in panel.attrs for panel in panels] == [False, True, True]


def test_panels_carry_their_label_for_print(twice) -> None:
    labels = [p.get_text() for p in twice.select("#example-adding [role=tabpanel] .allocdoc-label")]
    assert labels == ["Python", "Rust today", "Rust 2015"]


def test_code_is_that_of_the_listing(examples, twice) -> None:
    listing = find_listings(examples.root / "examples")["adding"]
    shown = [block.get_text() for block in twice.select("#example-adding .allocdoc-code pre")]
    assert shown == [
        listing.python.code,
        listing.rust.code,
        listing.historical.read_text(encoding="utf-8"),
    ]


def test_session_is_what_ran(examples) -> None:
    # doctest takes the ellipsis for anything; the page shows what really came.
    examples.replace("examples/counting.py", "[0, 1]", "[0, ...]")
    examples.replace(
        "examples/counting.py", "list(counted(2))", "list(counted(2))  # doctest: +ELLIPSIS"
    )
    session = examples.build().page("single").select_one(".allocdoc-session pre").get_text()
    assert "[0, 1]" in session
    assert "[0, ...]" not in session


def test_traceback_is_shown_short(twice) -> None:
    session = twice.select_one("#example-adding .allocdoc-session pre").get_text()
    assert "    ...\nTypeError: can only concatenate str" in session
    assert "File " not in session


def test_what_is_known_of_each_listing_is_said(built, twice) -> None:
    notes = [note.get_text() for note in twice.select("#example-adding .allocdoc-note")]
    assert notes == [
        "The tests compile this program, run it and compare its output.",
        "Historical: no compiler of this decade accepts this listing.",
    ]
    labels = [p.get_text() for p in twice.select("#example-adding .allocdoc-output-label")]
    assert labels == ["Output of this build", "Expected output"]
    note = built("examples").page("single").select_one("#example-shouting .allocdoc-note")
    assert note.get_text() == "The tests compile this crate."


@pytest.mark.parametrize(
    ("header", "note"),
    [
        ("build-fail: E0308", "The tests check that the compiler refuses this listing."),
        ("call: shout", "The tests compile this library, load it and call its function."),
    ],
)
def test_note_goes_by_the_header(examples, header: str, note: str) -> None:
    examples.replace("examples/shouting.rs", "build-pass", header)
    shown = examples.build().page("single").select_one("#example-shouting .allocdoc-note")
    assert shown.get_text() == note


@pytest.mark.parametrize(("stem", "kinds"), [("counting", ["python"]), ("shouting", ["rust"])])
def test_listing_in_one_language_has_one_tab(built, stem: str, kinds: list[str]) -> None:
    tabs = built("examples").page("single").select(f"#example-{stem} [role=tab]")
    assert [tab["name"] for tab in tabs] == kinds
    assert tabs[0]["aria-selected"] == "true"


def test_caption_stands_above_the_tabs_with_its_markup(twice) -> None:
    first = twice.select_one("#example-adding > *")
    assert first.select_one("em").get_text() == "add"
    assert first.get_text() == "How to add"
    assert not twice.select("#again > p")


def test_ids_are_unique_and_the_same_in_every_language(built) -> None:
    pages = [built("examples", "html", code).page("twice") for code in ("en", "ja", "ru")]
    ids = [[found["id"] for found in page.select("[id]")] for page in pages]
    assert len(ids[0]) == len(set(ids[0]))
    assert ids[0] == ids[1] == ids[2]
    assert {"twice", "example-adding", "again", "example-adding-2"} <= set(ids[0])


def test_second_one_on_a_page_has_a_number_and_its_name(twice) -> None:
    assert twice.select_one("#example-adding-2")
    assert twice.find("a", string="See again")["href"] == "#again"


def test_id_gives_way_to_a_heading_and_the_heading_to_it(examples) -> None:
    examples.write(
        "docs/twice.md", "# Example adding\n\n```{example} adding\n```\n\n## Example adding\n"
    )
    page = examples.build().page("twice")
    ids = [found["id"] for found in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert page.select_one("div.allocdoc-example")["id"] == "example-adding-2"


def test_labels_are_translated_and_names_are_not(built) -> None:
    tabs = built("examples", "html", "ja").page("twice").select("#example-adding [role=tab]")
    assert [tab.get_text() for tab in tabs] == ["Python", "現在のRust", "2015年のRust"]
    assert [tab["name"] for tab in tabs] == ["python", "rust", "rust2015"]


def test_blocks_of_other_languages_stay_as_they_are(built) -> None:
    assert len(built("examples").page("plain").select("div.highlight")) == 5
