// A page's text as the index has it, and places in it. The words of Chinese and Japanese stand in
// the index as pairs of neighbours; see allocdoc/site/search_pages.py, which makes them.

const GLUE = "\u2060";
const CJK =
  "\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff" +
  "\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
const ONE_CJK = new RegExp(`^[${CJK}]`, "u");
const PAIR = new RegExp(`^[${CJK}]{2}$`, "u");
const RUNS = new RegExp(`[${CJK}]+|[^\\s${CJK}]+`, "gu");

export const isCjk = (text) => ONE_CJK.test(text);

/** Return the terms of a query: runs of Chinese or Japanese, and words of everything else. */
export function termsOf(query) {
  const runs = query.normalize("NFKC").match(RUNS) ?? [];
  return runs.filter((run) => /[\p{L}\p{N}]/u.test(run));
}

/** Return what the index is asked for, for a term. */
export function lookupsOf(term) {
  if (isCjk(term)) {
    const characters = [...term];
    const pairs = characters.slice(1).map((character, place) => characters[place] + character);
    return [pairs.join(" ") || term];
  }
  // A name's parts find it where the term is only the end of a name.
  const parts = term.match(/\p{Lu}?[\p{Ll}\p{Lo}]+|\p{Lu}+|\p{N}+/gu) ?? [];
  return parts.length > 1 ? [term, parts.join(" ")] : [term];
}

/** Return a text without what a reader may leave out, and where each of its signs comes from. */
export function fold(text) {
  let folded = "";
  const from = [];
  let place = 0;
  for (const sign of text) {
    const plain = isCjk(sign)
      ? sign.normalize("NFKC")
      : sign.normalize("NFKD").replace(/\p{M}/gu, "").replace("’", "'").toLowerCase();
    for (let count = 0; count < plain.length; count += 1) {
      from.push(place);
    }
    folded += plain;
    place += sign.length;
  }
  from.push(place);
  return { folded, from };
}

/** Return the text of a piece of the index, and where each of its words begins. */
export function readBack(raw) {
  const starts = [];
  let text = "";
  let goesOn = true;
  for (const word of raw.replaceAll("&lt;", "<").replaceAll("&gt;", ">").trim().split(/\s+/)) {
    const glued = word.startsWith(GLUE);
    const bare = glued ? word.slice(GLUE.length) : word;
    text += glued || goesOn ? "" : " ";
    starts.push(text.length);
    goesOn = PAIR.test(bare);
    text += goesOn ? String.fromCodePoint(bare.codePointAt(0)) : bare;
  }
  return { text, starts };
}

/** A page of the index: its text, its sections, and what of it a term is found in. */
export class Page {
  constructor(fragment) {
    const { text, starts } = readBack(fragment.raw_content ?? fragment.content);
    this.address = fragment.raw_url ?? fragment.url;
    this.text = text;
    this.starts = starts;
    this.title = readBack(fragment.meta.title ?? "").text;
    Object.assign(this, fold(text));
    this.sections = this.#sections(fragment.anchors);
  }

  #sections(anchors) {
    const headings = anchors
      .filter(({ element, text }) => /^(h[1-6]|dt)$/.test(element) && /\S/.test(text ?? ""))
      .sort((one, other) => one.location - other.location);
    return headings.map(({ element, id, text, location }, place) => ({
      id: element === "h1" ? "" : id,
      title: readBack(text).text,
      start: this.starts[location] ?? this.text.length,
      end: this.starts[headings[place + 1]?.location] ?? this.text.length,
    }));
  }

  /** Return the ranges of the text that hold a term as it is written. */
  written(term) {
    const wanted = fold(term).folded;
    const ranges = [];
    for (
      let at = this.folded.indexOf(wanted);
      at >= 0;
      at = this.folded.indexOf(wanted, at + wanted.length)
    ) {
      // The end of a long word may be what a reader remembers; two letters are in every word.
      const starts = isCjk(wanted) || !/[\p{L}\p{N}]/u.test(this.folded[at - 1] ?? " ");
      if (starts || wanted.length > 3) {
        ranges.push([this.from[at], this.from[at + wanted.length]]);
      }
    }
    return ranges;
  }

  /** Return the ranges of those words that are other forms of a term: endings are short. */
  inflected(term, words) {
    const wanted = fold(term).folded;
    const enough = Math.max(3, Math.ceil(wanted.length * 0.65));
    const ranges = [];
    for (const word of words) {
      const start = this.starts[word] ?? this.text.length;
      const end = this.text.slice(start).search(/\s|$/) + start;
      for (const match of this.text.slice(start, end).matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
        if (common(fold(match[0]).folded, wanted) >= enough) {
          ranges.push([start + match.index, start + match.index + match[0].length]);
        }
      }
    }
    return ranges;
  }
}

function common(one, other) {
  let length = 0;
  while (length < one.length && one[length] === other[length]) {
    length += 1;
  }
  return length;
}

/** Return ranges in order, without those that lie in another. */
export function inOrder(ranges) {
  const kept = [];
  for (const range of ranges.sort(([a, b], [c, d]) => a - c || d - b)) {
    if (!kept.length || range[0] >= kept.at(-1)[1]) {
      kept.push(range);
    }
  }
  return kept;
}
