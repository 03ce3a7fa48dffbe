"""What is no plain file of moderate size is not read."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from allocdoc.catalogs.gate import Limits, check_file, check_interface

LITTLE = 2.0
"""Seconds of this process's own time: far more than is needed, even where a machine is slow and
lines are counted for coverage, and less than the brackets would take without a limit."""

MESSAGE = 'msgid "A."\nmsgstr "Б."\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "locale" / "ru" / "LC_MESSAGES" / "page.po"
    path.parent.mkdir(parents=True)
    return path


def only_code(checked) -> str:
    assert checked.refused
    assert checked.catalog is None
    (finding,) = checked.findings
    assert finding.path == "locale/ru/LC_MESSAGES/page.po"
    return f"{finding.code} {finding.got}"


def test_a_symbolic_link(path, tmp_path, make_project, header):
    (tmp_path / "outside.po").write_text(header + MESSAGE, encoding="utf-8")
    path.symlink_to(tmp_path / "outside.po")
    assert only_code(check_file(path, "ru", make_project())) == "po.not-a-file a symbolic link"


def test_a_folder_that_is_a_symbolic_link(path, tmp_path, make_project, header):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "page.po").write_text(header + MESSAGE, encoding="utf-8")
    path.parent.rmdir()
    path.parent.symlink_to(outside)
    got = only_code(check_file(path, "ru", make_project()))
    assert got == "po.not-a-file below a symbolic link"


def test_a_folder(path, make_project):
    path.mkdir()
    assert only_code(check_file(path, "ru", make_project())) == "po.not-a-file a folder"


def test_a_pipe_does_not_block(path, make_project):
    os.mkfifo(path)
    assert only_code(check_file(path, "ru", make_project())) == "po.not-a-file a pipe"


def test_a_socket(path, make_project, monkeypatch):
    monkeypatch.chdir(path.parent)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)
        assert only_code(check_file(path, "ru", make_project())) == "po.not-a-file a socket"


def test_a_file_that_is_not_there(path, make_project):
    assert only_code(check_file(path, "ru", make_project())).startswith("po.not-a-file unreadable")


def test_a_file_that_may_not_be_opened(path, make_project, monkeypatch):
    path.write_text("", encoding="utf-8")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("allocdoc.catalogs.gate.reading.os.open", refuse)
    got = only_code(check_file(path, "ru", make_project()))
    assert got == "po.not-a-file unreadable: Permission denied"


def test_a_large_file(check, header):
    got = check(header + MESSAGE, limits=Limits(file_bytes=50))
    assert only_code(got).startswith("po.too-large")


def test_many_entries(check, header):
    entries = "".join(f'msgid "{n}"\nmsgstr "{n}"\n\n' for n in range(30))
    assert only_code(check(header + entries, limits=Limits(entries=20))) == "po.too-large 31"


def test_a_domain_without_a_page(check, header):
    got = check(header + MESSAGE, domain="sphinx")
    (finding,) = got.findings
    assert (finding.code, finding.got, got.refused) == ("po.domain", "sphinx", True)


def test_a_domain_in_a_folder(check, header):
    got = check(header + MESSAGE, domain="guide/intro", pages={"guide/intro": "myst"})
    assert (got.domain, got.translated) == ("guide/intro", 1)


@pytest.mark.parametrize("mark", ["[", "[^", "*", "`", "<", "![", "{", "(", '"', "\\", "&", "> "])
def test_hostile_nesting_takes_no_time(mark, check_message):
    text = mark * (100_000 // len(mark))
    start = time.process_time()
    checked = check_message(text, text)
    assert time.process_time() - start < LITTLE
    assert checked.dropped == (text,)


@pytest.mark.parametrize("domain", ["page", "rst"])
@pytest.mark.parametrize(
    "mark", ["[", "[^", "*", "**a", "`", " ``a", "<", "![", "{a}`", "[](", " |a"]
)
def test_the_worst_that_is_parsed_takes_little_time(mark, domain, check_message):
    text = mark * (300 // max(mark.count(sign) for sign in mark))
    text = (mark * 50 if mark == "[^" else text) + "word " * 1000
    start = time.process_time()
    check_message(text, text, domain=domain)
    assert time.process_time() - start < LITTLE


def test_an_interface_that_is_refused(tmp_path):
    path = tmp_path / "allocdoc.po"
    path.write_text("no", encoding="utf-8")
    checked = check_interface(path, "ru")
    assert checked.refused
    assert str(checked.findings[0]) == "allocdoc.po:1: po.syntax: not a line of a PO file (got no)"
