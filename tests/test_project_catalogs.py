"""This project's own catalogs: complete, up to date, and unable to change a listing."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from pygments.lexers.rust import RustLexer
from pygments.token import Comment, Whitespace

from allocdoc import settings
from allocdoc.examples import comments, find_listings, translate


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


ROOT = Path(__file__).parents[1]
PROJECT = settings.load(ROOT)
LANGUAGES = [one.code for one in PROJECT.languages if one != PROJECT.source_language]
LISTINGS = find_listings(PROJECT.examples, PROJECT.root)


def catalogs(language: str) -> dict[str, Catalog]:
    folder = PROJECT.locale / language / "LC_MESSAGES"
    return {
        path.relative_to(folder).with_suffix("").as_posix(): read(path)
        for path in sorted(folder.rglob("*.po"))
    }


def translated(language: str) -> dict[str, str]:
    """Return what the catalogs say of each message, fuzzy or not."""
    return {
        str(message.id): str(message.string)
        for catalog in catalogs(language).values()
        for message in catalog
        if message.id
    }


def code_of(stem: str) -> Iterator[tuple[str, str]]:
    listing = LISTINGS[stem]
    if listing.python:
        yield "python", listing.python.code
    if listing.rust:
        yield "rust", listing.rust.code
    if listing.historical:
        yield "rust", listing.historical.read_text(encoding="utf-8")


def tokens(code: str, language: str) -> list[tuple[object, str]]:
    """Return the tokens of a listing, comments and white space aside."""
    if language == "python":
        skipped = (tokenize.COMMENT, tokenize.NL)
        found = tokenize.generate_tokens(io.StringIO(code).readline)
        return [(token.type, token.string) for token in found if token.type not in skipped]
    lexed = RustLexer().get_tokens(code)
    return [(kind, text) for kind, text in lexed if kind not in Whitespace and kind not in Comment]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stem", LISTINGS)
def test_translated_listing_has_the_tokens_of_the_source(stem: str, language: str) -> None:
    words = translated(language)
    for syntax, code in code_of(stem):
        messages = [comment.text for comment in comments(code, syntax)]
        shown = translate(code, syntax, {n: words.get(m, "") for n, m in enumerate(messages)})
        assert tokens(shown, syntax) == tokens(code, syntax)
        if syntax == "python":
            assert ast.dump(ast.parse(shown)) == ast.dump(ast.parse(code))
        if any(words.get(message) for message in messages):
            assert shown != code


def incomplete(catalog: Catalog) -> list[str]:
    def is_whole(text: str | tuple[str, ...]) -> bool:
        return bool(text) if isinstance(text, str) else all(text)

    return [str(m.id) for m in catalog if m.id and (not is_whole(m.string) or m.fuzzy)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_translated_whole(language: str) -> None:
    left = {domain: incomplete(catalog) for domain, catalog in catalogs(language).items()}
    assert {domain: messages for domain, messages in left.items() if messages} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_interface_is_translated_whole(language: str) -> None:
    path = ROOT / "allocdoc/locale" / language / "LC_MESSAGES/allocdoc.po"
    assert incomplete(read(path)) == []


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalog]:
    """Return the templates that a build of this very state writes."""
    folder = tmp_path_factory.mktemp("templates")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "gettext", "-c", str(ROOT)]
    command += ["-d", str(folder / "doctrees"), str(PROJECT.source), str(folder / "out")]
    subprocess.run(command, check=True, cwd=ROOT)
    return {
        path.relative_to(folder / "out").with_suffix("").as_posix(): read_po(path.open("rb"))
        for path in sorted((folder / "out").rglob("*.pot"))
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogs_have_the_messages_of_the_templates(
    templates: dict[str, Catalog], language: str
) -> None:
    found = catalogs(language)
    assert set(found) == set(templates)
    for domain, template in templates.items():
        wanted = {message.id for message in template if message.id}
        assert {message.id for message in found[domain] if message.id} == wanted, domain
