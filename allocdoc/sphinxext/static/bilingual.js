// The source text below each passage of a translated page. Loaded when it is first asked for.

const MARK = /^m-[0-9a-f]{8}$/;
let passages; // of the source's page, by their marks

function* marked(root) {
  for (const element of root.querySelectorAll('[class^="m-"], [class*=" m-"]')) {
    const mark = [...element.classList].find((name) => MARK.test(name));
    if (mark) {
      yield [mark, element];
    }
  }
}

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`${address}: ${answer.status}`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { lang: page.documentElement.lang, found: new Map(marked(page)) };
}

// Both pages lie equally deep, so that a link of the source leads to the page in this language.
function copyOf(passage, lang) {
  const copy = document.createElement("span");
  copy.className = "allocdoc-source";
  copy.lang = lang;
  copy.append(...passage.cloneNode(true).childNodes);
  copy.querySelectorAll(".headerlink").forEach((link) => link.remove());
  copy.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
  return copy;
}

export async function show(address) {
  passages ??= await load(address);
  hide(); // what a second call, made while the first one waited, has shown
  for (const [mark, element] of marked(document)) {
    const source = passages.found.get(mark);
    // One that is not translated shows the source anyway.
    if (source && !element.closest("[lang]").isSameNode(element)) {
      element.append(copyOf(source, passages.lang));
    }
  }
}

export function hide() {
  document.querySelectorAll(".allocdoc-source").forEach((copy) => copy.remove());
}
