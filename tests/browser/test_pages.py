"""Every page, in every language: it loads whole, asks nobody else for anything, and fits."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .conftest import DESKTOP, LANGUAGES, PAGES, PHONE, PROJECT, Visit


@pytest.mark.parametrize("language", PROJECT.languages, ids=lambda language: language.code)
def test_every_page_loads_without_a_complaint(visit: Visit, language):
    for name in PAGES:
        page = visit.open(f"{language.folder}/{name}")
        assert page.evaluate("document.documentElement.lang") == language.tag
        assert page.locator("h1").inner_text().strip()
    assert visit.problems == []


@pytest.mark.parametrize("folder", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(browser: Browser, address, folder, scheme):
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, is_mobile=True)
    visit = Visit(context.new_page(), address)
    for name in PAGES:
        page = visit.open(f"{folder}/{name}")
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= PHONE["width"], f"{folder}/{name} is {wide} wide"
    assert visit.problems == []
    context.close()


CONTRAST = """selector => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const background = node => {
    for (; node; node = node.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(node).backgroundColor);
      if (a > 0.99) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(value => {
      value /= 255;
      return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const found = [...document.querySelectorAll(selector)].filter(
    node => node.offsetParent && node.textContent.trim()
  );
  return found.map(node => {
    const pair = [light(parse(getComputedStyle(node).color)), light(background(node))];
    return [(Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05), node.textContent];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_we_colour_can_be_read(browser: Browser, address, scheme):
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme)
    page = Visit(context.new_page(), address).open("en/custom-allocators.html")
    ours = (
        ".sphinx-tabs-tab, .allocdoc-note, .allocdoc-output-label, .allocdoc-example pre span, "
        ".allocdoc-languages a, .allocdoc-example > p"
    )
    measured = page.evaluate(CONTRAST, ours)
    assert len(measured) > 100
    # 4.5 is what WCAG 2.2 wants of text at level AA.
    assert [(round(ratio, 2), text) for ratio, text in measured if ratio < 4.5] == []
    context.close()


def test_an_untranslated_word_of_the_interface_is_not_left(visit: Visit):
    english = visit.open("en/custom-allocators.html")
    labels = "[...document.querySelectorAll('[aria-label]')].map(n => n.getAttribute('aria-label'))"
    words = {label for label in english.evaluate(labels) if label}
    assert "Toggle site navigation sidebar" in words
    for folder in LANGUAGES:
        if folder != "en":
            there = visit.open(f"{folder}/custom-allocators.html").evaluate(labels)
            assert words & set(there) == set(), folder
