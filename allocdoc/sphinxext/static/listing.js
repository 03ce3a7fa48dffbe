// What a reader can do with code: copy it, link to a line, unfold hidden lines, see Rust beside
// Python, run it. A plain script, as browsers load no modules from a file; running is a module of
// its own, loaded when it is asked for.
"use strict";

(() => {
  const words = JSON.parse(document.getElementById("allocdoc-listing-words").textContent);
  const BESIDE = "allocdoc-beside";
  const RAN = "allocdoc-ran";
  const COPY = "M8 7V3h12v14h-4v4H4V7zm0 0h8v10";
  const DONE = "M5 13l5 5L20 6";
  const LINES = "M10 6h10M10 12h10M10 18h10M4 6h1M4 12h1M4 18h1";

  const status = document.createElement("div");
  status.className = "allocdoc-unseen";
  status.setAttribute("role", "status");
  document.body.append(status);

  function button(text, onClick, className = "") {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `allocdoc-button ${className}`;
    made.textContent = text;
    made.addEventListener("click", () => onClick(made));
    return made;
  }

  function icon(path) {
    const namespace = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(namespace, "svg");
    const line = document.createElementNS(namespace, "path");
    picture.setAttribute("viewBox", "0 0 24 24");
    picture.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    picture.append(line);
    return picture;
  }

  function iconButton(label, path, onClick) {
    const made = button("", onClick, "allocdoc-icon");
    made.setAttribute("aria-label", label);
    made.title = label;
    made.append(icon(path));
    return made;
  }

  // -- copying: the whole of a listing, and of a session or a terminal only what was typed

  function copied(code) {
    const text = code.textContent.replace(/\n+$/, "\n");
    const prompt = /^(?:>>>|\.\.\.|\$)(?: |$)/;
    const typed = text.split("\n").filter((line) => prompt.test(line));
    const isSession = code.closest(".highlight-pycon, .highlight-console, .highlight-shell-session");
    return isSession && typed.length ? typed.map((line) => line.replace(prompt, "")).join("\n") : text;
  }

  async function copy(code, control) {
    try {
      await navigator.clipboard.writeText(copied(code));
      status.textContent = words.copied;
      control.replaceChildren(icon(DONE));
    } catch {
      status.textContent = words.notCopied;
      getSelection().selectAllChildren(code); // the reader's own keys still copy it
    }
    control.title = status.textContent;
    setTimeout(() => {
      status.textContent = "";
      control.title = words.copy;
      control.replaceChildren(icon(COPY));
    }, 2000);
  }

  // -- lines: each has an id already; its number is a link

  function lineLinks(box, control) {
    const shown = box.classList.toggle("allocdoc-numbered");
    control.setAttribute("aria-pressed", String(shown));
    if (box.querySelector(".allocdoc-line")) return;
    box.querySelectorAll("pre > span[id]").forEach((line, index) => {
      const link = document.createElement("a");
      link.className = "allocdoc-line";
      link.href = `#${line.id}`;
      link.dataset.line = index + 1;
      link.setAttribute("aria-label", words.line.replace("{number}", index + 1));
      line.prepend(link);
    });
  }

  function addCornerButtons(box) {
    const code = box.querySelector("pre");
    const corner = document.createElement("div");
    corner.className = "allocdoc-corner";
    if (box.closest(".allocdoc-code")) {
      const control = iconButton(words.lines, LINES, () => lineLinks(box, control));
      control.setAttribute("aria-pressed", "false");
      corner.append(control);
    }
    corner.append(iconButton(words.copy, COPY, (control) => copy(code, control)));
    box.append(corner);
  }

  // A link may lead to a line that is in a tab behind another, or folded away.
  function reveal() {
    const line = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!line?.closest(".allocdoc-code")) return;
    const panel = line.closest(".sphinx-tabs-panel[hidden]");
    if (panel) document.getElementById(panel.getAttribute("aria-labelledby")).click();
    if (line.classList.contains("allocdoc-hidden")) unfold(line.closest(".allocdoc-code"), true);
    line.scrollIntoView({ block: "center" });
  }

  // -- hidden lines

  function unfold(code, open = !code.classList.contains("allocdoc-unfolded")) {
    code.classList.toggle("allocdoc-unfolded", open);
    const control = code.parentElement.querySelector(".allocdoc-fold");
    control.setAttribute("aria-expanded", String(open));
    control.textContent = open ? words.fold : words.unfold;
  }

  function addFold(tools) {
    const code = tools.parentElement.querySelector(".allocdoc-code");
    if (!code.querySelector(".allocdoc-hidden")) return;
    const control = button(words.unfold, () => unfold(code), "allocdoc-fold");
    control.setAttribute("aria-expanded", "false");
    tools.append(control);
  }

  // -- running

  function addRun(tools) {
    if (!tools.dataset.steps) return;
    let listing;
    const buttons = {
      run: button(words.run, () => act("toggle"), "allocdoc-run-button"),
      edit: button(words.edit, () => act("edit")),
      reset: button(words.reset, () => act("reset")),
    };
    buttons.reset.hidden = true;
    const root = new URL(document.documentElement.dataset.content_root, document.baseURI);
    const script = new URL(`${words.runtime}run.js`, root);
    // Who has run a listing before can do so without a network; this script is part of it.
    if (remember(RAN) && location.protocol !== "file:") import(script).catch(() => {});
    const act = async (what) => {
      if (location.protocol === "file:") return explain(tools);
      remember(RAN, true);
      const { Listing } = await import(script);
      listing ??= new Listing(tools, words, buttons);
      listing[what]();
    };
    tools.prepend(...Object.values(buttons));
  }

  function explain(tools) {
    if (tools.nextElementSibling?.classList.contains("allocdoc-run-status")) return;
    const note = document.createElement("p");
    note.className = "allocdoc-run-status allocdoc-note";
    note.textContent = status.textContent = words.file;
    tools.after(note);
  }

  // -- Rust beside Python, where there is room for both

  function remember(key, wanted) {
    try {
      if (wanted === undefined) return localStorage.getItem(key) === "yes";
      localStorage.setItem(key, wanted ? "yes" : "no");
    } catch {
      // Storage may be forbidden; then the choice holds for this page.
    }
    return wanted;
  }

  function setBeside(wanted) {
    document.documentElement.classList.toggle("allocdoc-beside", wanted);
    for (const control of document.querySelectorAll(".allocdoc-beside-button")) {
      control.setAttribute("aria-pressed", String(wanted));
    }
  }

  function addBeside(tabs) {
    const has = (kind) => tabs.querySelector(`:scope > .sphinx-tabs-panel[data-name=${kind}]`);
    if (!has("python") || !has("rust")) return;
    const control = button(words.beside, flip, "allocdoc-beside-button");
    control.setAttribute("aria-pressed", "false");
    tabs.classList.add("allocdoc-pair");
    tabs.querySelector("[role=tablist]").after(control);
  }

  function flip(control) {
    const before = control.getBoundingClientRect().top;
    const wanted = !document.documentElement.classList.contains("allocdoc-beside");
    remember(BESIDE, wanted);
    setBeside(wanted);
    // The listings above change their height, too; this one stays where it is.
    scrollBy({ top: control.getBoundingClientRect().top - before, behavior: "instant" });
  }

  document.querySelectorAll("div.highlight").forEach(addCornerButtons);
  for (const tools of document.querySelectorAll(".allocdoc-tools")) {
    addFold(tools);
    addRun(tools);
  }
  document.querySelectorAll(".sphinx-tabs").forEach(addBeside);
  setBeside(Boolean(remember(BESIDE)));
  addEventListener("hashchange", reveal);
  // sphinx-tabs opens the remembered tab when the page is complete; the address decides after it.
  addEventListener("load", () => setTimeout(reveal));
})();
