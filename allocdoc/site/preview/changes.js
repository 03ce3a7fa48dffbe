// Bring an open page up to date with its new HTML, in place. Three trees are walked side by side:
// the HTML before and after, and the live page, which the page's scripts have changed since.
// Where those scripts would have to look at what is new, there is no plan, and the page is loaded.

const INSERTED =
  ":is([class^='allocdoc-preview'], [class*=' allocdoc-preview'], .allocdoc-source, .allocdoc-unseen," +
  " .allocdoc-corner, .allocdoc-button, .allocdoc-line, dialog)";
const SCRIPTED =
  "script, style, link, pre, .highlight, .sphinx-tabs, .table-wrapper, input, button, form, iframe, video, audio, canvas, svg";
const LOADED = 'script[src], link[rel~="stylesheet"], style';

const ours = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(INSERTED);
const children = (element) => [...element.children].filter((child) => !ours(child));
const scripted = (node) => node.matches(SCRIPTED) || node.querySelector(SCRIPTED) !== null;
const hasText = (element) =>
  [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

// Thrown where a page has to be loaded.
class Impossible extends Error {}

function need(condition) {
  if (!condition) throw new Impossible();
}

function attributes(before, after, live, steps) {
  for (const { name } of [...before.attributes, ...after.attributes]) {
    const value = after.getAttribute(name);
    if (before.getAttribute(name) === value) continue;
    if (name === "class") {
      steps.push(() => {
        live.classList.remove(...before.classList);
        live.classList.add(...after.classList);
      });
    } else if (value === null) {
      steps.push(() => live.removeAttribute(name));
    } else {
      steps.push(() => live.setAttribute(name, value));
    }
  }
}

// Whoever runs a listing keeps its code.
const canRun = () =>
  performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/run.js"));

// The element stays: scripts may know it. What they put into it stays, too.
function content(before, after, live, steps) {
  const code = live.closest(".highlight");
  if (code) {
    need(!code.matches(".allocdoc-numbered") && !canRun());
  } else {
    need(![...before.children, ...after.children].some(scripted));
  }
  const kept = [...live.children].filter(ours);
  steps.push(() => {
    live.replaceChildren(...after.cloneNode(true).childNodes, ...kept);
    return live;
  });
}

function elements(before, after, live, steps) {
  const [old, wanted, shown] = [children(before), children(after), children(live)];
  need(old.length === shown.length);
  need(old.every((child, index) => child.tagName === shown[index].tagName));
  let start = 0;
  while (start < Math.min(old.length, wanted.length) && old[start].isEqualNode(wanted[start])) {
    start += 1;
  }
  let end = 0;
  while (
    end < Math.min(old.length, wanted.length) - start &&
    old.at(-1 - end).isEqualNode(wanted.at(-1 - end))
  ) {
    end += 1;
  }
  const leaving = old.slice(start, old.length - end);
  const coming = wanted.slice(start, wanted.length - end);
  const there = shown.slice(start, old.length - end);
  if (leaving.length === coming.length && leaving.every((one, i) => one.tagName === coming[i].tagName)) {
    leaving.forEach((one, index) => walk(one, coming[index], there[index], steps));
    return;
  }
  need(![...leaving, ...coming].some(scripted));
  const previous = shown[start - 1];
  steps.push(() => {
    there.forEach((child) => child.remove());
    const fresh = coming.map((child) => document.importNode(child, true));
    previous ? previous.after(...fresh) : live.prepend(...fresh);
    return fresh;
  });
}

function walk(before, after, live, steps) {
  if (before.isEqualNode(after)) return;
  need(!before.matches("script, style, svg, iframe"));
  attributes(before, after, live, steps);
  const isCode = before.matches("pre");
  const isText = isCode || hasText(before) || hasText(after) || !before.children.length;
  (isText ? content : elements)(before, after, live, steps);
}

// Versions of files apart: which of them a page names depends on what was copied before it.
const loaded = (page) =>
  [...page.querySelectorAll(LOADED)].map((one) => one.outerHTML.replace(/\?v=\w+/, "")).join();

// Returns the elements that are new, or null where the page has to be loaded.
export function change(before, after) {
  const steps = [];
  try {
    need(loaded(before) === loaded(after));
    walk(before.body, after.body, document.body, steps);
  } catch (error) {
    if (error instanceof Impossible) return null;
    throw error;
  }
  document.title = after.title;
  return steps.flatMap((step) => step() ?? []);
}
