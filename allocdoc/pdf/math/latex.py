"""Formulas: LaTeX to Typst's own math, by way of MathML Core.

The library math-core reads LaTeX, and refuses what it does not know. Its MathML becomes calls of
Typst's functions. A formula is code, like all else that comes from a page: its signs are string
literals, so that nothing in it means anything to Typst.
"""

from __future__ import annotations

import html
import importlib.util
import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from allocdoc.pdf.math.mathml import MathError, row
from allocdoc.pdf.source import Code

_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#\w+);)(\w+;)")
_SELECTORS = re.compile("[\ufe00-\ufe0f]")
_STARRED = re.compile(
    r"\\(begin|end)\{(?:(align|equation|gather|multline)|(?:fl|x?x?)align(?:at)?)\*?\}"
)
_PAIRS = re.compile(r"(\\begin\{x?x?alignat\*?\})\s*\{\d+\}")
_COUNTED = re.compile(r"\\(?:label\{[^{}]*\}|nonumber\b|notag\b)")
_BRACED = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_SUBSTACK = re.compile(r"\\substack" + _BRACED)
_MIXED = re.compile(r"\\text\{([^{}]*\$[^{}]*)\}")


def to_typst(latex: str, *, block: bool) -> Code:
    """Return a formula as a piece of code: what ``math.equation`` shows.

    Args:
        latex: The formula, without dollar signs.
        block: Whether it stands on a line of its own.

    Raises:
        MathError: The LaTeX is wrong, or it has something that has no form in Typst.
    """
    return Code(row(list(_mathml(_prepared(latex), block))))


def _prepared(latex: str) -> str:
    r"""Return LaTeX that math-core knows, which counts no equations: Sphinx does.

    In Sphinx, empty lines part equations, and ``\\`` is a new line (`sphinx.util.math`).
    """
    latex = _COUNTED.sub("", _PAIRS.sub(r"\1", latex.strip())).replace("{split}", "{aligned}")
    latex = _STARRED.sub(lambda found: f"\\{found[1]}{{{found[2] or 'align'}*}}", latex)
    latex = _SUBSTACK.sub(r"\\begin{subarray}{c}\1\\end{subarray}", latex)
    latex = _MIXED.sub(lambda found: _words_and_formulas(found[1]), latex)
    parts = [_aligned(part) for part in re.split(r"\n\s*\n", latex) if part.strip()]
    if len(parts) < 2:
        return "".join(parts)
    rows = r" \\ ".join(parts)
    return rf"\begin{{gathered}}{rows}\end{{gathered}}"


def _words_and_formulas(text: str) -> str:
    pieces = enumerate(text.split("$"))
    return "".join(piece if number % 2 else f"\\text{{{piece}}}" for number, piece in pieces)


def _aligned(part: str) -> str:
    outside = re.sub(r"\\begin\{(.*?)\}.*\\end\{\1\}", "", part, flags=re.DOTALL)
    return f"\\begin{{aligned}}{part}\\end{{aligned}}" if "\\\\" in outside else part


def _mathml(latex: str, block: bool) -> Element:
    if importlib.util.find_spec("math_core") is None:
        raise MathError("it wants the package math-core (run: pip install 'allocdoc[pdf]')")
    import math_core

    converter = math_core.LatexToMathML(fancy_error=False)
    try:
        text = converter.convert_with_local_state(latex, displaystyle=block)
    except math_core.LatexError as error:
        raise MathError(re.sub(r"^\d+: ", "", str(error)).rstrip(".")) from None
    plain = _ENTITY.sub(lambda found: html.unescape(found[0]), _SELECTORS.sub("", text))
    return ElementTree.fromstring(plain)  # noqa: S314 - the library wrote it
