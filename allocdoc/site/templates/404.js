// Shown at any address that there is none for. The build may not know what folder of a host the
// site lies in; an address inside a language says it: what stands before the language.
"use strict";

(() => {
  const links = [...document.querySelectorAll("a[hreflang]")];
  const folderOf = (link) => link.pathname.split("/").at(-2);
  const folders = links.map(folderOf);
  const parts = location.pathname.split("/");
  const place = parts.findIndex((part) => folders.includes(part));
  if (place > 0) {
    for (const link of links) {
      link.pathname = [...parts.slice(0, place), folderOf(link), "index.html"].join("/");
    }
  }
})();
