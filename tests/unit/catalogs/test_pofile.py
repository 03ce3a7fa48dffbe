"""Reading a PO file: all of its messages come back, or an error says which line is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocdoc.catalogs.pofile import read
from allocdoc.errors import CatalogError

HEADER = """msgid ""
msgstr ""
"Language: ja\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
BODY = """
# A translator's comment
#. extracted
#: docs/a.md:1
#, fuzzy
#| msgid "old"
msgid "one %s"
msgstr "いち"

msgctxt "c"
msgid "two"
msgid_plural "twos"
msgstr[0] "に"

msgid ""
"long\\n"
"text with \\"quotes\\", \\\\ and \\t"
msgstr ""
"長い\\n"

#~ msgid "gone"
#~ msgstr "x"
"""


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "x.po"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_all_messages_are_read(tmp_path: Path, end: str) -> None:
    catalog = read(write(tmp_path, (HEADER + BODY).replace("\n", end)))
    messages = {message.id: message for message in catalog if message.id}
    assert set(messages) == {
        "one %s",
        ("two", "twos"),
        'long\ntext with "quotes", \\ and \t',
    }
    assert messages["one %s"].fuzzy
    assert list(catalog.obsolete) == ["gone"]


@pytest.mark.parametrize("content", ["", "\n \n", HEADER, "# only a comment\n", BODY])
def test_little_is_enough(tmp_path: Path, content: str) -> None:
    read(write(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("garbage\n", 8, "cannot read garbage"),
        ("<<<<<<< HEAD\n", 8, "cannot read <<<<<<< HEAD"),
        ('msgid "x\nmsgstr "y"\n', 8, 'cannot read msgid "x'),
        ('msgid "x"y"\nmsgstr "y"\n', 8, 'cannot read msgid "x"y"'),
        ('msgid "x"\nmsgstr "y" z\n', 9, 'cannot read msgstr "y" z'),
        ("msgid 'x'\n", 8, "cannot read msgid 'x'"),
        ('msgid "\\q"\nmsgstr "y"\n', 8, 'cannot read msgid "\\q"'),
        ('msgid "x"\nmsgstr "y\\"\n', 9, 'cannot read msgstr "y\\"'),
        ('msgid "x"\nmsgid "y"\nmsgstr "y"\n', 9, "msgid after msgid"),
        ('msgid "x"\n\nmsgctxt "y"\n', 10, "msgctxt after msgid"),
        ('msgstr "y"\n', 8, "msgstr after msgstr"),
        ('msgid "x"\nmsgid_plural "y"\nmsgstr "y"\n', 10, "msgstr after msgid_plural"),
        ('msgid "x"\nmsgstr[0] "y"\n', 9, "msgstr[] after msgid"),
        ('msgid "x"\nmsgid_plural "y"\nmsgstr[a] "y"\n', 10, 'cannot read msgstr[a] "y"'),
        ('msgid "x"\n', 9, "ends after msgid"),
        ('msgctxt "x"\n', 9, "ends after msgctxt"),
        ('#~ msgid "x\n#~ msgstr "y"\n', 8, 'cannot read msgid "x'),
        ('msgid "x"\nmsgstr "a\0b"\n', 9, r"got the control character '\x00'"),
        ('msgid "x"\nmsgstr\r"y"\n', 9, r"got the control character '\r'"),
    ],
)
def test_what_breaks_the_format_is_named(
    tmp_path: Path, content: str, line: int, what: str
) -> None:
    path = write(tmp_path, HEADER + "\n# note\n" + content)
    with pytest.raises(CatalogError) as caught:
        read(path)
    assert str(caught.value) == f"{path.as_posix()}:{line}: not a PO file ({what})"


def test_string_before_everything(tmp_path: Path) -> None:
    path = write(tmp_path, '"x"\n')
    with pytest.raises(CatalogError, match=r":1: not a PO file \(a string after nothing\)"):
        read(path)


def test_what_only_babel_notices(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + '\nmsgid "x"\nmsgid_plural "y"\nmsgstr[0] "a"\nmsgstr[1] "b"\n')
    with pytest.raises(CatalogError, match=r"x\.po:7: not a PO file \(msg has more translations"):
        read(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Language: ja", "Language: ../x"),
        ("nplurals=1; plural=0;", "nplurals=many; plural=0;"),
        ('"Language', '"POT-Creation-Date: yesterday\\n"\n"Language'),
    ],
)
def test_odd_header_is_an_error_too(tmp_path: Path, old: str, new: str) -> None:
    path = write(tmp_path, HEADER.replace(old, new) + BODY)
    with pytest.raises(CatalogError, match=r"x\.po:\d+: not a PO file \("):
        read(path)


def test_other_bytes_than_utf_8(tmp_path: Path) -> None:
    path = write(tmp_path, (HEADER + '\nmsgid "x"\n').encode() + 'msgstr "ф"\n'.encode("koi8-r"))
    with pytest.raises(CatalogError) as caught:
        read(path)
    assert str(caught.value) == f"{path.as_posix()}:8: not UTF-8"


def test_byte_order_mark(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff" + HEADER)
    with pytest.raises(CatalogError, match=r"x\.po:1: begins with a byte order mark"):
        read(path)


@pytest.mark.parametrize("charset", ["ISO-8859-1", "KOI8-R", "CHARSET", "bogus"])
def test_other_encoding_in_the_header(tmp_path: Path, charset: str) -> None:
    path = write(tmp_path, HEADER.replace("UTF-8", charset) + BODY)
    with pytest.raises(CatalogError, match=rf"(?i)x\.po:4: .*{charset}"):
        read(path)


def said_of(path: Path) -> str:
    try:
        read(path)
    except CatalogError as error:
        return str(error)
    return "fine"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=3)), min_size=1, max_size=4))
def test_damage_never_raises_anything_else(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, bytes]]
) -> None:
    content = bytearray((HEADER + BODY).encode())
    for place, junk in damage:
        at = place % len(content)
        content[at : at + 1] = junk
    path = tmp_path_factory.getbasetemp() / "damaged.po"
    path.write_bytes(bytes(content))
    assert re.match(rf"fine$|{re.escape(path.as_posix())}:[1-9]\d*: ", said_of(path))
