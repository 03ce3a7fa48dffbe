"""Characters that no reader sees, and what they may be good for in which language.

A zero-width non-joiner is spelling in Persian, and a hiding place in Spanish; a variation selector
chooses between two forms of a Japanese name or colours an emoji. Everything else that Unicode
calls "default ignorable" (UAX #44, DerivedCoreProperties), and all that reorders text, is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "ps", "sd", "ug", "ur", "yi")
)
_JOINING = _RIGHT_TO_LEFT | frozenset(
    (
        *("as", "bn", "gu", "hi", "km", "kn", "kok", "ks", "mai", "ml", "mn", "mni", "mr", "my"),
        *("ne", "or", "pa", "sa", "sat", "si", "ta", "te"),
    )
)
_WITHOUT_SPACES = frozenset(("bo", "dz", "km", "lo", "my", "th"))
_HAN = frozenset(("ja", "ko", "yue", "zh"))

_MARKS = "\u200e\u200f\u061c"
_JOINERS = "\u200c\u200d"
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0"
_KEYCAP = "0123456789#*"
_SELECTORS = "\ufe00-\ufe0f\u180b-\u180f\U000e0000-\U000e0fff"
_SELECTOR = re.compile(f"[{_SELECTORS}]")
_UNSEEN = re.compile(f"[{_BLANK}{_SELECTORS}]")


def unwanted(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield kind and character for each character that the text may not hold.

    Args:
        text: What a translator wrote.
        language: The code of its language, such as ``zh_CN``.

    Yields:
        The kind (``control``, ``bidi``, ``invisible`` or ``unassigned``), and the character.
    """
    suspects = _suspects(text)
    if not suspects:
        return
    name = language.replace("-", "_").partition("_")[0].lower()
    for index, character in enumerate(text):
        if character in suspects and not _is_honest(character, text, index, name):
            yield suspects[character], character


def name_of(character: str) -> str:
    """Return a character's number and name, such as ``U+200B ZERO WIDTH SPACE``."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def is_plain(text: str) -> bool:
    """Tell whether a text holds nothing but characters that are right everywhere, on one line.

    For Python, what is not printable are the categories that `_kind` asks for, and all spaces but
    one. What is unseen can be printable.
    """
    return text.isprintable() and (text.isascii() or _UNSEEN.search(text) is None)


@lru_cache(maxsize=16)
def _suspects(text: str) -> dict[str, str]:
    """Return the kinds of the characters that matter here.

    Each rule about characters asks for the same text.
    """
    return {character: kind for character in set(text) if (kind := _kind(character))}


@lru_cache(maxsize=8192)
def _kind(character: str) -> str:
    if character in "\n\t":
        return ""
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        return "bidi"
    if character in _MARKS:
        return "bidi"
    if is_unseen(character):
        return "invisible"
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return "control"
        case "Cf":
            return "" if "\u0600" <= character <= "\u08e2" else "invisible"  # Arabic number signs
        case "Co" | "Cn" | "Cs":
            return "unassigned"
    return ""


def is_unseen(character: str) -> bool:
    """Whether a character counts as a letter or a mark for Unicode, yet shows nothing."""
    return _UNSEEN.fullmatch(character) is not None


def _is_honest(character: str, text: str, index: int, name: str) -> bool:
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if character in _MARKS:
        return name in _RIGHT_TO_LEFT
    if character in _JOINERS:
        if _is_emoji(before) and _is_emoji(after):
            return character == "\u200d"
        return name in _JOINING and _is_letter(before)
    if character == "\u200b":
        return name in _WITHOUT_SPACES and bool(before) and before != character
    if "\u180b" <= character <= "\u180d":
        return name == "mn" and _is_letter(before)
    if _SELECTOR.fullmatch(character) and not "\U000e0000" <= character <= "\U000e00ff":
        if character in "\ufe0e\ufe0f" and (_is_emoji(before) or before in _KEYCAP) and before:
            return True
        return name in _HAN and unicodedata.name(before or " ", "").startswith("CJK ")
    return False


def _is_letter(character: str) -> bool:
    return character != "" and unicodedata.category(character)[0] in "LM"


def _is_emoji(character: str) -> bool:
    return character != "" and (
        unicodedata.category(character) in ("So", "Sk", "Sm")
        or character in "\ufe0f\u203c\u2049\u3030\u303d"
    )
