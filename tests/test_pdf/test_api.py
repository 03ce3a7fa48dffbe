"""Programming interfaces in a book: autodoc of a small module, and the domains' own directives."""

from __future__ import annotations

import sys

import pytest

from .conftest import Project, squeezed

MODULE = '''
    """A small module."""

    LIMIT: int = 10
    """The largest size."""


    class Pool:
        """Holds things.

        .. versionadded:: 1.2
        .. deprecated:: 2.0 Use a list.
        """

        def take(self, index: int = 0, *, name: str = "first", **rest: object) -> "str | None":
            """Take one out.

            :param index: Which one.
            :raises IndexError: There is none.
            """

        @property
        def free(self) -> int:
            """How much is free."""


    def round_up(size: int, alignment: int = 8) -> int:
        """Return the next multiple.

        .. seealso:: A list.
        """
    '''


@pytest.fixture
def module(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with a module of its own."""
    project.write("small_module.py", MODULE)
    monkeypatch.syspath_prepend(project.root)
    monkeypatch.delitem(sys.modules, "small_module", raising=False)
    configure(project, 'extensions.append("sphinx.ext.autodoc")')
    project.write(
        "docs/index.md",
        "# Title\n\n```{eval-rst}\n.. automodule:: small_module\n   :members:\n```\n",
    )
    return project


def configure(project: Project, line: str) -> None:
    with (project.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"{line}\n")


def test_module(module: Project) -> None:
    configure(module, "python_maximum_signature_line_length = 70")
    done = module.build()
    assert (done.status, done.said) == (0, "")
    text = squeezed("".join(page.extract_text() for page in done.pdf.pages))
    for signature in (
        "small_module.LIMIT: int = 10",
        "class small_module.Pool",
        "take(index: int = 0,*,name: str = 'first',**rest: object,) → str | None",
        "property free: int",
        "small_module.round_up(size: int, alignment: int = 8) → int",
    ):
        assert squeezed(signature) in text
    for words in ("Added in version 1.2.", "Deprecated since version 2.0: Use a list.", "See also"):
        assert squeezed(words) in text
    assert squeezed("Parameters index – Which one. Raises IndexError – There is none.") in text
    assert 'version-note("deprecated", {' in done.code
    assert done.code.count("in-rows: true") == 1
    assert 'labelled("index:small_module.Pool.take", api-signature(in-rows: true, {' in done.code


def signature(project: Project, directive: str) -> str:
    """Return the words of the signatures of a description, spaces joined."""
    project.write("docs/index.md", f"# Title\n\n```{{eval-rst}}\n.. {directive}\n```\n")
    done = project.build()
    assert (done.status, done.said) == (0, "")
    text = " ".join(done.pdf.pages[2].extract_text().split())
    return text.removeprefix("1 Title ").removesuffix(" 1").removesuffix(" Words.")


@pytest.mark.parametrize(
    ("directive", "shown"),
    [
        # As Sphinx writes it for HTML.
        ("py:function:: window(a[, b[, c]], *, d=1)", "window(a, [b, [c, ]]*, d=1)"),
        ("py:function:: f(a[, b])", "f(a[, b])"),
        ("py:function:: f[T: int](x: T = 'a') -> T", "f[T: int](x: T = 'a') → T"),
        ("c:function:: int add(const char *name, int b)", "int add(const char *name, int b)"),
        (
            "cpp:function:: template <typename T> T id(T x = 'c', int n = 12)",
            "template<typename T> T id(T x = 'c', int n = 12)",
        ),
        ("option:: --name <value>", "--name <value>"),
    ],
)
def test_signatures(project: Project, directive: str, shown: str) -> None:
    assert signature(project, directive) == shown


def test_signature_in_rows_ends_as_the_settings_say(project: Project) -> None:
    directive = "py:function:: long(first: int, second: str[, third])"
    configure(project, "python_maximum_signature_line_length = 10")
    assert signature(project, directive) == "long( first: int, second: str[, third], )"
    configure(project, "python_trailing_comma_in_multi_line_signatures = False")
    assert signature(project, directive) == "long( first: int, second: str[, third] )"


def test_expression_in_a_line(project: Project) -> None:
    project.write("docs/index.md", "# Title\n\nThe {cpp:expr}`a * 2` of it.\n")
    assert 'code-inline("a * 2", {' in project.code()
