"""Which pages have to be read again: told by what their files hold, and not by when they changed.

Sphinx goes by the times of files. One that is put in the place of another may be the older one, as
after ``mv``. And a page may have asked, while it was read, which other pages there are.

Invariant: after reading, the environment is that of a build that reads everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Set
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from allocdoc.sphinxext import domain
from allocdoc.sphinxext.catalogs import messages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LAST = 999
"""The priority of handlers that look at what all others have done."""


def content_of(path: Path) -> str:
    """Return the hash of a file's content, or a word where there is none to read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


def _note_source(app: Sphinx, docname: str, text: list[str]) -> None:
    # As soon as Sphinx has read it: what is changed later is another text.
    domain.of(app.env).inputs[docname] = _own(app.env, docname)


def _note_others(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    found = domain.of(env).inputs
    found[env.docname] += _contents(_others(env, env.docname))


def _others(env: BuildEnvironment, docname: str) -> Iterable[Path]:
    return sorted(Path(env.srcdir, path) for path in env.dependencies.get(docname, ()))


def _own(env: BuildEnvironment, docname: str) -> str:
    """Return the hashes of a page's source and of its translations."""
    translations = messages(env, docname).encode("utf-8")
    return f"{content_of(Path(env.doc2path(docname)))} {hashlib.sha256(translations).hexdigest()}"


def _contents(paths: Iterable[Path], content: Any = content_of) -> str:
    return "".join(f" {path} {content(path)}" for path in paths)


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    if removed or (added and env.all_docs):
        return list(env.found_docs)
    content = cache(content_of)  # many pages depend on the same files
    return [
        docname
        for docname, known in domain.of(env).inputs.items()
        if docname in env.found_docs
        and known != _own(env, docname) + _contents(_others(env, docname), content)
    ]


def _rename_images(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name images of one name as if all pages had been read in order.

    Sphinx gives the name to the first that comes, and a number to the next.
    """
    old = env.images
    if any(name != Path(image).name for image, (_pages, name) in old.items()):
        env.images = type(old)()
        for docname in sorted(set().union(*(pages for pages, _name in old.values()))):
            for image in _images_of(docname, env, old):
                env.images.add_file(docname, image)
    return []


def _images_of(
    docname: str, env: BuildEnvironment, known: Mapping[str, tuple[set[str], str]]
) -> Iterator[str]:
    """Yield the images of a page as they come in it, then those that stand nowhere in its text."""
    own = dict.fromkeys(image for image, (pages, _name) in known.items() if docname in pages)
    for node in env.get_doctree(docname).findall(nodes.image):
        candidates: dict[str, str] = node.get("candidates") or {}
        for image in candidates.values():
            if image in own:
                del own[image]
                yield image
    yield from own


def _reorder(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Bring what is kept by page into the order of the pages.

    A page that is read again would come last, and lists of all pages' things (``todolist``) show
    the order.
    """
    for mapping in _mappings(env):
        names = list(mapping)
        if names != (in_order := sorted(names)):
            items = [(name, mapping[name]) for name in in_order]
            mapping.clear()
            mapping.update(items)
    return []


def _mappings(env: BuildEnvironment) -> Iterator[MutableMapping[str, Any]]:
    tables = (vars(env), *env.domaindata.values())
    for value in (value for table in tables for value in table.values()):
        if isinstance(value, dict) and len(value) > 1 and value.keys() <= env.found_docs:
            yield value


def setup_part(app: Sphinx) -> None:
    """Note what each page is made from; compare before the next reading."""
    app.connect("source-read", _note_source, priority=0)
    app.connect("doctree-read", _note_others, priority=LAST)
    app.connect("env-get-outdated", _outdated)
    # Not at `env-updated`: numbers of sections and figures come after it.
    app.connect("env-get-updated", _rename_images, priority=LAST)
    app.connect("env-get-updated", _reorder, priority=LAST)
