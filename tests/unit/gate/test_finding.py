from __future__ import annotations

from allocdoc.catalogs.gate import Finding, harmless


def test_text_of_a_finding():
    finding = Finding("locale/a.po", 3, "code.changed", "it changed", "a", "b")
    assert str(finding) == "locale/a.po:3: code.changed: it changed (got a, want b)"
    assert str(Finding("a.po", 1, "x.y", "it changed")) == "a.po:1: x.y: it changed"
    assert str(Finding("a.po", 1, "x.y", "it changed", want="b")).endswith("changed (want b)")


def test_nothing_in_it_can_harm_a_terminal():
    finding = Finding("a\n.po", 1, "x.y", "it\tis", "\x1b[2J\u202e\u200b\ue000\u2028\r", "é漢")
    shown = str(finding)
    assert shown.isprintable()
    assert "a\\n.po:1" in shown
    assert "\\u{1b}[2J\\u{202e}\\u{200b}\\u{e000}\\u{2028}\\r" in shown
    assert "é漢" in shown


def test_long_texts_are_cut():
    assert harmless("x" * 500) == "x" * 89 + "…"
    assert len(harmless("\u202e" * 500)) < 1000


def test_findings_sort_by_path_and_line():
    first, second = Finding("a.po", 2, "b.b", ""), Finding("a.po", 10, "a.a", "")
    assert sorted([Finding("b.po", 1, "a.a", ""), second, first])[:2] == [first, second]
