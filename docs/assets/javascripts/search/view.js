// How results look, in the box and on the page. Texts are put in as text, never as HTML.

import { isElision } from "./query.js";

const LONGEST_SHOWN = 80;

/** An element with attributes and children; children are elements or texts. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A string of the interface with its places filled. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Where a result leads: to the passage, when it has a place of its own. */
export function address({ url, passage }) {
  return passage.anchor ? `${url}#${passage.anchor}` : url;
}

/** The excerpt of a result, its hits in `<mark>`. */
export function excerpt({ passage }) {
  const { words, cut } = passage;
  const made = element("span", { class: "kb-hit__text" }, cut[0] ? "… " : "");
  for (const [at, { text, hit }] of words.entries()) {
    const [, before, word, after] = text.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su);
    const space = at && !isElision(words[at - 1].text) ? " " : "";
    if (hit) made.append(space + before, element("mark", {}, word), after);
    else made.append(space + text);
  }
  made.append(cut[1] ? " …" : "");
  return made;
}

/** A query as it is shown: long ones are cut. */
export function shortened(query) {
  const letters = [...query];
  return letters.length > LONGEST_SHOWN ? `${letters.slice(0, LONGEST_SHOWN).join("")}…` : query;
}

/** The line that says how many results there are. */
export function status(strings, given, found) {
  const query = shortened(given);
  if (found.corrected) return filled(strings.corrected, { q: query, other: found.corrected });
  if (!found.total) return filled(strings.none, { q: query });
  return filled(found.total === 1 ? strings.one : strings.many, { n: found.total, q: query });
}
