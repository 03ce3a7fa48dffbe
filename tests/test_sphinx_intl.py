"""sphinx-intl: it makes the catalogs of a new language, and its commands work on our tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from allocdoc import settings
from allocdoc.errors import CatalogError
from allocdoc.settings import Language
from allocdoc.site import update


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


pytest.importorskip("sphinx_intl")
ROOT = Path(__file__).parents[1]
PROJECT = settings.load(ROOT)
TRANSLATIONS = [one.code for one in PROJECT.languages if one != PROJECT.source_language]
needs_msgmerge = pytest.mark.skipif(not shutil.which("msgmerge"), reason="GNU gettext is missing")

TEMPLATE = """#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: book 1\\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: ../../docs/page.md:1
msgid "A page"
msgstr ""

#: ../../docs/page.md:3
msgid "A sentence that is rather long, so long that nobody would leave it on one line."
msgstr ""
"""


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """Return a project with templates and no catalogs."""
    for name in ("page", "deep/page"):
        page, template = (tmp_path / f"docs/{name}.md", tmp_path / f"build/gettext/{name}.pot")
        for path, text in ((page, "# A page\n"), (template, TEMPLATE)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (tmp_path / "conf.py").write_text("gettext_compact = False\n", encoding="utf-8")
    return tmp_path


def make(root: Path, code: str) -> dict[str, bytes]:
    language = Language(code, code)
    project = settings.parse({"languages": [{"code": c, "name": c} for c in ("en", code)]}, root)
    [done] = update.update(project, root / "build/gettext", [language])
    assert done.findings == done.orphans == ()
    folder = root / "locale" / code / "LC_MESSAGES"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


@needs_msgmerge
@pytest.mark.parametrize("code", ["de", "zh_TW", "ar"])
def test_a_new_language_begins_with_sphinx_intl(
    fresh: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it makes differs in nothing from what there would be without it."""
    begun: list[dict[str, str]] = []
    begin = update._begun

    def noted(*arguments):
        begun.append(begin(*arguments))
        return begun[-1]

    monkeypatch.setattr(update, "_begun", noted)
    made = make(fresh, code)
    assert set(made) == {"page.po", "deep/page.po"}
    text = made["page.po"].decode()
    assert f'"Language: {code}\\n"' in text
    assert '#: docs/page.md\nmsgid "A page"\nmsgstr ""\n' in text
    assert all('msgid "A page"' in entries for entries in begun[0].values())
    assert make(fresh, code) == made
    assert len(begun) == 1  # the second time there is something to merge into

    shutil.rmtree(fresh / "locale")
    monkeypatch.setattr(update, "find_spec", lambda _: None)
    assert make(fresh, code) == made
    assert begun[1] == {}


@needs_msgmerge
def test_no_conf_is_run(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(fresh)
    (fresh / "conf.py").write_text("open('marker', 'w')\ngettext_compact = False\n")
    assert make(fresh, "de")
    assert not (fresh / "marker").exists()


def test_a_language_that_nobody_knows(fresh: Path) -> None:
    with pytest.raises(CatalogError, match="xx: no such language"):
        make(fresh, "xx")
    assert not (fresh / "locale").exists()


def test_a_language_that_nobody_knows_but_someone_has_begun(fresh: Path) -> None:
    old = fresh / "locale/xx/LC_MESSAGES/old.po"
    old.parent.mkdir(parents=True)
    header = '"Language: xx\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    old.write_text(f'msgid ""\nmsgstr ""\n{header}\nmsgid "A"\nmsgstr "B"\n', encoding="utf-8")
    with pytest.raises(CatalogError, match="xx: no such language"):
        make(fresh, "xx")
    assert [path.name for path in old.parent.iterdir()] == ["old.po"]


def test_a_failure_is_told(fresh: Path) -> None:
    (fresh / "build/gettext/page.pot").write_bytes(TEMPLATE.encode().replace(b"UTF-8", b"NONE-8"))
    with pytest.raises(CatalogError, match=r"^de: sphinx-intl made no catalogs \(.*none-8"):
        make(fresh, "de")
    assert not (fresh / "locale").exists()


def test_a_failure_without_words(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(CatalogError, match=r"made no catalogs \(no reason given\)"):
        make(fresh, "de")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a copy of this project's catalogs: some commands write beside them."""
    shutil.copytree(PROJECT.locale, tmp_path / "locale")
    return tmp_path


def sphinx_intl(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "sphinx_intl", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def languages() -> list[str]:
    return [part for code in TRANSLATIONS for part in ("-l", code)]


def test_stat_counts_what_we_count(tree: Path) -> None:
    said = sphinx_intl(tree, "stat", "-d", "locale", *languages())
    found = re.findall(r"(\S+\.po): (\d+) translated, (\d+) fuzzy, (\d+) untranslated", said)
    catalogs = sorted((tree / "locale").rglob("*.po"))
    assert sorted(tree / name for name, *_ in found) == catalogs
    for name, translated, *_ in found:
        messages = [message for message in read(tree / name) if message.id]
        assert int(translated) == sum(bool(message.string) for message in messages)


def test_build_compiles_every_catalog(tree: Path) -> None:
    sphinx_intl(tree, "build", "-d", "locale", *languages())
    for path in sorted((tree / "locale").rglob("*.po")):
        with path.with_suffix(".mo").open("rb") as file:
            compiled = {message.id: message.string for message in read_mo(file) if message.id}
        wanted = {m.id: m.string for m in read(path) if m.id and m.string and not m.fuzzy}
        assert compiled == wanted


@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_transifex_is_told_of_every_catalog(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    domains = sorted(path.stem for path in (tree / "locale" / TRANSLATIONS[0]).rglob("*.po"))
    (tree / "pot").mkdir()
    for domain in domains:
        (tree / f"pot/{domain}.pot").write_text(TEMPLATE, encoding="utf-8")
    # The real program would talk to Transifex; this one notes what it is told.
    program = tree / "bin/tx"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$@" >> calls\necho "TX Client, version=1.6.4"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    sphinx_intl(tree, "create-txconfig")
    names = ("--transifex-organization-name", "us", "--transifex-project-name", "book")
    sphinx_intl(tree, "update-txconfig-resources", "-d", "locale", "-p", "pot", *names)
    version, *calls = (tree / "calls").read_text(encoding="utf-8").splitlines()
    assert version == "--version"
    filters = [call.partition("--file-filter ")[2].split()[0] for call in calls]
    assert filters == [f"locale/<lang>/LC_MESSAGES/{domain}.po" for domain in domains]
    for filter_ in filters:
        assert all((tree / filter_.replace("<lang>", code)).is_file() for code in TRANSLATIONS)
