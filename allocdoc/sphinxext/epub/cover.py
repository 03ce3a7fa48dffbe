"""The cover: a picture drawn by Typst, in the fonts of the book's language.

Readers' devices want a bitmap there. The same words and the same fonts give the same bytes.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

_TEMPLATE = Path(__file__).with_name("cover.typ")
_PIXELS_PER_INCH = 192.0
"""The template's page is 600 by 800 points: 1600 by 2133 pixels."""

_HAN = {
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", "Meiryo"),
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic"),
    "zh_CN": ("Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei"),
    "zh_TW": ("Noto Sans CJK TC", "Noto Sans TC", "PingFang TC", "Microsoft JhengHei"),
}
"""By language: the families that have the right forms of Han characters."""
_LETTERS = ("Noto Sans", "DejaVu Sans", "Helvetica Neue", "Segoe UI")


class NoCover(Exception):  # noqa: N818 - the book is whole without one
    """There is no cover; the text says what would have to be installed."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on a cover. ``language`` is Sphinx's code."""

    title: str
    project: str
    author: str
    language: str

    def draw(self, path: Path) -> None:
        """Write the picture as PNG.

        Raises:
            NoCover: Typst, or every font of the language, is not installed.
        """
        try:
            import typst
        except ImportError:
            raise NoCover("Typst is not installed (pip install typst)") from None
        fonts = self._fonts(_families())
        language, _, region = self.language.partition("_")
        words = {"title": self.title, "project": self.project, "author": self.author}
        picture = typst.compile(
            _TEMPLATE,
            format="png",
            ppi=_PIXELS_PER_INCH,
            sys_inputs=words | {"lang": language, "region": region, "fonts": json.dumps(fonts)},
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.new")
        unfinished.write_bytes(picture)
        unfinished.replace(path)

    def _fonts(self, installed: frozenset[str]) -> list[str]:
        """Return the families to use, in order."""
        letters = [name for name in _LETTERS if name in installed]
        wanted = _HAN.get(self.language, ())
        han = [name for name in wanted if name in installed]
        if wanted and not han:
            raise NoCover(f"no font for {self.language} (apt-get install fonts-noto-cjk)")
        # Chinese and Japanese letters of the Latin alphabet are made to stand beside Han.
        return [*han, *letters]


@functools.cache
def _families() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts().families())
