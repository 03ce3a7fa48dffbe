"""What a reader can do with a listing on a web page: copy it, link to a line, unfold it, run it.

The pages carry ids of lines, the steps that the build ran, and the words of the interface. All the
rest is a script's, so that a page without scripts shows everything and has no dead buttons. Running
wants the runtime that ``allocdoc build html`` puts beside the languages; where that is, the config
value ``allocdoc_runtime`` says: a path from the language's folder, empty where there is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes as docutils_nodes
from docutils.nodes import Element, Node, SkipNode
from markupsafe import escape
from sphinx.locale import _

from allocdoc.examples import NEEDS, PythonSource, Result
from allocdoc.sphinxext import domain, nodes, tree

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

_ENDINGS = {"python": "py", "rust": "rs", "rust2015": "2015.rs"}
"""By the kind of a listing: what its lines' ids have behind the example's id and a dot."""


def listing_words() -> dict[str, str]:
    """Return the words of the buttons that every block of code or listing has."""
    return {
        "copy": _("Copy"),
        "copied": _("Copied"),
        "notCopied": _("The browser does not allow copying"),
        "lines": _("Line numbers"),
        "line": _("Line {number}"),
        "unfold": _("Show the hidden lines"),
        "fold": _("Hide these lines again"),
        "beside": _("Rust beside Python"),
    }


def run_words() -> dict[str, str]:
    """Return the words that running a listing takes."""
    return {
        "run": _("Run"),
        "stop": _("Stop"),
        "edit": _("Edit"),
        "reset": _("Reset"),
        "editor": _("The code of this listing, to be edited"),
        "output": _("Output in your browser"),
        "loading": _("Loading Python: {done} of {total} MB"),
        "starting": _("Python is starting …"),
        "running": _("Running …"),
        "stopped": _("Stopped."),
        "replaced": _("Stopped, as another listing runs now."),
        "same": _("Same as in the build ✓"),
        "different": _("Results that differ from the build: {number} of {total}"),
        "build": _("In the build:"),
        "nothing": _("(nothing)"),
        "failed": _("The code failed before its results."),
        "cut": _("Stopped: more than {number} characters of output."),
        "late": _("Python has not started after {number} seconds. Try again, or reload the page."),
        "broken": _("Python could not start: {reason}"),
        "file": _(
            "This page was opened from a file, and browsers start Python only on pages from a"
            " server. On your own machine `allocdoc serve` is one."
        ),
    }


def number_lines(panel: Element, kind: str, example: str) -> None:
    """Give the lines of a panel's code ids, and the panel a place for its buttons.

    The ids are those of the example, a dot, how the file's name ends, and the line's number.
    """
    for block in list(panel.findall(docutils_nodes.literal_block)):
        if "allocdoc-code" not in block["classes"]:
            continue
        whole = block.get("whole", block.rawsource)
        hidden: list[int] = block.get("hidden", [])
        code = nodes.numbered_code(
            whole,
            whole,
            language=block["language"],
            classes=block["classes"],
            translate="no",
            lines=f"{example}.{_ENDINGS[kind]}",
            hidden=hidden,
        )
        code["highlight_args"] = {"linespans": code["lines"]}
        block.replace_self([code, *([nodes.listing_tools(data={})] if hidden else [])])


def add_run(panel: Element, env: BuildEnvironment, stem: str) -> None:
    """Let a reader run the panel's code, or say why that cannot be."""
    run = domain.of(env).run
    source, result = run.listings[stem].python, run.results.get(stem)
    if not env.config.allocdoc_runtime or source is None or result is None or not result.passed:
        return
    code = next(iter(panel.findall(nodes.numbered_code)))
    if source.needs:
        code.parent.insert(code.parent.index(code) + 1, list(_refusals(source)))
        return
    tools = next(iter(panel.findall(nodes.listing_tools)), None)
    if tools is None:
        tools = nodes.listing_tools(data={})
        code.parent.insert(code.parent.index(code) + 1, tools)
    tools["data"] = {"stem": stem, "steps": json.dumps(list(_steps(result)), ensure_ascii=False)}


def needed(need: str) -> str:
    """Return the words for what a listing needs and a browser does not have."""
    return {
        "jemalloc": "jemalloc",
        "network": _("the network"),
        "packages": _("packages beside Python's own"),
        "processes": _("processes of its own"),
        "threads": _("threads"),
    }[need]


def _refusals(source: PythonSource) -> Iterator[Node]:
    for need in (one for one in NEEDS if one in source.needs):
        text = _("This listing cannot run in a browser. It needs: {what}").format(what=needed(need))
        yield docutils_nodes.paragraph("", text, classes=["allocdoc-note"])


def _steps(result: Result) -> Iterator[dict[str, Any]]:
    """Yield the steps of the session as `allocdoc.examples.reader` wants them."""
    for step in result.steps:
        if step.in_session:
            yield {
                "source": step.source,
                "want": step.want,
                **({"got": step.got} if step.got != step.want else {}),
                **({"gap": True} if step.after_gap else {}),
            }


def _visit_code(self: HTML5Translator, node: nodes.numbered_code) -> None:
    start = len(self.body)
    try:
        self.visit_literal_block(node)
    except SkipNode:
        html = "".join(self.body[start:])
        self.body[start:] = [_mark_hidden(html, node["lines"], node["hidden"])]
        raise


def _mark_hidden(html: str, lines: str, hidden: list[int]) -> str:
    """Give hidden lines a class; Pygments knows none for them."""
    for number in hidden:
        line = f'id="{lines}-{number}"'
        html = re.sub(f"<span {re.escape(line)}", f'<span class="allocdoc-hidden" {line}', html)
    return html


def _visit_tools(self: HTML5Translator, node: nodes.listing_tools) -> None:
    data = "".join(f' data-{name}="{escape(text)}"' for name, text in node["data"].items())
    self.body.append(f'<div class="allocdoc-tools"{data}></div>\n')
    raise SkipNode


def _add_script(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Node | None
) -> None:
    if doctree is None or app.builder.name == "epub":
        return
    here = tree.kinds(doctree)
    if not tree.hold(here, docutils_nodes.literal_block):
        return
    words = listing_words()
    tools = doctree.findall(nodes.listing_tools) if tree.hold(here, nodes.listing_tools) else ()
    if any(node["data"] for node in tools):
        words |= run_words() | {"runtime": app.config.allocdoc_runtime}
    # As script data, so that nothing in it can be an element.
    text = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    app.add_js_file(None, body=text, type="application/json", id="allocdoc-listing-words")
    app.add_js_file("listing.js", loading_method="defer")
    app.add_css_file("listing.css")


def setup_part(app: Sphinx) -> None:
    """Add the nodes of a web page, and the script to the pages that have code."""
    app.add_config_value("allocdoc_runtime", "", "html", types=[str])
    app.add_node(nodes.numbered_code, html=(_visit_code, None))
    app.add_node(nodes.listing_tools, html=(_visit_tools, None))
    app.connect("html-page-context", _add_script)
