// The engine: Pagefind's index, asked in the words of the site, its answers put in the order people expect.

import { alternatives, closeElisions, fold, likeness, nearest, sameStem, significant, tokens, withGeminates } from "./query.js";

/** The root of the site, wherever it is. */
export const ROOT = new URL("../../../", import.meta.url);
const BUNDLE = new URL("pagefind/", ROOT);
const LANGS = ["ca", "es", "en", "fr"];

// Pagefind adds so much for metadata that a rare compound outdoes a name: what names are worth is said below.
const RANKING = { metaWeights: { title: 0, names: 0, exact: 0, kind: 0, url: 0 }, pageLength: 0.5, termFrequency: 0.6, termSimilarity: 3 };

/** What a form of a word in the title or in a name adds, and what the word itself in either adds. */
const FIELDS = { title: 1, names: 1 };
const IN_NAME = 6;

/** How much a document counts by its kind: pages over their parts, records over lists. */
const KIND = { cities: 1.1, networks: 1.1, policies: 1.2, organisations: 1.05, plans: 1.05, projects: 0.9, glossary: 0.9, timeline: 0.4, page: 0.6 };

/** A name that is all of the query outdoes any number of mentions. */
const NAMED = 3;
const EXACTLY_NAMED = 40;

/** How many documents are read to put the best of them in order. */
const CANDIDATES = 6;

/** What a document counts that has only longer words that begin like the one asked for. */
const INEXACT = 0.4;

/** The least share of a query, by the weight of its words, that a document must have, unless few have it. */
const LEAST_SHARE = 0.3;
const FEW = 5;

const EXCERPT_WORDS = 32;

/** The index of a language cannot be read now. */
export class Unavailable extends Error {}

async function json(name) {
  const response = await fetch(new URL(name, BUNDLE));
  if (!response.ok) throw new Unavailable(name);
  return response.json();
}

const open = new Map();

/** The engine of a language, read once; a failure is forgotten, so that the next query tries anew. */
export function engine(lang = document.documentElement.lang) {
  if (!open.has(lang)) open.set(lang, Engine.open(lang));
  return open.get(lang).catch((error) => {
    open.delete(lang);
    throw error;
  });
}

class Engine {
  static async open(lang) {
    if (!navigator.onLine) throw new Unavailable("no network");
    const words = await json(`words-${lang}.json`);
    // One module a language: Pagefind keeps the stemmer of a module's first index for all its indexes.
    const module = await import(new URL(`pagefind.js?${lang}`, BUNDLE));
    const index = withLanguage(lang, () => module.createInstance({ basePath: BUNDLE.pathname, noWorker: true, ranking: RANKING }));
    await index.init();
    return new Engine(lang, words, index);
  }

  constructor(lang, words, index) {
    this.lang = lang;
    this.words = words;
    this.index = index;
  }

  /**
   * The best documents for a query: `{words, corrected, total, filters, items}`. `corrected` is the query that was
   * asked in the place of one with unknown words. Raises Unavailable when the index cannot be read.
   */
  async find(query, { filters = {}, limit = 8 } = {}) {
    if (!navigator.onLine) throw new Unavailable("no network");
    const given = tokens(query);
    const wanted = significant(given, this.words.smallWords);
    if (!wanted.length) return { words: [], corrected: null, total: 0, filters: {}, items: [] };
    try {
      const { kept, corrected } = await this.#known(wanted);
      if (!kept.length) return { words: wanted, corrected: null, total: 0, filters: {}, items: [] };
      const others = alternatives(given, this.words.synonyms).map((words) => significant(words, this.words.smallWords));
      const found = await this.#gather([kept, ...others], filters);
      const asked = [...new Set([...kept, ...others.flat()])];
      const items = await this.#ranked(found.list, [kept, ...others], asked, limit);
      return { words: asked, corrected, total: found.list.length, filters: found.counts, items };
    } catch (error) {
      open.delete(this.lang);
      throw error instanceof Unavailable ? error : new Unavailable(String(error));
    }
  }

  /** The words that the index knows; unknown ones in the spelling of a name, or left out. */
  async #known(words) {
    const kept = [];
    let corrected = false;
    const known = await Promise.all(words.map((word) => this.#has(word)));
    for (const [at, word] of words.entries()) {
      if (known[at] || (await this.#begins(word))) {
        kept.push(word);
        continue;
      }
      const spelling = await this.#spelling(word);
      if (spelling) {
        kept.push(spelling);
        corrected ||= !withGeminates(word).includes(spelling);
      }
    }
    return { kept, corrected: corrected ? kept.join(" ") : null };
  }

  /** The documents that have a word in a name, just so; `0` is what `documents.py` puts after the words of names. */
  #called(word) {
    return this.#exactly(`${fold(word)}0`);
  }

  async #has(word) {
    const [ids, named] = await Promise.all([this.#exactly(word), this.#called(word)]);
    return ids.size + named.size > 0;
  }

  /** Whether a word of the index begins like this; the engine gives near words too, so the text is looked at. */
  async #begins(word) {
    const { results } = await this.index.search(word);
    if (!results.length) return false;
    const { content, names, title } = await document_(results[0]);
    const start = fold(word);
    const places = results[0].words.map((place) => content[place] ?? "");
    return [...places, ...tokens(`${names.join(" ")} ${title}`)].some((text) => tokens(text).some((own) => fold(own).startsWith(start)));
  }

  async #spelling(word) {
    for (const other of withGeminates(word)) if (await this.#has(other)) return other;
    this.names ??= await json(`names-${this.lang}.json`);
    return nearest(word, this.names);
  }

  /**
   * The documents that have all words of one of the queries, and those that have most of them; words weigh by
   * how rare they are. The engine also finds longer words that begin like the stem of one that is asked for:
   * where the word itself is known, those count less.
   */
  async #gather(queries, filters) {
    const found = new Map();
    let counts = {};
    const add = (result, score, places) => {
      const known = found.get(result.id) ?? { result, score: 0, places: new Set() };
      known.score = Math.max(known.score, score);
      for (const place of places) known.places.add(place);
      found.set(result.id, known);
    };
    for (const words of queries) {
      const parts = await Promise.all(words.map((word) => this.#part(word, filters)));
      const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
      const exact = (id) => parts.reduce((sum, { ids, weight }) => sum + (ids.size && !ids.has(id) ? INEXACT * weight : weight), 0) / whole;
      const answer = words.length > 1 ? await this.index.search(words.join(" "), { filters }) : parts[0].answer;
      if (!Object.keys(counts).length) counts = answer.totalFilters;
      const inName = (id) => parts.reduce((sum, { named, weight }) => sum + (named.has(id) ? IN_NAME * weight : 0), 0) / whole;
      for (const result of answer.results) add(result, worth(result) * exact(result.id) + words.length * inName(result.id), result.words);
      for (const { result, score, places, weight } of merged(parts)) {
        const share = weight / whole;
        if (share < 1 && (share >= LEAST_SHARE || answer.results.length < FEW)) add(result, (score * exact(result.id) + words.length * inName(result.id)) * share ** 2, places);
      }
    }
    return { list: [...found.values()].sort((a, b) => b.score - a.score), counts };
  }

  /** What the index has for a word: the answer, the documents that have it, those that are called so, its weight. */
  async #part(word, filters) {
    const answer = await this.index.search(word, { filters });
    const [ids, named] = await Promise.all([this.#exactly(word), this.#called(word)]);
    return { answer, ids, named, weight: Math.log(1 + this.words.documents / (0.5 + (ids.size || answer.results.length))) };
  }

  /** The documents that have a word, or another form of it. */
  async #exactly(word) {
    const { results } = await this.index.search(`"${word}"`);
    return new Set(results.map(({ id }) => id));
  }

  async #ranked(list, queries, asked, limit) {
    const items = await Promise.all(
      list.slice(0, Math.max(limit, CANDIDATES)).map(async ({ result, score, places }) => {
        const own = await document_(result);
        const named = Math.max(...queries.flatMap((words) => [...own.names, own.title].map((name) => likeness(words, name, this.words.smallWords))));
        const bonus = named === 1 ? EXACTLY_NAMED : 0;
        const rank = score * (KIND[own.kind] ?? 1) * (1 + NAMED * named ** 3) + bonus * (KIND[own.kind] ?? 1);
        return { ...own, rank, passage: passage(own, places, asked) };
      }),
    );
    return items.sort((a, b) => b.rank - a.rank).slice(0, limit);
  }
}

function worth({ score, matchedMetaFields = [] }) {
  return matchedMetaFields.reduce((sum, field) => sum + (FIELDS[field] ?? 0), score);
}

function withLanguage(lang, create) {
  const root = document.documentElement;
  const own = root.lang;
  root.lang = lang;
  try {
    return create();
  } finally {
    root.lang = own;
  }
}

/** The documents that have some of the words, with the sums of their scores and weights. */
function merged(parts) {
  const sums = new Map();
  for (const { answer, weight } of parts) {
    for (const result of answer.results) {
      const sum = sums.get(result.id) ?? { result, score: 0, weight: 0, places: [] };
      sum.score += worth(result);
      sum.weight += weight;
      sum.places.push(...result.words);
      sums.set(result.id, sum);
    }
  }
  return sums.values();
}

/** What is shown of a result: its text in words, its parts, its names. */
async function document_(result) {
  const data = await result.data();
  const { title, kind, names, url } = data.meta;
  return {
    url: new URL((url ?? data.raw_url).replace(/^\//, ""), ROOT).href,
    title: closeElisions(title),
    kind,
    names: names ? names.split(" | ") : [],
    content: data.raw_content.split(/[\r\n\s]+/g),
    anchors: data.anchors,
    begin: title.split(/\s+/).length,
    part: Boolean(url),
  };
}

/** The part of a document that says most of what is asked: its anchor and its words, with hits marked. */
function passage({ content, anchors, begin, part }, places, asked) {
  const wanted = asked.map(fold);
  const says = (place) => wanted.filter((word) => tokens(content[place]).some((own) => sameStem(fold(own), word) || fold(own).startsWith(word)));
  const starts = anchors.filter(({ element, location }) => element !== "h1" && location >= begin).sort((a, b) => a.location - b.location);
  const bounds = [{ id: "", location: begin }, ...starts, { location: content.length }];
  const parts = bounds.slice(0, -1).map(({ id, location: from }, at) => {
    const to = bounds[at + 1].location;
    const hits = [...places].filter((place) => place >= from && place < to).sort((a, b) => a - b);
    return { id, from, to, first: hits[0] ?? from, worth: new Set(hits.flatMap(says)).size * 10 + Math.min(hits.length, 5) + (id ? 0 : 0.5) };
  });
  const best = parts.reduce((one, other) => (other.worth > one.worth ? other : one));
  const from = Math.max(best.from, Math.min(best.first - 8, best.to - EXCERPT_WORDS));
  const to = Math.min(best.to, from + EXCERPT_WORDS);
  return {
    anchor: part ? "" : best.id,
    words: content.slice(from, to).map((text, index) => ({ text: unescape_(text), hit: places.has(from + index) })),
    cut: [from > best.from, to < best.to],
  };
}

function unescape_(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}

/** What the other languages have for a query, best first; languages that cannot be read are passed over. */
export async function inOtherLanguages(query, limit = 3) {
  const own = document.documentElement.lang;
  const answers = LANGS.filter((lang) => lang !== own).map(async (lang) => {
    const found = await (await engine(lang)).find(query, { limit });
    return found.items.length ? [{ lang, ...found }] : [];
  });
  return (await Promise.allSettled(answers)).flatMap((answer) => answer.value ?? []);
}
