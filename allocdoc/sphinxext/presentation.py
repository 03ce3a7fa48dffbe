"""What a page shows of one listing: its code, what it printed, and how that is known.

Here, and only here, translated comments go back into their code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes as docutils_nodes
from docutils.nodes import Node
from sphinx.locale import _

from allocdoc.examples import Result, session_text, translate, unmark
from allocdoc.sphinxext import domain, nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def labels() -> dict[str, str]:
    """Return the label of each kind of listing, in the page's language."""
    return {"python": _("Python"), "rust": _("Rust today"), "rust2015": _("Rust 2015")}


def rust_note(verdict: str) -> str:
    """Say what the tests do with a listing; ``verdict`` is what its header asks for."""
    return {
        "run-pass": _("The tests compile this program, run it and compare its output."),
        "build-pass": _("The tests compile this crate."),
        "build-fail": _("The tests check that the compiler refuses this listing."),
        "call": _("The tests compile this library, load it and call its function."),
    }[verdict]


class Presentation:
    """What stands in one listing's tab: its code, what it printed, and how that is known."""

    def __init__(self, env: BuildEnvironment, stem: str) -> None:
        self.run = domain.of(env).run
        self.stem = stem

    def of(self, variant: nodes.variant) -> Iterator[Node]:
        """Yield the nodes of a tab."""
        kind = variant["kind"]
        yield from self._code(variant)
        if kind == "python":
            yield from self._python()
        elif kind == "rust":
            yield from self._rust()
        else:
            yield _note(_("Historical: no compiler of this decade accepts this listing."))

    def _code(self, variant: nodes.variant) -> Iterator[Node]:
        """Yield the code without its hidden lines; a form that can unfold them has them too."""
        unmarked = unmark(_translated_code(variant), variant["language"])
        block = _literal(unmarked.visible, variant["language"], "allocdoc-code")
        yield block
        if unmarked.hidden:
            block["whole"] = unmarked.code.rstrip("\n")
            block["hidden"] = sorted(unmarked.hidden)
            note = _note(_("Some lines of this listing are not shown here."))
            note["classes"].append("allocdoc-hidden-note")
            yield note

    def _python(self) -> Iterator[Node]:
        result = self.run.results[self.stem]
        if result.passed:
            yield from _output(_("Output of this build"), session_text(result), "pycon")
        else:
            yield _failure(result)

    def _rust(self) -> Iterator[Node]:
        if rust := self.run.listings[self.stem].rust:
            if rust.expectation.output:
                yield from _output(_("Expected output"), rust.expectation.output, "text")
            yield _note(rust_note(rust.expectation.kind))


def _translated_code(variant: nodes.variant) -> str:
    translations = {
        index: comment["translation"]
        for index, comment in enumerate(variant.findall(nodes.code_comment))
        if comment.get("translation")
    }
    return translate(variant["code"], variant["language"], translations)


def _literal(text: str, language: str, css: str) -> docutils_nodes.literal_block:
    code = text.rstrip("\n")
    return docutils_nodes.literal_block(
        code, code, language=language, classes=[css], translate="no"
    )


def _note(text: str) -> docutils_nodes.paragraph:
    return docutils_nodes.paragraph("", text, classes=["allocdoc-note"])


def _output(label: str, text: str, language: str) -> Iterator[Node]:
    yield docutils_nodes.paragraph("", label, classes=["allocdoc-output-label"])
    yield _literal(text, language, "allocdoc-session")


def _failure(result: Result) -> Node:
    text = "\n\n".join(str(failure) for failure in result.failures)
    box = docutils_nodes.container(classes=["allocdoc-failure"])
    box += docutils_nodes.paragraph("", _("This example failed in this build."))
    box += _literal(text, "text", "allocdoc-session")
    return box
