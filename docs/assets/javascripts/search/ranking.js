// What comes first: the page about the thing, then pages that are mainly about it, then mentions. Pure functions.

import { likeness } from "./query.js";

/** What a form of a word in the title or in a name adds to a document's score, and what the word itself in a name adds. */
const FIELDS = { title: 1, names: 1 };
const IN_NAME = 6;

/** What a document counts that has only longer words that begin like the one asked for. */
const INEXACT = 0.4;

/** The least share of a query, by the weight of its words, that a document must have, unless few have all of it. */
const LEAST_SHARE = 0.3;
const FEW = 5;

/** How much a document counts by its kind: pages over their parts, records over lists. */
const KIND = { cities: 1.1, networks: 1.1, policies: 1.2, organisations: 1.05, plans: 1.05, projects: 0.9, glossary: 0.9, timeline: 0.4, page: 0.6 };

/** A name like the query outdoes any number of mentions; one that is the query, everything. */
const NAMED = 3;
const EXACTLY_NAMED = 40;

/** What being like another name counts, where being like the title counts one. */
const OTHER_NAME = 0.8;

/** The weight of a word that so many documents have: the rarer, the more. */
export function weight(having, documents) {
  return Math.log(1 + documents / (0.5 + having));
}

/**
 * The documents for one or more forms of a query, each a list of parts (a part is what the index has for a word, see
 * `engine.js`): `{result, score, places}`, best first. `places` are lists of the places of words asked for.
 */
export function found(queries, allowed = () => true) {
  const all = new Map();
  for (const parts of queries) {
    const own = [...scored(parts).values()].filter(({ result }) => allowed(result.id));
    const few = own.filter(({ share }) => share > 0.999).length < FEW;
    for (const { result, score, share, places } of own) {
      if (share < LEAST_SHARE && !few) continue;
      const known = all.get(result.id) ?? { result, score: 0, places: [] };
      known.score = Math.max(known.score, score * share ** 2);
      known.places.push(...places);
      all.set(result.id, known);
    }
  }
  return [...all.values()].sort((one, other) => other.score - one.score);
}

/** What each document has of a query: the share of it by weight, and a score for what it says and how it is called. */
function scored(parts) {
  const documents = new Map();
  const whole = parts.reduce((sum, part) => sum + part.weight, 0);
  for (const { results, ids, named, weight } of parts) {
    for (const result of results) {
      const one = documents.get(result.id) ?? { result, text: 0, inexact: 0, share: 0, called: 0, places: [] };
      one.text += (result.matchedMetaFields ?? []).reduce((sum, field) => sum + (FIELDS[field] ?? 0), result.score);
      one.share += weight / whole;
      if (ids.size && !ids.has(result.id)) one.inexact += weight / whole;
      if (named.has(result.id)) one.called += weight / whole;
      one.places.push(result.words);
      documents.set(result.id, one);
    }
  }
  for (const one of documents.values()) {
    const exact = 1 - (1 - INEXACT) * (1 - one.share + one.inexact);
    one.score = one.text * exact + parts.length * IN_NAME * one.called;
  }
  return documents;
}

/** Documents that have been read, put in order by their kind too and by how much a name is like one of the queries. */
export function bestFirst(documents, queries, smallWords) {
  const ranked = documents.map((one) => {
    const like = (name) => Math.max(...queries.map((words) => likeness(words, name, smallWords)));
    const others = Math.max(0, ...one.names.map(like));
    const named = Math.max(like(one.title), others === 1 ? 1 : others * OTHER_NAME);
    const score = one.score * (1 + NAMED * named ** 3) + (named === 1 ? EXACTLY_NAMED : 0);
    return { ...one, rank: score * (KIND[one.kind] ?? 1) };
  });
  return ranked.sort((one, other) => other.rank - one.rank);
}
