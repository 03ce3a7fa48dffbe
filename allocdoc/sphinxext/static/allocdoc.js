// What every page needs: the switcher, the source text on demand, and all of it by keyboard.
"use strict";

(() => {
  // Storage may be forbidden; everything works without it, but is forgotten.
  function remembered(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function remember(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Nothing to be done.
    }
  }

  // -- languages: keep the place on the page, and remember what the reader chose

  for (const link of document.querySelectorAll(".allocdoc-languages a[hreflang]")) {
    link.addEventListener("click", () => {
      remember("allocdoc-language", link.hreflang);
      link.hash = location.hash;
    });
  }

  // -- the source text beside its translation

  const here = document.currentScript.src;
  const bilingual = document.querySelector(".allocdoc-bilingual");

  async function showSource(wanted) {
    const [button, status] = bilingual.children;
    try {
      const { show, hide } = await import(new URL("bilingual.js", here));
      await (wanted ? show(bilingual.dataset.page) : hide());
      button.setAttribute("aria-pressed", String(wanted));
      status.textContent = "";
    } catch (error) {
      console.info(error);
      status.textContent = bilingual.dataset.failed;
    }
  }

  if (bilingual) {
    const button = bilingual.querySelector("button");
    button.addEventListener("click", async () => {
      const wanted = button.getAttribute("aria-pressed") !== "true";
      remember("allocdoc-bilingual", wanted ? "on" : "off");
      await showSource(wanted);
    });
    if (remembered("allocdoc-bilingual") === "on") {
      showSource(true);
    }
  }

  // -- tabs: sphinx-tabs knows the arrow keys alone

  function keepOneTabStop() {
    for (const tab of document.querySelectorAll('.sphinx-tabs [role="tab"]')) {
      tab.tabIndex = tab.getAttribute("aria-selected") === "true" ? 0 : -1;
    }
  }

  document.addEventListener("keydown", (event) => {
    const tabs = event.target.closest?.('.sphinx-tabs [role="tablist"]');
    const wanted = { Home: tabs?.firstElementChild, End: tabs?.lastElementChild }[event.key];
    if (wanted) {
      event.preventDefault();
      wanted.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest('[role="tab"]')) {
      keepOneTabStop();
    }
  });
  document.addEventListener("DOMContentLoaded", keepOneTabStop);

  // -- what is wider than the page can be scrolled by keyboard

  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      target.removeAttribute("tabindex");
      if (target.scrollWidth > target.clientWidth) {
        target.tabIndex = 0;
      }
    }
  });
  document.querySelectorAll("article pre, article .table-wrapper").forEach((box) => {
    wide.observe(box);
  });

  // -- the theme's two drawers: a label works a hidden box, which no key reaches

  for (const box of document.querySelectorAll(".sidebar-toggle")) {
    const drawer = document.querySelector(box.id === "__toc" ? ".toc-drawer" : ".sidebar-drawer");
    const controls = [...document.querySelectorAll(`label[for="${box.id}"] > .icon`)];
    let opener;

    function update() {
      controls.forEach((control) => control.setAttribute("aria-expanded", String(box.checked)));
    }

    for (const control of controls) {
      control.tabIndex = 0;
      control.setAttribute("role", "button");
      control.setAttribute("aria-label", box.getAttribute("aria-label"));
      control.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          opener = control;
          box.click();
          const inside = [...drawer.querySelectorAll("a, button, input")];
          inside.find((element) => element.getClientRects().length)?.focus();
        }
      });
    }
    box.addEventListener("change", update);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.checked) {
        box.click();
        opener?.focus();
      }
    });
    update();
  }
})();

// The search: its script comes when a reader asks for it; without it the form works by itself.
if (document.getElementById("allocdoc-search-words")) {
  const here = document.currentScript.src;
  const load = () => import(new URL("search.js", here));
  const fields = document.querySelectorAll('[role="search"] [name="q"], form.search [name="q"]');
  const box = document.querySelector(".allocdoc-search-page");

  if (box) {
    load().then(
      ({ page }) => page(box),
      () => {
        document.querySelector(".allocdoc-search-file").hidden = false;
      },
    );
  }

  for (const field of fields) {
    if (box?.contains(field)) {
      continue;
    }
    field.setAttribute("aria-haspopup", "dialog");
    field.setAttribute("aria-keyshortcuts", "/ Control+K Meta+K");
    const open = async () => {
      const search = await load();
      const typed = field.value;
      field.value = "";
      await search.open(typed);
    };
    field.addEventListener("click", () => open().catch(console.info));
    field.addEventListener("input", (event) => {
      // Not in the middle of a word that an input method composes: it would be lost.
      if (!event.isComposing) {
        open().catch(console.info);
      }
    });
    field.addEventListener("compositionend", () => open().catch(console.info));
    field.form.addEventListener("submit", (event) => {
      event.preventDefault();
      open().catch(() => field.form.submit());
    });
  }

  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    const combined = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if ((key === "/" && bare && !typing) || (key === "k" && combined)) {
      event.preventDefault();
      load().then(
        ({ open }) => open(),
        () => fields[0]?.focus(),
      );
    }
  });
}
