"""What a page need not load, and the room that it keeps for what comes later.

Sphinx's scripts serve its search page, and what may be added by others; furo's second style sheet
dresses extensions of others. Where nothing of others is on a page, both are left out. An image
whose size is known moves no text when it arrives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.images import get_image_size

from allocdoc.sphinxext.forms import Form, form_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FOR_SEARCH = {
    *("documentation_options.js", "doctools.js", "sphinx_highlight.js", "translations.js"),
    "strict.js",  # mends those
}
_FOR_OTHERS = {"styles/furo-extensions.css"}
_OURS = Path(__file__).parent / "static"
_NEEDED = {"pygments.css", "styles/furo.css", "scripts/furo.js", "tabs.css", "tabs.js"}
_KNOWN = _FOR_SEARCH | _FOR_OTHERS | _NEEDED
_PIXELS = re.compile(r"(\d+)(?:px)?")


def _leave_out(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if doctree is None or app.config.html_theme != "furo":
        return
    lists = context["script_files"], context["css_files"]
    by_keys = app.config.html_theme_options.get("navigation_with_keys")
    if by_keys or not all(_is_known(_name(asset)) for assets in lists for asset in assets):
        return
    for assets in lists:
        # Sphinx goes on with the very lists, and restores them after each page.
        assets[:] = _without(assets, _FOR_SEARCH | _FOR_OTHERS)


def _without(assets: Iterable[Any], names: set[str]) -> list[Any]:
    return [asset for asset in assets if _name(asset) not in names]


@cache
def _is_known(name: str) -> bool:
    return name in _KNOWN or (name != "" and (_OURS / name).is_file())


def _name(asset: Any) -> str:
    """Return which file it is; one that is text of the page holds words alone, if it is ours."""
    if not asset.filename:
        is_data = asset.attributes.get("type") == "application/json"
        return "allocdoc.js" if is_data else ""
    return str(asset.filename).partition("?")[0].removeprefix("_static/")


def _keep_room(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if form_of(app.env) is not Form.TABS:
        return
    for image in doctree.findall(nodes.image):
        size = get_image_size(app.srcdir / image["uri"])
        width = _PIXELS.fullmatch(image.get("width", str(size[0]) if size else ""))
        if size is None or width is None or "height" in image or "scale" in image:
            continue
        if "width" not in image:
            # Sphinx takes each size for a reduced one, and links to the image alone.
            image["classes"].append("no-scaled-link")
        image["classes"].append("allocdoc-image")
        image["width"] = width[1]
        image["height"] = str(round(int(width[1]) * size[1] / size[0]))


def setup_part(app: Sphinx) -> None:
    """Look at each page when it is written, last of all."""
    app.connect("doctree-resolved", _keep_room)
    app.connect("html-page-context", _leave_out, priority=900)
