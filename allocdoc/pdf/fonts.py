"""The fonts of a PDF: for each language the families that are installed, checked before a build.

A family of one exact region decides the form of Han characters: the same code point is drawn
otherwise in Chinese and in Japanese. So each list of a language names its own region's family,
in prose, headings and code, before any other that has the character.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from allocdoc.errors import AllocdocError
from allocdoc.pdf.compile import require_compiler
from allocdoc.pdf.source import Code, arguments, value

if TYPE_CHECKING:
    import typst

ROLES = ("text", "heading", "mono")

# Noto first, then what systems bring. The last of each list are part of the compiler, so that
# Latin and Cyrillic are always there.
LATIN = {
    "text": (
        "Noto Serif", "Source Serif 4", "Charter", "Bitstream Charter", "Georgia", "Cambria",
        "DejaVu Serif", "Liberation Serif", "Times New Roman", "Libertinus Serif",
    ),
    "heading": (
        "Noto Sans", "Source Sans 3", "Helvetica Neue", "Segoe UI", "DejaVu Sans",
        "Liberation Sans", "Arial", "Libertinus Serif",
    ),
    "mono": (
        "Noto Sans Mono", "Menlo", "Consolas", "DejaVu Sans Mono", "Liberation Mono",
    ),
}  # fmt: skip
HAN = {
    "SC": {
        "text": (
            "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "STSong",
            "SimSun", "NSimSun",
        ),
        "heading": (
            "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC",
            "Hiragino Sans GB", "Heiti SC", "STHeiti", "Microsoft YaHei", "SimHei",
        ),
        "mono": (
            "Noto Sans Mono CJK SC", "Source Han Mono SC", "Sarasa Mono SC", "NSimSun",
        ),
    },
    "TC": {
        "text": (
            "Noto Serif CJK TC", "Noto Serif TC", "Source Han Serif TC", "Songti TC", "PMingLiU",
            "MingLiU",
        ),
        "heading": (
            "Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Heiti TC",
            "Microsoft JhengHei",
        ),
        "mono": ("Noto Sans Mono CJK TC", "Source Han Mono TC", "Sarasa Mono TC", "MingLiU"),
    },
    "JP": {
        "text": (
            "Noto Serif CJK JP", "Noto Serif JP", "Source Han Serif", "Source Han Serif JP",
            "Hiragino Mincho ProN", "Yu Mincho", "YuMincho", "IPAexMincho", "MS Mincho",
        ),
        "heading": (
            "Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Source Han Sans JP",
            "Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic", "YuGothic", "IPAexGothic",
            "Meiryo", "MS Gothic",
        ),
        "mono": (
            "Noto Sans Mono CJK JP", "Source Han Mono", "Sarasa Mono J", "IPAGothic", "MS Gothic",
        ),
    },
    "KR": {
        "text": (
            "Noto Serif CJK KR", "Noto Serif KR", "Source Han Serif K", "AppleMyungjo", "Batang",
        ),
        "heading": (
            "Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans K", "Apple SD Gothic Neo",
            "Malgun Gothic",
        ),
        "mono": ("Noto Sans Mono CJK KR", "Source Han Mono K", "Sarasa Mono K", "GulimChe"),
    },
}  # fmt: skip
REGIONS = {"zh": "SC", "zh_TW": "TC", "zh_HK": "TC", "zh_Hant": "TC", "ja": "JP", "ko": "KR"}
# Arrows, box drawing, mathematical and other signs that stand in prose and code.
SYMBOLS = (
    "Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Sans Symbols2",
    "DejaVu Sans Mono", "DejaVu Sans", "Apple Symbols", "Segoe UI Symbol", "Noto Color Emoji",
    "Apple Color Emoji", "Segoe UI Emoji",
)  # fmt: skip
MATH = ("STIX Two Math", "Cambria Math", "New Computer Modern Math")

_NAMES = {"SC": "simplified Chinese", "TC": "traditional Chinese", "JP": "Japanese", "KR": "Korean"}
_BREW = {"SC": "sc", "TC": "tc", "JP": "jp", "KR": "kr"}


class FontError(AllocdocError):
    """Fonts that a language wants are not installed, or ``typst_fonts`` names unknown ones."""


@dataclass(frozen=True, slots=True)
class FontSet:
    """The families of a document, each list in the order in which glyphs are looked for."""

    text: tuple[str, ...]
    heading: tuple[str, ...]
    mono: tuple[str, ...]
    math: tuple[str, ...]
    han: str = ""
    """The region whose Han forms the language has: ``SC``, ``TC``, ``JP``, ``KR``; else empty."""

    def code(self, role: str, *, english: bool = False) -> Code:
        """Return the list of a role (``text``, ``heading``, ``mono``, ``math``) as Typst code.

        Beside Han characters, the quotes and dashes of prose are those of the Han family, as wide
        as its signs; ``english`` is for a passage in a Latin script in such a document.
        """
        families = getattr(self, role)
        wide = bool(self.han) and not english and role in ("text", "heading")
        return Code(value([_entry(one, wide and one in LATIN[role]) for one in families]))


def find(folders: Sequence[Path] = ()) -> typst.Fonts:
    """Return the fonts of the system, of the compiler, and of ``folders``. Takes half a second."""
    require_compiler()
    import typst

    return typst.Fonts(font_paths=list(folders))


def choose(
    language: str,
    configured: Mapping[str, object] | None = None,
    *,
    families: Collection[str],
    platform: str = sys.platform,
) -> FontSet:
    """Choose the families of a language from those that are installed.

    Args:
        language: Sphinx's code of the language, such as ``zh_CN``.
        configured: ``typst_fonts``: lists of families by role, or such a dict by language.
        families: What is installed: ``find().families()``.
        platform: ``sys.platform``, for the advice.

    Raises:
        FontError: A configured family is not installed, or the language's script has none.
    """
    own = _configured(language, configured or {}, families)
    han = region_of(language)
    lists = {role: _list(role, own.get(role, ()), han, families, platform) for role in ROLES}
    # Words in a formula may be in any script.
    math = tuple(dict.fromkeys([*_first(MATH, families), *lists["text"]]))
    return FontSet(**lists, math=math, han=han)


def _list(
    role: str, own: tuple[str, ...], han: str, families: Collection[str], platform: str
) -> tuple[str, ...]:
    found = [*own, *_first(LATIN[role], families)]
    if role == "mono":
        # Arrows and the like one cell wide, as in the Latin family; a Han family has them twice so.
        found += _first(["DejaVu Sans Mono"], families)
    if han:
        # Any family of the region is better than a right kind with another region's forms.
        wanted = [*HAN[han][role], *HAN[han]["heading"], *HAN[han]["text"]]
        regional = _first(wanted, families)
        if not regional and not own:
            raise FontError(_missing(han, platform))
        found += regional
    for other in HAN:
        found += _first([*HAN[other][role], *HAN[other]["heading"]], families)
    return tuple(dict.fromkeys([*found, *_installed(SYMBOLS, families)]))


def region_of(language: str) -> str:
    """Return the region whose Han forms a language has, as in `FontSet.han`."""
    for code, region in reversed(REGIONS.items()):
        if language == code or language.startswith(f"{code}_"):
            return region
    return ""


def _installed(wanted: Sequence[str], families: Collection[str]) -> list[str]:
    return [family for family in wanted if family in families]


def _first(wanted: Sequence[str], families: Collection[str]) -> list[str]:
    return _installed(wanted, families)[:1]


def _configured(
    language: str, configured: Mapping[str, object], families: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Read ``typst_fonts``, of which the keys are roles or languages."""
    where = "typst_fonts"
    if not set(configured) <= set(ROLES):
        strange = [key for key, value in configured.items() if not isinstance(value, Mapping)]
        if strange:
            want = ", ".join(ROLES)
            raise FontError(f"conf.py: {where}: unknown key (got {strange[0]!r}, want {want})")
        where = f"{where}[{language!r}]"
        configured = configured.get(language, {})  # type: ignore[assignment]
    return {role: _names(where, role, names, families) for role, names in configured.items()}


def _names(where: str, role: str, given: object, families: Collection[str]) -> tuple[str, ...]:
    if role not in ROLES:
        want = ", ".join(ROLES)
        raise FontError(f"conf.py: {where}: unknown key (got {role!r}, want one of {want})")
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise FontError(f"conf.py: {where}[{role!r}]: not a list of font families (got {given!r})")
    for name in names:
        if name not in families:
            near = ", ".join(difflib.get_close_matches(name, sorted(families), 3))
            advice = f", nearest are: {near}" if near else ""
            raise FontError(f"conf.py: {where}[{role!r}]: not installed (got {name!r}{advice})")
    return tuple(names)


def _missing(han: str, platform: str) -> str:
    region = _BREW[han]
    do = {
        "darwin": f"run: brew install font-noto-serif-cjk-{region} font-noto-sans-cjk-{region}",
        "win32": f"install Settings > Optional features > {_NAMES[han]} supplemental fonts",
    }.get(platform, "run: sudo apt-get install fonts-noto-core fonts-noto-mono fonts-noto-cjk")
    some = f"{HAN[han]['text'][0]}, {HAN[han]['heading'][0]}"
    return f"no {_NAMES[han]} fonts are installed (want {some} or the like; {do})"


def _entry(family: str, latin_only: bool) -> str:
    entry = arguments(name=family, covers="latin-in-cjk")
    return Code(f"({entry})") if latin_only else family
