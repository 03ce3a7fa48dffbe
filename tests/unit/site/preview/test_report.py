"""What goes over the line comes back the same, and what is wrong is forgotten when it is mended."""

from __future__ import annotations

from allocdoc.site.preview.report import Found, Go, Report, merge, parse


def test_lines_come_back() -> None:
    report = Report(
        "done", (Found("x:1: é\n", True, "x", "m-0", "reading"),), ("a",), removed=("b",)
    )
    assert parse(report.line()) == report
    assert report.line().count(b"\n") == 1
    go = Go(frozenset({"a", "ü"}), True)
    assert Go.of(go.line()) == go


def test_a_page_not_looked_at_again_keeps_its_warnings() -> None:
    read = Found("a.md:1: WARNING: read", False, "a.md", "", "reading")
    wrote = Found("a.md:2: WARNING: wrote", False, "a.md", "", "writing")
    always = Found("a.po:1: ERROR: said each time", True, "a.po")
    before = (read, wrote, always)
    assert merge(before, Report("done")) == (read, wrote)
    assert merge(before, Report("done", (always,), written=("a.md",))) == (always, read)
    assert merge(before, Report("done", (read,), read=("b.md",))) == (read, wrote)
    assert merge(before, Report("done", read=("a.md",), written=("a.md",))) == ()
