// The engine: Pagefind's index of a language, asked in the words of the site.

import { closeElisions, fold, inSiteWords, nearest, significant, tokens, withGeminates } from "./query.js";
import { passage } from "./passage.js";
import { bestFirst, found, weight } from "./ranking.js";

/** The root of the site, wherever it is. */
const ROOT = new URL("../../../", import.meta.url);
const BUNDLE = new URL("pagefind/", ROOT);
const LANGS = ["ca", "es", "en", "fr"];

// Pagefind adds so much for metadata that a rare compound outdoes a name: what names are worth is said in `ranking.js`.
const RANKING = { metaWeights: { title: 0, names: 0, exact: 0, facets: 0 }, pageLength: 0.5, termFrequency: 0.6, termSimilarity: 3 };

/** How many documents are read, at the least, to put the best of them in order. */
const CANDIDATES = 6;

/** The share of all documents above which it is not asked which of them have the word itself: it weighs little then. */
const COMMON = 1 / 3;

/** The index of a language cannot be read now. */
export class Unavailable extends Error {}

// What Pagefind throws where nobody can catch it, it throws again when it is asked.
addEventListener("unhandledrejection", (event) => {
  if (event.reason?.stack?.includes(`${BUNDLE.pathname}pagefind.js`)) event.preventDefault();
});

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

  #parts = new Map();

  constructor(lang, words, index) {
    this.lang = lang;
    this.words = words;
    this.index = index;
  }

  /**
   * The best documents for a query: `{corrected, total, items}`. `corrected` is the query that was asked in the
   * place of one with unknown words; `filters` are the facets that documents must have (`{region: "europe"}`).
   * Raises Unavailable when the index cannot be read.
   */
  async find(query, { filters = {}, limit = 8 } = {}) {
    if (!navigator.onLine) throw new Unavailable("no network");
    const { smallWords, synonyms } = this.words;
    const given = tokens(query);
    try {
      const asked = await this.#spelt(given, significant(given, smallWords));
      const corrected = asked.some((word) => !given.includes(word) && !given.flatMap(withGeminates).includes(word));
      const other = inSiteWords(asked, synonyms);
      const queries = [asked, other ?? []].map((words) => significant(words, smallWords)).filter((words) => words.length);
      const parts = await Promise.all(queries.map((words) => Promise.all(words.map((word) => this.#part(word)))));
      const list = found(parts, await this.#allowed(filters));
      const read = await Promise.all(list.slice(0, Math.max(limit, CANDIDATES)).map(contents));
      const items = bestFirst(read, queries, smallWords).slice(0, limit);
      const said = queries.flat();
      return {
        corrected: corrected ? asked.join(" ") : null,
        total: list.length,
        items: items.map((item) => ({ ...item, passage: passage(item, said) })),
      };
    } catch (error) {
      open.delete(this.lang);
      throw error instanceof Unavailable ? error : new Unavailable(String(error));
    }
  }

  /** The words of a query, the wanted ones in a spelling that the index knows, without those that it does not know. */
  async #spelt(given, wanted) {
    const known = new Map(await Promise.all(wanted.map(async (word) => [word, await this.#known(word)])));
    if (![...known.values()].some(Boolean)) return [];
    return given.map((word) => (known.has(word) ? known.get(word) : word)).filter(Boolean);
  }

  /** The word, or what it may be a slip for; null when it is neither known nor like a name. */
  async #known(word) {
    if (await this.#begins(word)) return word;
    for (const other of withGeminates(word)) if (await this.#has(other)) return other;
    this.names ??= await json(`names-${this.lang}.json`);
    return nearest(word, this.names);
  }

  async #has(word) {
    const { ids, named } = await this.#part(word);
    return ids.size + named.size > 0;
  }

  /** Whether a word of the index is or begins like this; the engine gives near words too, so the text is looked at. */
  async #begins(word) {
    if (await this.#has(word)) return true;
    const [first] = (await this.#part(word)).results;
    if (!first) return false;
    const { content, names, title } = await contents({ result: first });
    const texts = [...first.words.map((place) => content[place] ?? ""), ...names, title];
    return texts.some((text) => tokens(text).some((own) => fold(own).startsWith(fold(word))));
  }

  /**
   * What the index has for a word: the results, which have it or a longer word that begins like it, the documents
   * that have it in some form (`ids`), those that are called so (`named`), and how much it weighs.
   */
  #part(word) {
    if (!this.#parts.has(word)) this.#parts.set(word, this.#ask(word));
    return this.#parts.get(word);
  }

  async #ask(word) {
    // The 0 is what `documents.py` puts after the words of names.
    const [{ results }, named] = await Promise.all([this.index.search(word), this.#exactly(`${fold(word)}0`)]);
    const isCommon = results.length > COMMON * this.words.documents;
    const ids = isCommon ? new Set(results.map(({ id }) => id)) : await this.#exactly(word);
    return { results, ids, named, weight: weight(ids.size || results.length, this.words.documents) };
  }

  async #exactly(word) {
    const { results } = await this.index.search(`"${word}"`);
    return new Set(results.map(({ id }) => id));
  }

  /** Whether a document has the chosen facets, which the index has as words: see `facet_word` in `documents.py`. */
  async #allowed(filters) {
    const words = Object.entries(filters).map(([name, value]) => `0${`${name}${value}`.replace(/[^\p{L}\p{N}]/gu, "")}0`);
    const sets = await Promise.all(words.map((word) => this.#exactly(word)));
    return (id) => sets.every((ids) => ids.has(id));
  }
}

/** Pagefind takes the language of an index from the page. */
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

/** A found document with its address, title, kind and names, its text in words, and the anchors in it. */
async function contents({ result, score, places = [] }) {
  const { meta, raw_url: url, raw_content: text, anchors } = await result.data();
  const [, page, anchor] = url.match(/^\/(.*?)(?:([^/]+)\.html)?$/);
  return {
    score,
    places: new Set(places.flat()),
    url: new URL(anchor ? `${page}#${anchor}` : page, ROOT).href,
    title: closeElisions(meta.title),
    kind: meta.facets.match(/^0kind(\p{L}+)0/u)[1],
    names: meta.names?.split(" | ") ?? [],
    content: text.split(/[\r\n\s]+/g),
    // The first words are the title.
    begin: meta.title.split(/\s+/).length,
    anchors: anchor ? [] : anchors,
  };
}

/** What the other languages have for a query, best first; languages that cannot be read are passed over. */
export async function inOtherLanguages(query, limit = 3) {
  const own = document.documentElement.lang;
  const answers = LANGS.filter((lang) => lang !== own).map(async (lang) => {
    const { items } = await (await engine(lang)).find(query, { limit });
    return items.length ? [{ lang, items }] : [];
  });
  return (await Promise.allSettled(answers)).flatMap((answer) => answer.value ?? []);
}
