"""A built page on its way to the browser: with the preview's script, and the permission for it.

Invariant: what is in the files is what a reader of the published site gets.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

from allocdoc.site.preview.words import words

HERE = Path(__file__).parent
PREFIX = "/_preview/"
"""Where the preview's own files and its connection are; no language has such a folder."""
FILES = ("preview.js", "preview.css", "changes.js", "place.js")

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')

_WAITING = """\
<!DOCTYPE html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body class="allocdoc-preview-waiting">
<p>{text}</p>
</body>
</html>
"""


def adapt(html: str, host: str, code: str, version: str) -> str:
    """Return a page with the preview's script.

    Args:
        html: The page as it was built.
        host: The server's host and port, as the browser knows them.
        code: The page's language.
        version: Which build of the language this is.
    """
    # "<" could end the element.
    facts = {"language": code, "version": version, "words": words(code)}
    data = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    added = (
        f'<link rel="stylesheet" href="{PREFIX}preview.css">\n'
        f'<script type="application/json" id="allocdoc-preview-facts">{data}</script>\n'
        f'<script type="module" src="{PREFIX}preview.js"></script>\n'
    )
    html = _POLICY.sub(lambda match: match[1] + _allow(match[2], host) + match[3], html, count=1)
    return html.replace("</head>", f"{added}</head>", 1)


def _allow(policy: str, host: str) -> str:
    """Return a policy that allows the connection: not in every browser is it of the same site."""
    socket = f"ws://{escape(host)}"
    rules = [rule.strip() for rule in policy.split(";") if rule.strip()]
    for index, rule in enumerate(rules):
        if rule.split()[0] == "connect-src":
            rules[index] = f"{rule} {socket}"
            return "; ".join(rules)
    return "; ".join([*rules, f"connect-src 'self' {socket}"])


def waiting(code: str, tag: str) -> str:
    """Return what to show of a page that is not built yet; its script loads it when it is."""
    said = words(code)
    return _WAITING.format(tag=escape(tag), title=escape(said["title"]), text=said["waiting"])
