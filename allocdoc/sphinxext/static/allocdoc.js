// The language switcher: keep the place on the page, and remember what the reader chose.
for (const link of document.querySelectorAll(".allocdoc-languages a[hreflang]")) {
  link.addEventListener("click", () => {
    try {
      localStorage.setItem("allocdoc-language", link.hreflang);
    } catch {
      // Storage may be forbidden; the link works without it.
    }
    link.hash = location.hash;
  });
}
