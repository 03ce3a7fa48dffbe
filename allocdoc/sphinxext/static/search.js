// The search: a dialog over any page, and the page for those who come without it.
import { Engine } from "./search-engine.js";

const PAUSE = 120; // ms without a key before the index is asked

const words = JSON.parse(document.getElementById("allocdoc-search-words").textContent);
const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
const index = new URL(words.index, root);

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("search.css", import.meta.url).href;
const styled = new Promise((done) => {
  sheet.onload = done;
  sheet.onerror = done;
});
document.head.append(sheet);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const parts = (marks) =>
  marks.map(({ text, found }) => (found ? element("mark", {}, text) : text));

/** Results for a field: asks while the reader types, shows, announces, follows the keys. */
class Search {
  #engine;
  #asked = 0;
  #timer;

  constructor(field, status, list, changed = () => {}) {
    Object.assign(this, { field, status, list, changed });
    field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.run(), PAUSE);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        this.#follow();
      } else if (event.key === "ArrowDown" && !event.isComposing) {
        event.preventDefault();
        this.#links()[0]?.focus();
      }
    });
    list.addEventListener("keydown", (event) => this.#move(event));
  }

  #links() {
    return [...this.list.querySelectorAll("a")];
  }

  async #follow() {
    clearTimeout(this.#timer);
    await this.run();
    this.#links()[0]?.click();
  }

  #move(event) {
    const links = this.#links();
    const at = links.indexOf(document.activeElement);
    const wanted = {
      ArrowDown: links[Math.min(at + 1, links.length - 1)],
      ArrowUp: at ? links[at - 1] : this.field,
      Home: links[0],
      End: links.at(-1),
    }[event.key];
    if (wanted) {
      event.preventDefault();
      wanted.focus();
    }
  }

  /** Show the results for what is in the field now. */
  async run() {
    const query = this.field.value.trim();
    if (query === this.shown) {
      return;
    }
    this.#asked += 1;
    const asked = this.#asked;
    try {
      if (!this.#engine) {
        this.status.textContent = words.loading;
        this.#engine = Engine.load(index, document.documentElement.lang);
      }
      const results = query ? await (await this.#engine).search(query) : [];
      if (asked === this.#asked) {
        this.#show(query, results);
      }
    } catch (error) {
      console.info(error);
      this.#engine = undefined;
      this.shown = undefined;
      this.status.textContent = words.failed;
    }
  }

  #show(query, results) {
    this.shown = query;
    this.changed(query);
    this.list.replaceChildren(...results.map(item));
    this.list.scrollTop = 0;
    const none = `${filled(words.none, { query })} ${words.advice}`;
    const some = filled(words.found, { number: results.length });
    this.status.textContent = !query ? "" : results.length ? some : none;
  }
}

function item({ address, marks, sections }) {
  const page = new URL(address.replace(/^\//, ""), root);
  const whole = sections.find(({ id }) => !id);
  const main = element("a", { href: page.href }, element("strong", {}, ...parts(marks)));
  if (whole) {
    main.append(element("span", {}, ...parts(whole.excerpt)));
  }
  const others = sections
    .filter(({ id }) => id)
    .map(({ id, marks: heading, excerpt }) => {
      const link = new URL(page);
      link.hash = id;
      const text = [element("b", {}, ...parts(heading)), element("span", {}, ...parts(excerpt))];
      return element("li", {}, element("a", { href: link.href }, ...text));
    });
  return element("li", {}, main, ...(others.length ? [element("ul", {}, ...others)] : []));
}

let dialog;

function build() {
  const field = element("input", {
    ...{ type: "search", autocomplete: "off", autocapitalize: "off", spellcheck: "false" },
    ...{ "aria-label": words.label, placeholder: words.hint, enterkeyhint: "go" },
  });
  const close = element("button", { type: "button" }, words.close);
  const status = element("p", { role: "status" });
  const list = element("ol", { "aria-label": words.results });
  const made = element(
    "dialog",
    { class: "allocdoc-search", "aria-label": words.label },
    element("div", {}, field, close),
    status,
    list,
  );
  close.addEventListener("click", () => made.close());
  made.addEventListener("click", (event) => {
    // A click on the dialog itself is one beside its content; a link may lead to this very page.
    if (event.target === made || event.target.closest("a")) {
      made.close();
    }
  });
  made.addEventListener("keydown", (event) => {
    // Else the first Escape would only empty the field.
    if (event.key === "Escape" && !event.isComposing) {
      made.close();
    }
  });
  document.body.append(made);
  return { made, field, search: new Search(field, status, list) };
}

/** Open the dialog, with what the reader has begun to type elsewhere. */
export async function open(text = "") {
  await styled;
  dialog ??= build();
  const { made, field, search } = dialog;
  if (text) {
    field.value = text;
  }
  if (!made.open) {
    made.showModal();
  }
  field.focus();
  if (!text) {
    field.select();
  }
  await search.run();
}

/** Bring the search page to life: its field is filled from the address. */
export async function page(place) {
  const field = place.querySelector("input");
  const search = new Search(
    field,
    place.querySelector("[role=status]"),
    place.querySelector("ol"),
    (query) => {
      const address = new URL(location.href);
      address.search = query ? new URLSearchParams({ q: query }) : "";
      history.replaceState(null, "", address);
    },
  );
  place.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  place.hidden = false;
  field.focus();
  await search.run();
}
