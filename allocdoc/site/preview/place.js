// Where the reader is on a page: kept over a change of the page, and over loading it anew.

const KEY = "allocdoc-preview-place";
const ANCHORS = "[class^='m-'], [class*=' m-'], article [id], article p";

const find = (anchor) =>
  (anchor.id && document.getElementById(anchor.id)) ||
  (anchor.mark && document.getElementsByClassName(anchor.mark)[anchor.index]) ||
  null;

function describe(element) {
  const mark = [...element.classList].find((name) => /^m-[0-9a-f]{8}$/.test(name));
  const index = mark ? [...document.getElementsByClassName(mark)].indexOf(element) : -1;
  return { id: element.id, mark, index };
}

// The first things that are in sight: one of them will still be there.
function inSight() {
  const found = [];
  for (const element of document.querySelectorAll(ANCHORS)) {
    const { top, bottom, height } = element.getBoundingClientRect();
    if (height && bottom > 0 && top < innerHeight && (top >= 0 || height < innerHeight)) {
      found.push({ element, top });
      if (found.length === 12) break;
    }
  }
  return found;
}

// Scrolls so that what was in sight is where it was.
export function anchored() {
  const anchors = inSight();
  const old = scrollY;
  return () => {
    const kept = anchors.find(({ element }) => element.isConnected);
    if (!old || !kept) return;
    const moved = kept.element.getBoundingClientRect().top - kept.top;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
  };
}

const FOCUSABLE = "a[href], button, summary, input, [tabindex]";
const words = (element) => element.getAttribute("href") ?? element.textContent.trim();

export function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element.closest(".allocdoc-preview")) return () => {};
  const [tag, text] = [element.tagName, words(element)];
  return () => {
    if (element.isConnected) return;
    [...document.querySelectorAll(FOCUSABLE)]
      .find((one) => one.tagName === tag && words(one) === text)
      ?.focus({ preventScroll: true });
  };
}

const boxes = () => document.querySelectorAll(".sidebar-scroll, .toc-scroll, .sidebar-container");
const checks = () => [...document.querySelectorAll("input[type=checkbox][id]")];
const tabs = () => [...document.querySelectorAll('[role="tab"][id]')];

// Loads the page anew; what it is told, `restore` tells afterwards.
export function reload(told) {
  const focus = document.activeElement;
  const state = {
    told,
    path: location.pathname,
    top: scrollY,
    anchors: inSight().map(({ element, top }) => ({ ...describe(element), top })),
    boxes: [...boxes()].map((box) => box.scrollTop),
    checked: checks().filter((one) => one.checked).map(({ id }) => id),
    tabs: tabs().filter((tab) => tab.getAttribute("aria-selected") === "true").map(({ id }) => id),
    focus: focus && focus !== document.body ? { tag: focus.tagName, text: words(focus) } : null,
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Storage may be forbidden; then the browser alone remembers the place.
  }
  location.reload();
}

function taken() {
  try {
    const state = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return state?.path === location.pathname ? state : null;
  } catch {
    return null;
  }
}

function put(state) {
  const kept = state.anchors.map((anchor) => [find(anchor), anchor.top]).find(([element]) => element);
  if (!state.top) return;
  const top = kept ? scrollY + kept[0].getBoundingClientRect().top - kept[1] : state.top;
  scrollTo({ top, behavior: "instant" });
}

// Restores what `reload` has kept, when the page's own scripts have done their part.
export function restore() {
  const state = taken();
  if (!state) return false;
  const settle = () => {
    for (const check of checks()) check.checked = state.checked.includes(check.id);
    for (const tab of tabs()) {
      if (state.tabs.includes(tab.id) && tab.getAttribute("aria-selected") !== "true") tab.click();
    }
    boxes().forEach((box, index) => (box.scrollTop = state.boxes[index] ?? 0));
    if (state.focus) {
      [...document.querySelectorAll(FOCUSABLE)]
        .find((one) => one.tagName === state.focus.tag && words(one) === state.focus.text)
        ?.focus({ preventScroll: true });
    }
    put(state);
  };
  put(state);
  if (document.readyState === "complete") settle();
  else addEventListener("load", () => setTimeout(settle));
  return state.told;
}
