"""Single nodes: the code that is written for them, and what is said about those that cannot be."""

from __future__ import annotations

import sys

import pytest
from docutils import nodes
from sphinx.util.docutils import new_document

from allocdoc.pdf.writer.anchors import Anchors

from .conftest import Project, squeezed


def page(project: Project, text: str) -> str:
    """Return the code of a page with a text below its title."""
    project.write("docs/index.md", f"# Title\n\n{text}\n")
    return project.code()


def test_every_block_names_its_line(project: Project) -> None:
    code = page(project, "First words.\n\n- an item\n")
    assert 'par({  // docs/index.md:3\n "First words."\n})' in code
    assert "{  // docs/index.md:5" in code


def test_characters_mean_nothing_to_typst(project: Project) -> None:
    code = page(project, r'#strong[x] "quoted" $1 \\ // no comment')
    assert r'"#strong[x] “quoted” $1 \\ // no comment"' in code


def test_line_break_is_a_space_except_between_han_characters(project: Project) -> None:
    assert '"one two"' in page(project, "one\ntwo").replace('"\n " "\n "', " ")
    code = page(project, "直径\n直径 abc")
    assert "".join(line.strip().strip('"') for line in code.splitlines()).count("直径直径") == 1


EXTENSION = """
    from docutils import nodes
    from sphinx.util.docutils import SphinxDirective

    class riddle(nodes.General, nodes.Element):
        pass

    class Riddle(SphinxDirective):
        has_content = True

        def run(self):
            node = riddle("", nodes.paragraph("", "Words of a riddle."))
            self.set_source_info(node)
            return [node]

    def visit(self, node):
        self.wrap(node, "topic(none, {")

    def depart(self, node):
        self.unwrap()

    def setup(app):
        app.add_config_value("riddle_known", False, "", types=[bool])
        app.add_node(riddle, **({"typst": (visit, depart)} if app.config.riddle_known else {}))
        app.add_directive("riddle", Riddle)
    """


@pytest.fixture
def riddle(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a project with a kind of nodes that is its own."""
    project.write("riddle_extension.py", EXTENSION)
    monkeypatch.syspath_prepend(project.root)
    monkeypatch.delitem(sys.modules, "riddle_extension", raising=False)
    project.write("conf.py", 'extensions = ["allocdoc", "riddle_extension"]\n')
    project.write("docs/index.md", "# Title\n\nWords.\n\n```{riddle}\n```\n")
    return project


def test_unknown_node_is_a_warning_with_its_place_and_its_text_is_kept(riddle: Project) -> None:
    done = riddle.build()
    assert done.status == 0
    assert "docs/index.md:5: WARNING: the PDF cannot show a node of the kind riddle" in done.said
    assert "Words of a riddle." in done.pdf.pages[-1].extract_text()


def test_node_of_another_extension_brings_its_own_visitors(riddle: Project) -> None:
    with (riddle.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("riddle_known = True\n")
    assert "topic(none, {  // docs/index.md:5" in riddle.code()


def test_address_outside_is_printed_once_at_the_foot(project: Project) -> None:
    text = "[words](https://example.org/) <https://example.org/bare>"
    code = page(project, text)
    assert 'footnote(link("https://example.org/", "https://example.org/"))' in code
    assert code.count("footnote(") == 1
    project.write("docs/index.md", f"# Title\n\n{text}\n")
    assert "footnote(" not in project.code("-D", "typst_show_urls=0")


def test_address_has_no_room_in_a_title_or_a_cell(project: Project) -> None:
    link = "[words](https://example.org/)"
    code = page(project, f"## A {link}\n\n| {link} |\n|---|\n| {link} |")
    assert code.count('link("https://example.org/", {') == 3
    assert "footnote(" not in code


def test_link_to_a_page_outside_of_the_book_keeps_its_words(project: Project) -> None:
    project.write("docs/lonely.md", "---\norphan: true\n---\n\n(far)=\n# Lonely\n")
    code = page(project, "[a page](lonely.md) {ref}`far` {ref}`genindex`")
    assert '"a page"' in code
    assert '"far"' in code
    assert "link(" not in code


def test_unreferenced_footnote_is_kept(project: Project) -> None:
    project.write("docs/index.rst", "")
    (project.root / "docs/index.md").unlink()
    project.write("docs/index.rst", "Title\n=====\n\n.. [1] A lonely note.\n")
    done = project.build("-D", "typst_compile=0", "-D", "suppress_warnings=ref.footnote")
    assert '"A lonely note."' in done.code


def test_image_of_another_site_is_not_fetched(project: Project) -> None:
    project.write("docs/index.md", "# Title\n\n![A dot](https://example.org/dot.png)\n")
    done = project.build()
    assert "docs/index.md:3: WARNING: an image of another site is not in the book" in done.said
    assert 'link("https://example.org/dot.png", "A dot")' in done.code


def test_sizes_of_images(project: Project) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'
    project.write("docs/dot.svg", svg)
    image = "```{{image}} dot.svg\n:alt: A dot\n:{}\n```\n"
    wanted = {
        "width: 96px": "width: 72pt",
        "width: 50%": "width: 50%",
        "width: 2em": "width: 2em",
        "height: 1in": "height: 72pt",
        "scale: 50": "width: 3pt",
        "width: 3vw": 'alt: "A dot"  //',
    }
    for option, code in wanted.items():
        assert code in page(project, image.format(option))


def test_scaled_raster_image(project: Project) -> None:
    from PIL import Image

    Image.new("RGB", (40, 20)).save(project.root / "docs/dot.png")
    text = "```{image} dot.png\n:alt: A dot\n:scale: 50\n:align: right\n```\n"
    assert 'at: "right", alt: "A dot", width: 15pt' in page(project, text)


def test_linked_figure_without_a_caption(project: Project) -> None:
    project.write("docs/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')
    text = "```{figure} dot.svg\n:alt: A dot\n:target: https://example.org/\n```\n"
    code = page(project, text)
    assert "illustration({" in code
    assert 'at: "center"' in code


def test_box_without_a_title(project: Project) -> None:
    code = page(project, "```{eval-rst}\n.. epigraph::\n\n   Words.\n\n   -- Somebody\n```")
    assert "quote(block: true, attribution: {" in code
    project.write(
        "docs/index.rst", "Title\n=====\n\n.. contents::\n   :local:\n\nOne\n---\n\nTwo\n---\n"
    )
    (project.root / "docs/index.md").unlink()
    assert "topic(none, {" in project.code()


def test_second_title_of_a_page(project: Project) -> None:
    code = page(project, "Words.\n\n```{rubric} Footnotes\n```")
    assert "Footnotes" not in code


def resolved(project: Project, made: str) -> str:
    """Return the code of a page to which an extension has added nodes at the last moment."""
    with (project.root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(
            "from docutils import nodes\n"
            "def add(app, doctree, docname):\n"
            f"    doctree.next_node(nodes.section).append(nodes.paragraph('', '', {made}))\n"
            "def setup(app):\n"
            "    app.connect('doctree-resolved', add)\n"
        )
    return project.code()


def test_link_that_leads_nowhere_keeps_its_words(project: Project) -> None:
    code = resolved(project, "nodes.reference('', 'words', refid='nowhere')")
    assert '"words"' in code
    assert "link(" not in code


def test_reference_to_a_footnote_that_is_not_there_keeps_its_number(project: Project) -> None:
    assert 'super("9")' in resolved(project, "nodes.footnote_reference('', '9', refid='none')")


def test_download_from_another_site_is_a_link(project: Project) -> None:
    assert 'link("https://example.org/a", {' in page(
        project, "{download}`a <https://example.org/a>`"
    )


def test_warning_about_a_node_without_a_line_names_what_holds_it(project: Project) -> None:
    with pytest.raises(AssertionError, match=r"index\.md:1: WARNING: an image of another site"):
        resolved(project, "nodes.image(uri='https://a.example/', candidates={'?': ''})")


def test_several_definitions_of_a_term(project: Project) -> None:
    project.write("conf.py", 'extensions = ["allocdoc"]\nmyst_enable_extensions = ["deflist"]\n')
    code = page(project, "Term\n: First.\n\n: Second.")
    assert code.count("terms.item({") == 1
    assert code.index('"First."') < code.index('"Second."')


def test_figure_without_a_caption_has_no_number(project: Project) -> None:
    project.write("docs/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')
    figure = "```{figure} dot.svg\n:alt: A dot\n:name: the-dot\n```\n"
    project.write("docs/index.md", f"# Title\n\n{figure}")
    code = project.code("-D", "numfig=1")
    assert 'labelled("index:the-dot", illustration({' in code


def test_index_has_only_what_is_in_the_book(project: Project) -> None:
    lonely = "---\norphan: true\n---\n\n# Lonely\n\n```{index} far, away; far\n```\n\nWords.\n"
    project.write("docs/lonely.md", lonely)
    assert "index-section" not in page(project, "Words.")
    code = page(project, "```{index} single: near; by\n```\n\nWords.")
    assert 'index-entry("near", ())' in code
    assert 'index-entry("by", ("index:index-0",), below: true)' in code
    assert "far" not in code


def test_node_that_was_made_later_stands_where_its_parent_stands() -> None:
    document = new_document("page.md")
    document["docname"] = "page"
    anchors = Anchors(document)
    later = nodes.paragraph(ids=["later"])
    assert anchors.name(later) == ":later"
    document += later
    assert anchors.name(later) == "page:later"
    assert anchors.find("page", "later") == ""


def test_caption_of_a_toctree_without_pages_is_no_part(project: Project) -> None:
    code = page(project, "```{toctree}\n:caption: Nothing\n```")
    assert "Nothing" not in code


def test_footnote_in_a_title_stands_on_the_page_of_the_title(project: Project) -> None:
    text = "# Title\n\n## Sub[^a] [^a]\n\nWords.\n\n[^a]: The note.\n"
    project.write("docs/index.md", text)
    done = project.build()
    assert (done.status, done.said) == (0, "")
    pages = [squeezed(page.extract_text()) for page in done.pdf.pages]
    assert ["Thenote." in text for text in pages] == [False, False, True]
