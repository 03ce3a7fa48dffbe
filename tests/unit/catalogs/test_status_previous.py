"""What a message said before its source text changed."""

import pytest

from allocdoc.catalogs.status.previous import previous_msgids


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('#| msgid "old"\nmsgid "new"\nmsgstr "x"\n', {2: "old"}),
        ('#, fuzzy\n#| msgid ""\n#| "a "\n#| "b"\n#: p.md\nmsgid "new"\n', {6: "a b"}),
        ('#| msgid "a\\n\\"b\\"\\t\\\\"\nmsgid "new"\n', {2: 'a\n"b"\t\\'}),
        ('#| msgctxt "c"\n#| "more"\n#| msgid "old"\nmsgid "new"\n', {4: "old"}),
        ('#| msgid "one"\nmsgid "1"\n\n#| msgid "two"\nmsgid "2"\n', {2: "one", 5: "two"}),
        # Not before an entry, or not of the format.
        ('#| msgid "old"\n\nmsgid "new"\n', {}),
        ('#| msgid "old\n#| junk\nmsgid "new"\n', {}),
        ('#~| msgid "old"\n#~ msgid "new"\n', {}),
        ('msgid "new"\n#| msgid "late"\n', {}),
        ('#| msgid "old"\r\nmsgid "new"\r\n', {2: "old"}),
        ("", {}),
    ],
)
def test_previous_msgids(text: str, wanted: dict[int, str]) -> None:
    assert previous_msgids(text) == wanted
