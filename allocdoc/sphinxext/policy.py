"""A content security policy in each page: what a page loads comes from its own site.

Scripts and styles in the text of a page are allowed by their hashes, taken from the very text that
is written; a ``style`` attribute, which no hash allows, becomes a class and a rule. Invariant: a
page without a ``style`` attribute is changed in nothing but the policy that it gets.

Nothing more is needed for WebAssembly: a worker from an address of its own, as the run button's is,
takes the policy of its own response, not the page's (CSP 3, "policy container" of HTML's workers).
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from html import unescape

_ATTRIBUTE = r"""(?:[^>"']|"[^"]*"|'[^']*')"""
_ATTRIBUTES = r"""(?:[^>"']++|"[^"]*"|'[^']*')*+"""
_ELEMENT = (
    rf"<!--.*?-->|<(?P<kind>script|style)\b(?P<of>{_ATTRIBUTES})>(?P<text>.*?)</(?P=kind)\s*>"
)
_FRAMES_AND_MEDIA = {"frame-src": ("iframe",), "media-src": ("audio", "video", "source")}
_SHOWN = ("img", *(name for names in _FRAMES_AND_MEDIA.values() for name in names))
# Tags without a style that load nothing; all up to the next other one are a single match. A page
# has thousands of them: most are told by a letter, and ignoring case takes longer than naming both.
_NAME = rf"(?:[b-hj-rtuw-zB-HJ-RTUW-Z]|(?!(?i:script|style|{'|'.join(_SHOWN)})\b)[a-zA-Z])"
_TAG = rf"""/?{_NAME}[^>"'yY]*+(?:(?:"[^"]*"|'[^']*'|[yY](?![lL][eE]))[^>"'yY]*+)*+>"""
# Most elements are pieces of highlighted code.
_CODE = r'span class="[^"]*">[^<]*+</span>'
_PLAIN = rf"(?:<(?:{_CODE}|/[a-zA-Z0-9]++>|{_TAG})[^<]*+)++"
_MARKUP = re.compile(rf"(?i:{_ELEMENT})|(?P<plain>{_PLAIN})|<[a-zA-Z]{_ATTRIBUTES}>", re.DOTALL)
_ALL_PLAIN = re.compile(rf"[^<]*+{_PLAIN}")
_STYLE = re.compile(r"""\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_CLASS = re.compile(r"""(\sclass\s*=\s*["'])""", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc\s*=""", re.IGNORECASE)
_TYPE = re.compile(r"""\stype\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
# A host as a policy names it: with its scheme, if the page gives one.
_FROM = (
    rf"""{_ATTRIBUTE}*?\s(?:src|href)\s*=\s*["']?(?://)?(?P<host>(?:(?<=//)|https?://)[\w.:-]+)"""
)
_FOREIGN = re.compile(rf"<(?P<kind>{'|'.join(_SHOWN)})\b{_FROM}", re.IGNORECASE)
_SHEET = rf"""link\b(?={_ATTRIBUTE}*?\srel\s*=\s*["']?stylesheet)"""
_FOREIGN_CODE = re.compile(rf"<(?:script\b|{_SHEET}){_FROM}", re.IGNORECASE)
_SCRIPTS = ("module", "text/javascript", "application/javascript")
# A policy holds for what follows it; the encoding has to stand in a page's first kilobyte.
_PLACE = re.compile(r"<head\b[^>]*>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)


def protect(html: str) -> str:
    """Return a whole page with a policy that allows what it holds itself, and its site.

    One without ``<head>`` comes back as it is, and so does one with code from elsewhere, such as
    MathJax: what that code will ask for is not known, and a page has to work first.
    """
    if _FOREIGN_CODE.search(html):
        return html
    found: dict[str, dict[str, None]] = {name: {} for name in ("script", "style", *_SHOWN)}
    rules: dict[str, None] = {}

    def replace(match: re.Match[str]) -> str:
        if match.lastgroup == "plain":
            return match[0]
        if match["kind"] is None:
            if host := _FOREIGN.match(match[0]):
                found[host["kind"].lower()][host["host"]] = None
            tag, rule = _without_style(match[0])
            if rule:
                rules[rule] = None
            return tag
        kind = match["kind"].lower()
        if kind == "style" or _is_script(match["of"]):
            found[kind][hash_of(match["text"])] = None
        return match[0]

    html = _MARKUP.sub(replace, html)
    if rules:
        text = "".join(f"{rule}\n" for rule in rules)
        found["style"][hash_of(text)] = None
        html = html.replace("</head>", f"<style>{text}</style>\n</head>", 1)
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{_policy(found)}">'
    return _PLACE.sub(lambda match: match[0] + meta, html, count=1)


def is_plain(html: str) -> bool:
    """Tell whether a piece of a page holds nothing that the page's policy has to name."""
    return _ALL_PLAIN.fullmatch(html) is not None


def hash_of(text: str) -> str:
    """Return how a policy names the text of a script or style."""
    # Where a page has CRLF, the browser sees the LF that it makes of it.
    digest = hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _policy(found: dict[str, dict[str, None]]) -> str:
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *found["script"]],
        "style-src": ["'self'", *found["style"]],
        # The themes' style sheets have their icons inside.
        "img-src": ["'self'", "data:", *found["img"]],
        **{
            directive: ["'self'", *hosts]
            for directive, names in _FRAMES_AND_MEDIA.items()
            if (hosts := dict.fromkeys(host for name in names for host in found[name]))
        },
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def _is_script(attributes: str) -> bool:
    """Tell whether a script element holds code; one with data needs no permission."""
    kind = _TYPE.search(attributes)
    return not _SOURCE.search(attributes) and (kind is None or kind[1].lower() in _SCRIPTS)


@lru_cache  # most are those of icons, which are the same on each page
def _without_style(tag: str) -> tuple[str, str]:
    """Return a start tag with a class in the place of its style, and the class's rule, if any."""
    style = _STYLE.search(tag)
    if style is None:
        return tag, ""
    # A "<" could end the element that the rule goes to.
    declarations = unescape(style[1] or style[2] or "").strip().replace("<", r"\3c ")
    bare = tag[: style.start()] + tag[style.end() :]
    if not declarations:
        return bare, ""
    name = f"s-{hashlib.sha256(declarations.encode('utf-8')).hexdigest()[:8]}"
    # Like an attribute, the rule outweighs those of the theme.
    rule = f"{f'.{name}' * 4}{{{declarations}}}"
    if _CLASS.search(bare):
        return _CLASS.sub(rf"\g<1>{name} ", bare, count=1), rule
    return re.sub(r"^<[^\s/>]+", lambda match: f'{match[0]} class="{name}"', bare), rule
