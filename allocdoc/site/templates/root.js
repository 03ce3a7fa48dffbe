// Offer the reader's language: the one chosen before, or the browser's best match. Never jump.
"use strict";

(() => {
  const KEY = "allocdoc-language";
  const list = document.querySelector("nav");
  const links = [...list.querySelectorAll("a[hreflang]")];

  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be forbidden
    }
  }

  function remember(tag) {
    try {
      localStorage.setItem(KEY, tag);
    } catch {
      // The link works without it.
    }
  }

  // "zh-HK" has the script of "zh-TW": a tag alone does not say so, its likely subtags do.
  function likely(tag) {
    try {
      return new Intl.Locale(tag).maximize();
    } catch {
      return { language: undefined, script: undefined }; // not a tag
    }
  }

  function match(tag) {
    const wanted = likely(tag);
    const same = (link) => link.hreflang.toLowerCase() === tag.toLowerCase();
    const spoken = (link) => wanted.language === likely(link.hreflang).language;
    const written = (link) => spoken(link) && wanted.script === likely(link.hreflang).script;
    return links.find(same) ?? links.find(written) ?? links.find(spoken);
  }

  function best() {
    const wishes = [remembered(), ...navigator.languages, list.dataset.default];
    for (const tag of wishes) {
      const link = tag && match(tag);
      if (link) {
        return link;
      }
    }
    return links[0];
  }

  const choice = best();
  const offer = document.getElementById("offer");
  const link = offer.querySelector("a");
  link.textContent = choice.dataset.offer;
  link.href = choice.getAttribute("href");
  link.lang = link.hreflang = choice.hreflang;
  offer.hidden = false;

  for (const chosen of [link, ...links]) {
    chosen.addEventListener("click", () => remember(chosen.hreflang));
  }
})();
