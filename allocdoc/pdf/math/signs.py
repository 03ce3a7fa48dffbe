"""The signs of MathML that Typst writes in another way than as a sign."""

APPLY = "\u2061"
"""Function application: it has no width, but says that what stands before it is a function."""
INVISIBLE = frozenset((APPLY, "\u2062", "\u2063", "\u2064", ""))
FENCES = frozenset("()[]{}|‖⌊⌋⌈⌉⟨⟩⟦⟧⟮⟯⎰⎱/\\↑↓↕⇑⇓⇕\u2063")
ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "\u0302": "\u0302",
    "~": "\u0303", "˜": "\u0303", "\u0303": "\u0303",
    "¯": "\u0304", "‾": "\u0304", "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", "˚": "\u030a",
    "ˇ": "\u030c", "`": "\u0300", "´": "\u0301", "\u20db": "\u20db", "\u20dc": "\u20dc",
    "\u20d7": "\u20d7", "→": "\u20d7", "←": "\u20d6", "↔": "\u20e1",
}  # fmt: skip
"""The combining character, which Typst takes, for each sign that MathML sets above a base."""
ACCENTS_BELOW = {"→": "\u20ef", "←": "\u20ee", "↔": "\u034d", "~": "\u0330", "ˇ": "\u032c"}
LINES = frozenset("\u0332_‾―\u0305¯")
BRACES = {"⏞": "overbrace", "⎴": "overbracket", "⏜": "overparen", "⏠": "overshell"}
BRACES |= {"⏟": "underbrace", "⎵": "underbracket", "⏝": "underparen", "⏡": "undershell"}
PRIMES = {"′": 1, "″": 2, "‴": 3, "⁗": 4}
ARROWS = frozenset("←→↔⇐⇒⇔↦↩↪↼↽⇀⇁⇌⇋")
"""Arrows as long as what stands on them."""
MOVABLE = frozenset("∏∐∑⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆⨉")
"""Signs with limits above and below in a formula on its own line, and beside them in a text.

They are those with the property ``movablelimits`` of MathML's operator dictionary.
"""
