"""Each web page gets its content security policy as it leaves its template; see `policy`."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemBytecodeCache
from sphinx.jinja2glue import BuiltinTemplateLoader

from allocdoc.sphinxext import settings
from allocdoc.sphinxext.policy import protect

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.theming import Theme

_PLACE_OF_MENU = "\0menu\0"


class Templates(BuiltinTemplateLoader):
    """Sphinx's templates; each web page that they give has its policy."""

    def init(
        self, builder: Builder, theme: Theme | None = None, dirs: list[str] | None = None
    ) -> None:
        """Remember whether pages of this builder are read in a browser; keep what is compiled.

        No template changes during a build, and compiling all of them takes as long as ten pages.
        """
        super().init(builder, theme, dirs)
        folder = settings.of(builder.config).build / "templates"
        with suppress(OSError):  # Jinja does without
            folder.mkdir(parents=True, exist_ok=True)
            self.environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
        self.environment.auto_reload = False
        self._is_web = builder.format == "html" and builder.name != "epub"

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """Return a page, its policy included.

        A menu that a policy says nothing of is left out until then. It is most of a page.
        """
        if not self._is_web or not template.endswith(".html"):
            return super().render(template, context)
        place = _PLACE_OF_MENU if context.get("allocdoc_plain_menu") else ""
        html = protect(super().render(template, {**context, "allocdoc_menu_place": place}))
        return html.replace(place, context["furo_navigation_tree"]) if place else html


def _configure(app: Sphinx, config: Config) -> None:
    if config.allocdoc_csp and not config.template_bridge:
        config.template_bridge = f"{__name__}.{Templates.__name__}"


def setup_part(app: Sphinx) -> None:
    """Give the pages their policy, unless the project wants none."""
    app.add_config_value("allocdoc_csp", True, "html", types=[bool])
    app.connect("config-inited", _configure, priority=settings.SECOND)
    # Between Sphinx's scripts, of which some things are forbidden now, and their first use.
    app.add_js_file("strict.js", priority=300)
