// Look a query up in several forms and merge what is found: as typed before any other form.
import { Page, inOrder, isCjk, lookupsOf, termsOf } from "./search-text.js";

const PAGES = 40; // more are not looked at, for a word that is on every page of a large site
const SECTIONS = 3;
const BEFORE = 50; // of an excerpt, in half widths: what comes before the first mark
const AFTER = 120;

// Words that bind others together, and say nothing by themselves.
const PARTICLES = new Set("のをはがにへともでやか的了和与及或在是");

/** The forms in which a query is looked up: lists of terms, of which a page has to have all. */
export function formsOf(query, language) {
  const typed = termsOf(query);
  const looser = [];
  for (let cut = 1; cut < 6; cut += 1) {
    looser.push(typed.map((term) => withoutEnd(term, cut)));
  }
  const words = new Intl.Segmenter(language, { granularity: "word" });
  const segmented = typed.flatMap((term) =>
    isCjk(term)
      ? [...words.segment(term)].map(({ segment }) => segment).filter((one) => !PARTICLES.has(one))
      : [term],
  );
  const known = new Set([typed.join("\n")]);
  const isNew = (form) => {
    const key = form.join("\n");
    return form.length > 0 && !known.has(key) && known.add(key);
  };
  return { typed, segmented: [segmented].filter(isNew), looser: looser.filter(isNew) };
}

/** Return a term without so many signs of its ending, or as it is where it has none. */
function withoutEnd(term, cut) {
  if (!isCjk(term)) {
    return cut === 1 && term.length > 4 ? term.replace(/s$/i, "") : term;
  }
  const stem = term.replace(/(?<=..)[ー的了们]$/u, "");
  const ending = /(?<=[^\u3040-\u309f])[\u3040-\u309f]+$/u.exec(stem)?.[0] ?? "";
  return stem.slice(0, stem.length - Math.min(cut, ending.length));
}

export class Engine {
  #pagefind;
  #language;
  #pages = new Map();

  /** Load the index of a language; fails where it is not there. */
  static async load(address, language) {
    const engine = new Engine();
    engine.#pagefind = await import(new URL("pagefind.js", address));
    engine.#language = language;
    const entry = await fetch(new URL("pagefind-entry.json", address));
    if (!entry.ok) {
      throw new Error(`${entry.status} ${entry.url}`);
    }
    await engine.#pagefind.init();
    return engine;
  }

  /** Return the pages that answer a query, the best first. */
  async search(query) {
    const phrase = /^\s*["“«「](.+)["”»」]\s*$/u.exec(query)?.[1];
    const text = (phrase ?? query).normalize("NFKC").trim().replace(/\s+/g, " ");
    const { typed, segmented, looser } = formsOf(text, this.#language);
    const found = new Map();
    const keep = async (form) => {
      for (const result of await this.#find(form)) {
        found.set(result.page, found.get(result.page) ?? result);
      }
    };
    if (typed.length) {
      await keep(typed);
    }
    for (const form of phrase ? [] : [...segmented, ...looser]) {
      // Looser forms are for a reader who would otherwise get nothing.
      if (segmented.includes(form) || !found.size) {
        await keep(form);
      }
    }
    const results = [...found.values()].map((result) => ({
      ...result,
      exact: result.page.written(text),
    }));
    return results
      .filter(({ exact }) => !phrase || exact.length)
      .map((result, place) => ({ ...result, place }))
      .sort(
        (one, other) =>
          Number(other.exact.length > 0) - Number(one.exact.length > 0) || one.place - other.place,
      )
      .map(({ page, ranges, exact }) => shown(page, inOrder([...exact, ...ranges]), exact));
  }

  async #find(form) {
    const lookups = await Promise.all(form.map((term) => this.#lookUp(term)));
    const [first, ...others] = lookups;
    const pages = [...first.values()]
      .filter(({ id }) => others.every((other) => other.has(id)))
      .map(({ id, data }) => {
        const hits = lookups.map((lookup) => lookup.get(id));
        return { id, data, hits, score: hits.reduce((sum, hit) => sum + hit.score, 0) };
      })
      .sort((one, other) => other.score - one.score || one.id.localeCompare(other.id))
      .slice(0, PAGES);
    const results = await Promise.all(
      pages.map(async ({ id, data, hits }) => {
        const page = await this.#page(id, data);
        const ranges = form.map((term, place) => {
          const forms = isCjk(term) ? [] : page.inflected(term, hits[place].words);
          return [...page.written(term), ...forms];
        });
        // The index also answers with words that are only alike in their first letters.
        return ranges.every((one) => one.length) ? [{ page, ranges: ranges.flat() }] : [];
      }),
    );
    return results.flat();
  }

  async #lookUp(term) {
    const found = new Map();
    for (const lookup of lookupsOf(term)) {
      const answer = await this.#pagefind.search(lookup);
      for (const { id, score, words, data } of answer.results) {
        const before = found.get(id);
        found.set(id, {
          ...{ id, data },
          score: Math.max(score, before?.score ?? 0),
          words: [...(before?.words ?? []), ...words],
        });
      }
    }
    return found;
  }

  async #page(id, data) {
    if (!this.#pages.has(id)) {
      this.#pages.set(id, new Page(await data()));
    }
    return this.#pages.get(id);
  }
}

/** Return what is shown of a page: its sections with the most of what was asked for. */
function shown(page, ranges, exact) {
  const sections = page.sections
    .map((section) => {
      const inside = ranges.filter(([start]) => start >= section.start && start < section.end);
      const whole = exact.filter(([start]) => start >= section.start && start < section.end);
      const titled = inside.some(([, end]) => end <= section.start + section.title.length);
      return { section, inside, worth: inside.length + 20 * whole.length + (titled ? 50 : 0) };
    })
    .filter(({ inside }) => inside.length)
    .sort((one, other) => other.worth - one.worth)
    .slice(0, SECTIONS);
  return {
    address: page.address,
    marks: marked(page.title, 0, page.title.length, inTitle(page, ranges)),
    sections: sections.map(({ section, inside }) => ({
      id: section.id,
      title: section.title,
      marks: marked(
        page.text.slice(section.start, section.start + section.title.length),
        section.start,
        section.start + section.title.length,
        inside,
      ),
      excerpt: excerpt(page, section, inside, exact),
    })),
  };
}

/** Return the ranges in the page's title, which its text begins with. */
function inTitle(page, ranges) {
  const at = page.text.indexOf(page.title);
  return ranges
    .filter(([start, end]) => start >= at && end <= at + page.title.length)
    .map(([start, end]) => [start - at, end - at]);
}

/** Return a piece of the section around what was found, as parts: texts, marked or not. */
function excerpt(page, section, ranges, exact) {
  const body = section.start + section.title.length;
  const inBody = ranges.filter(([start]) => start >= body);
  const wanted = new Set(exact.map(([start]) => start));
  const [middle] = inBody.find(([start]) => wanted.has(start)) ?? inBody[0] ?? [body];
  let start = stepped(page.text, middle, -1, BEFORE, body);
  let end = stepped(page.text, middle, 1, AFTER, section.end);
  // No half words, where there are spaces.
  if (start > body) {
    start += Math.max(page.text.slice(start, middle).search(/(?<=\s)/), 0);
  }
  if (end < section.end && !isCjk(page.text.slice(end))) {
    const space = page.text.lastIndexOf(" ", end);
    end = space > middle ? space : end;
  }
  const piece = page.text.slice(start, end).replace(/^[\s.。]+/u, (cut) => " ".repeat(cut.length));
  const parts = marked(piece, start, end, inBody);
  return [
    ...(start > body ? [{ text: "… " }] : []),
    ...parts,
    ...(end < section.end ? [{ text: " …" }] : []),
  ];
}

/** Return how far so many half widths reach from a place, in a direction. */
function stepped(text, from, step, width, limit) {
  let place = from;
  for (let left = width; left > 0 && place !== limit; place += step) {
    left -= isCjk(text[step > 0 ? place : place - 1]) ? 2 : 1;
  }
  return place;
}

function marked(text, start, end, ranges) {
  const parts = [];
  let at = start;
  for (const [from, to] of ranges.filter(([one, other]) => one >= start && other <= end)) {
    parts.push({ text: text.slice(at - start, from - start) });
    parts.push({ text: text.slice(from - start, to - start), found: true });
    at = to;
  }
  parts.push({ text: text.slice(at - start) });
  return parts.filter((part) => part.text);
}
