"""The words of the interface: ours, and those that Sphinx and the theme leave in English.

They live in ``allocdoc/locale`` and stand before Sphinx's own catalog, so that ``_`` in code and in
templates finds them first: Sphinx's has entries that repeat the English word ("Tip" in Japanese).
"""

from __future__ import annotations

import gettext
import json
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import locale, package_dir
from sphinx.util import logging

from allocdoc.catalogs.gate import check_interface
from allocdoc.catalogs.publish import compile_catalog
from allocdoc.files import write_if_changed
from allocdoc.sphinxext import settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

logger = logging.getLogger(__name__)

_FOUND = "Search finished, found ${resultCount} pages matching the search query."

LOCALE = Path(__file__).parent.parent / "locale"


def _add(app: Sphinx, config: Config) -> None:
    source = LOCALE / config.language / "LC_MESSAGES" / "allocdoc.po"
    if not source.is_file():
        return
    checked = check_interface(source, config.language, LOCALE.parents[1])
    for finding in checked.findings:
        logger.warning("%s", finding)
    if checked.catalog is None:
        return
    private = Path(app.doctreedir) / "allocdoc-interface"
    target = private / config.language / "LC_MESSAGES" / "sphinx.mo"
    write_if_changed(target, compile_catalog(checked.catalog))
    ours = gettext.translation("sphinx", private, [config.language])
    ours.add_fallback(locale.translators["general", "sphinx"])
    locale.translators["general", "sphinx"] = app.translator = ours  # the templates have the latter


def _add_to_scripts(app: Sphinx, config: Config) -> None:
    """Give the script of Sphinx's search what it says in English, even in a number of languages.

    Its catalogs for scripts are files of their own, which it looks for in ``locale_dirs`` first.
    """
    name = Path(config.language, "LC_MESSAGES", "sphinx.js")
    own = package_dir / "locale" / name
    if app.translator is None or not own.is_file():
        return
    call, _, rest = own.read_text(encoding="utf-8").partition("(")
    words = json.loads(rest.rpartition(")")[0])
    for source, forms in words["messages"].items():
        if isinstance(forms, list) and not any(forms):
            # Ours has the same form for all numbers.
            words["messages"][source] = [app.translator.gettext(_FOUND)] * len(forms)
    text = f"{call}({json.dumps(words, ensure_ascii=False)});\n"
    write_if_changed(Path(config.locale_dirs[0]) / name, text.encode("utf-8"))


def setup_part(app: Sphinx) -> None:
    """Add the words before anything is read or written."""
    app.connect("config-inited", _add, priority=settings.SECOND)
    app.connect("config-inited", _add_to_scripts, priority=900)  # the folder is known
