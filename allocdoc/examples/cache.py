"""Keep passes, keyed by everything that decides them.

Invariant: a result comes back only for the key that it was stored under, unchanged, and only if it
passed. A file that is damaged, edited or of another version is as good as none.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import allocdoc
from allocdoc.examples.cage import Limits, run_order
from allocdoc.examples.reading import write_bytes
from allocdoc.examples.results import Result, Step

_OURS = Path(allocdoc.__file__).parent


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of passes. Several processes may use it at once."""

    folder: Path

    def get(self, key: str) -> Result | None:
        """Return the pass that is stored under a key, if there is one."""
        try:
            raw = self._path(key).read_bytes()
            digest, _, body = raw.partition(b"\n")
            if digest.decode("ascii") != _digest([body]):
                return None
            data = json.loads(body)
            steps = tuple(Step(**step) for step in data["steps"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        good = data["key"] == key and steps and all(step.passed for step in steps)
        return Result(key, True, (), steps) if good else None

    def put(self, result: Result) -> None:
        """Store a pass. Where the folder cannot be written, nothing is kept."""
        data = {"key": result.key, "steps": [asdict(step) for step in result.steps]}
        body = json.dumps(data, sort_keys=True).encode()
        try:
            write_bytes(self._path(result.key), _digest([body]).encode() + b"\n" + body)
        except OSError:
            # A checkout that may only be read is built all the same, just more slowly.
            return

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What all examples of one run share: our own source, Python, the limits, the machine."""

    shared: str

    @classmethod
    def take(cls, limits: Limits) -> Fingerprint:
        """Hash what does not depend on the example."""
        ours = [_OURS / "__init__.py", _OURS / "errors.py"]
        ours += _sources(_OURS / "alloc") + _sources(_OURS / "examples")
        machine = [
            sys.version,
            sys.implementation.name,
            platform.platform(),
            json.dumps(asdict(limits), sort_keys=True),
            f"jemalloc {_jemalloc(limits)}",
        ]
        return cls(_digest([*_contents(ours, _OURS), *(text.encode() for text in machine)]))

    def key(self, path: Path) -> str:
        """Return the key of an example: its own bytes, and those of all that it imports."""
        found: dict[str, list[Path]] = {}
        _follow(path, path.parent, found)
        parts = [self.shared.encode(), path.stem.encode()]
        for name, files in sorted(found.items()):
            parts += [name.encode(), *_contents(files, files[0].parent if files else path.parent)]
        return _digest([*parts, *_contents([path], path.parent)])


def sources(path: Path) -> Iterator[Path]:
    """Yield the files behind an example's key, allocdoc's aside: its own and imported ones."""
    found: dict[str, list[Path]] = {}
    _follow(path, path.parent, found)
    yield path
    for files in found.values():
        yield from files


def _follow(path: Path, folder: Path, found: dict[str, list[Path]]) -> None:
    """Add the files behind each import of ``path``, and of its siblings in turn.

    Of a package from elsewhere its own files count, not those that it imports.
    """
    for name in _imports(path):
        if name in found or name in sys.stdlib_module_names or name == "allocdoc":
            continue
        sibling = folder / f"{name}.py"
        if sibling.is_file():
            found[name] = [sibling]
            _follow(sibling, folder, found)
        else:
            found[name] = _elsewhere(name, folder)


def _imports(path: Path) -> Iterator[str]:
    """Yield the first part of each imported name, in order, as often as it stands there."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return  # running it will say what is wrong
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _elsewhere(name: str, folder: Path) -> list[Path]:
    """Return the files of a module or a package that is no single file beside the example."""
    if (folder / name).is_dir():
        return _sources(folder / name)
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return []
    if spec is None:
        return []
    places = [Path(place) for place in spec.submodule_search_locations or ()]
    if places:
        return [file for place in places for file in _sources(place)]
    return [Path(spec.origin)] if spec.origin else []


def _sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _contents(paths: Iterable[Path], base: Path) -> Iterator[bytes]:
    """Yield the name and the hash of each file. Names start at ``base``: a clone may move."""
    for path in paths:
        name = path.relative_to(base) if path.is_relative_to(base) else path
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            content = f"unreadable, {error.errno}"
        yield f"{name.as_posix()} {content}".encode()


@cache
def _jemalloc(limits: Limits) -> str:
    """Say which jemalloc an example finds here: what it prints may depend on it.

    Asked in a process like an example's, as it may be out of reach of this one.
    """
    outcome = run_order({"do": "jemalloc", "path": [str(_OURS.parent)]}, limits)
    return " ".join(str(record.get("jemalloc")) for record in outcome.records) or "unknown"


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        # The length keeps "a", "bc" apart from "ab", "c".
        digest.update(b"%d:%b" % (len(part), part))
    return digest.hexdigest()
