// The part of a document that is shown and linked. Pure functions.

import { fold, isElision, sameStem, tokens } from "./query.js";

const EXCERPT_WORDS = 32;
const WORDS_BEFORE = 8;

/**
 * The part of a document that says most of the words asked for: the `anchor` of its place on the page, its `words`
 * as `{text, hit}`, and whether it is `cut` before and after. `places` are the hits in the `content`.
 */
export function passage({ content, anchors, begin, places }, asked) {
  const wanted = asked.map(fold);
  const says = (place) =>
    tokens(content[place])
      .map(fold)
      .flatMap((own) => wanted.filter((word) => sameStem(own, word) || own.startsWith(word)));
  const parts = parted(anchors, begin, content.length).map((part) => {
    const hits = [...places].filter((place) => place >= part.from && place < part.to).sort((one, other) => one - other);
    const worth = new Set(hits.flatMap(says)).size * 10 + Math.min(hits.length, 5) + (part.anchor ? 0 : 0.5);
    return { ...part, first: hits[0] ?? part.from, worth };
  });
  const best = parts.reduce((one, other) => (other.worth > one.worth ? other : one));
  const from = best.first - best.from < EXCERPT_WORDS / 2 ? best.from : best.first - WORDS_BEFORE;
  const most = Math.min(best.to, from + EXCERPT_WORDS);
  const to = most < best.to && isElision(content[most - 1]) ? most - 1 : most;
  return {
    anchor: best.anchor,
    words: content.slice(from, to).map((text, at) => ({ text: unescaped(text), hit: places.has(from + at) })),
    cut: [from > best.from, to < best.to],
  };
}

/** The stretches between anchors: what comes before the first, then each to the next. */
function parted(anchors, begin, end) {
  const starts = anchors
    .filter(({ element, location }) => element !== "h1" && location >= begin)
    .map(({ id, location }) => ({ anchor: id, from: location }))
    .sort((one, other) => one.from - other.from);
  const all = [{ anchor: "", from: begin }, ...starts];
  return all.map((part, at) => ({ ...part, to: all[at + 1]?.from ?? end }));
}

function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}
