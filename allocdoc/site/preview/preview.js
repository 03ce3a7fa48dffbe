// The preview on a page: hears of new builds, changes the page, and says what is wrong.

import { change } from "./changes.js";
import { anchored, focused, reload, restore } from "./place.js";

const facts = JSON.parse(document.getElementById("allocdoc-preview-facts").textContent);
const { words } = facts;
const RETRY = 1000; // milliseconds
const PATIENCE = 400; // before it is worth saying that a build takes time
const SHOWN = 1500;

let version = facts.version;
let before = null; // the page as it was sent, without what scripts did to it
let news = null;
let gone = false;
let wasOpen = false; // the list, before the page was loaded anew
let work = Promise.resolve();

// -- the bar

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

const bar = element("section", "allocdoc-preview");
const state = element("span", "allocdoc-preview-state");
const list = element("ul", "allocdoc-preview-list");
const unfold = element("button", "allocdoc-preview-unfold");
const status = element("p", "allocdoc-preview-status");
bar.setAttribute("aria-label", words.title);
list.id = "allocdoc-preview-list";
list.hidden = true;
list.tabIndex = 0;
unfold.type = "button";
unfold.setAttribute("aria-controls", list.id);
unfold.setAttribute("aria-expanded", "false");
status.setAttribute("role", "status");
status.setAttribute("aria-live", "polite");
const line = element("div", "allocdoc-preview-line");
line.append(element("b", "allocdoc-preview-title", words.title), state, unfold);
bar.append(list, line, status);
document.body.append(bar);

function open(wanted) {
  list.hidden = !wanted;
  unfold.setAttribute("aria-expanded", String(wanted));
}

unfold.addEventListener("click", () => open(list.hidden));
bar.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !list.hidden) {
    open(false);
    unfold.focus();
  }
});

let saying;

function say(kind, text, delay = 0) {
  clearTimeout(saying);
  saying = setTimeout(() => {
    bar.dataset.state = kind;
    state.textContent = text;
    if (status.textContent !== text) status.textContent = text;
  }, delay);
}

// -- findings: at their passages, and in the bar

const SELF_CONTAINED = "p, h1, h2, h3, h4, h5, h6, pre, figure";

function passage(spot) {
  if (!spot) return null;
  const found = spot.startsWith("m-")
    ? document.getElementsByClassName(spot)[0]
    : document.getElementById(spot);
  return found?.closest("article") ? found : null;
}

function noteAt(target, finding, id) {
  const kind = finding.is_error ? "error" : "warning";
  const note = element("span", `allocdoc-preview-finding allocdoc-preview-${kind}`, finding.text);
  note.id = id;
  note.lang = "en";
  note.setAttribute("role", "note");
  note.tabIndex = -1;
  // A title's note would become part of it; a cell's cannot stand beside it.
  if (target.matches(SELF_CONTAINED)) target.after(note);
  else target.append(note);
}

function entry(finding, id) {
  const item = element("li", `allocdoc-preview-${finding.is_error ? "error" : "warning"}`);
  const text = element("span", "allocdoc-preview-text", finding.text);
  text.lang = "en";
  item.append(text);
  if (id) {
    const link = element("a", "allocdoc-preview-show", words.show);
    link.href = `#${id}`;
    link.addEventListener("click", (event) => {
      event.preventDefault(); // the address stays what the reader chose
      const note = document.getElementById(id);
      note.scrollIntoView({ block: "center" });
      note.focus({ preventScroll: true });
    });
    item.append(link);
  } else if (finding.spot) {
    item.append(element("small", "allocdoc-preview-elsewhere", words.elsewhere));
  }
  return item;
}

// Those of this page come first, unless one of the others has kept the page from being built.
function show(findings, failed = false) {
  const back = anchored();
  document.querySelectorAll(".allocdoc-preview-finding").forEach((note) => note.remove());
  const items = findings.map((finding, index) => {
    const target = passage(finding.spot);
    const id = target ? `allocdoc-preview-${index + 1}` : "";
    if (target) noteAt(target, finding, id);
    return [Boolean(target), entry(finding, id)];
  });
  const here = items.filter(([isHere]) => isHere);
  const elsewhere = items.filter(([isHere]) => !isHere);
  const inOrder = failed ? items : [...here, ...elsewhere];
  list.replaceChildren(...inOrder.map(([, item]) => item));
  unfold.hidden = !items.length;
  unfold.textContent = words.findings.replace("%(count)s", items.length);
  if (!items.length) open(false);
  else if (wasOpen) open(true);
  wasOpen = false;
  back();
}

// -- a new build

async function fetched() {
  const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
  if (!answer.ok) return { status: answer.status };
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sent = page.getElementById("allocdoc-preview-facts");
  return { status: answer.status, page, version: sent ? JSON.parse(sent.textContent).version : "" };
}

// Which files for all pages (styles, scripts) it goes with: all but the number of the build.
const styleOf = (one) => one.slice(0, one.lastIndexOf("."));
const isWaiting = () => document.body.matches(".allocdoc-preview-waiting");

// Nothing else is said on a page that goes.
function leave() {
  reload(!list.hidden);
  return new Promise(() => {});
}

async function refresh(wanted) {
  if (version === wanted) return;
  const shown = version;
  const now = await fetched();
  version = wanted;
  gone = now.status === 404;
  if (now.status !== 200) return;
  if (isWaiting() || styleOf(shown) !== styleOf(now.version)) return leave();
  const [back, refocus] = [anchored(), focused()];
  const old = before;
  before = now.page;
  const fresh = old ? change(old, now.page) : null;
  if (!fresh) return leave();
  refocus();
  back();
  for (const one of fresh) {
    one.classList.add("allocdoc-just-changed");
    setTimeout(() => one.classList.remove("allocdoc-just-changed"), SHOWN);
  }
  return fresh.length > 0;
}

async function hear(heard) {
  news = heard;
  const isNew = await refresh(heard.version);
  if (heard !== news) return;
  show(heard.found, heard.state === "failed");
  if (gone) say("failed", words.gone);
  else if (heard.state === "failed") say("failed", words.failed);
  else if (heard.state === "building") say("building", words.building, PATIENCE);
  else say(heard.found.length ? "found" : "ready", isNew ? words.updated : words.ready);
}

function connect() {
  const page = location.pathname.split("/").slice(2).join("/");
  const query = new URLSearchParams({ language: facts.language, page });
  const socket = new WebSocket(`ws://${location.host}/_preview/live?${query}`);
  socket.addEventListener("message", ({ data }) => {
    const heard = JSON.parse(data);
    work = work.then(() => hear(heard)).catch(console.info);
  });
  socket.addEventListener("close", () => {
    say("lost", words.lost, PATIENCE);
    setTimeout(connect, RETRY);
  });
}

say("building", words.building, PATIENCE);
show([]);
wasOpen = restore();
// What is to be compared with is what was sent; if that is newer by now, the page is loaded.
work = fetched()
  .then((now) => {
    if (now.version === version) before = now.page;
    else version = "";
  })
  .catch(console.info);
connect();
