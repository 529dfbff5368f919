// How a query is read: pure functions, the same for every engine and page.

/** The longest query that is read, in characters and in words. */
export const MAX_LENGTH = 200;
export const MAX_WORDS = 12;

// The articles are those of scripts/kb/search/documents.py.
const ARTICLE = "(?<![\\p{L}\\p{N}])(?:[ldsnmtjc]|qu|lorsqu|puisqu|quelqu|jusqu)";
const ELISION = new RegExp(`${ARTICLE}'(?=[\\p{L}\\p{N}])`, "gu");
const OPENED_ELISION = new RegExp(`(${ARTICLE}[’']) (?=[\\p{L}\\p{N}])`, "giu");
const LAST_ELISION = new RegExp(`${ARTICLE}[’']$`, "iu");
const GEMINATE = /(?<=\p{L})l[.·•‧∙⋅・-]l(?=\p{L})/gu;

/** Small letters without accents: what two spellings of one word have in common. */
export function fold(text) {
  return text
    .toLowerCase()
    .replace(GEMINATE, "ll")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/ß/g, "ss")
    .replace(/[øł]/g, (letter) => ({ ø: "o", ł: "l" })[letter]);
}

/** The words of a query: without elided articles, l·l as ll, acronyms without dots, numbers in one piece. */
export function tokens(query) {
  const text = query
    .slice(0, MAX_LENGTH)
    .normalize("NFC")
    .toLowerCase()
    .replace(/[’‘ʼ`´′]/g, "'")
    .replace(GEMINATE, "ll")
    .replace(ELISION, " ")
    .replace(/(?<![\p{L}\p{N}])(?:\p{L}\.){2,}/gu, (acronym) => acronym.replaceAll(".", ""))
    .replace(/(?<=\d)[.,](?=\d)/g, "");
  return (text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).slice(0, MAX_WORDS);
}

/** Put the articles that the index sets apart together again: `l’ acollida` → `l’acollida`. */
export function closeElisions(text) {
  return text.replace(OPENED_ELISION, "$1");
}

/** Whether a word is, or ends in, an article that belongs to the next one: `l’`. */
export function isElision(word) {
  return LAST_ELISION.test(word);
}

/** The words that are searched for: those that are not small, or all when all are. */
export function significant(words, smallWords) {
  const small = new Set(smallWords);
  const kept = words.filter((word) => !small.has(word) && (word.length > 1 || /\p{N}|[^\p{Script=Latin}]/u.test(word)));
  return kept.length ? kept : words;
}

/** The query in the words that the site uses, each once; null when it is in them already. */
export function inSiteWords(words, synonyms) {
  let found = words;
  for (const [preferred, ...others] of synonyms) {
    for (const other of others.map(tokens).sort((a, b) => b.length - a.length)) {
      const at = indexOfSequence(found, other);
      if (at >= 0) found = [...found.slice(0, at), ...tokens(preferred), ...found.slice(at + other.length)];
    }
  }
  return found === words ? null : [...new Set(found)];
}

function indexOfSequence(words, sequence) {
  const wanted = sequence.map(fold);
  const given = words.map(fold);
  for (let at = 0; at + wanted.length <= given.length; at++) {
    if (wanted.every((word, index) => given[at + index] === word)) return at;
  }
  return -1;
}

/** Other spellings of a word in which an l stands for l·l: `colaboració` → `collaboració`. */
export function withGeminates(word) {
  return [...word.matchAll(/(?<=[aeiouàèéíïòóúü])l(?=[aeiouàèéíïòóúü])/g)].map(
    ({ index }) => `${word.slice(0, index)}l${word.slice(index)}`,
  );
}

/** The name nearest to a word that nobody knows, or null: one slip in short words, two from eight letters. */
export function nearest(word, names) {
  const given = fold(word);
  if (given.length < 4) return null;
  const most = given.length < 8 ? 1 : 2;
  let best = null;
  let least = most + 1;
  for (const name of names) {
    if (Math.abs(name.length - given.length) > most + 1) continue;
    const own = fold(name);
    const slips = distance(given, own, least) + (own[0] === given[0] ? 0 : 0.5);
    if (slips < least) {
      least = slips;
      best = name;
    }
  }
  return best;
}

/** How many letters are missing, too many, wrong or swapped between two words; `limit` or more is not counted out. */
export function distance(one, other, limit = Infinity) {
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...next) >= limit) return limit;
    before = row;
    row = next;
  }
  return row[other.length];
}

/** How much of a name a query says and of the query the name: 1 when they are the same words, 0 when none is. */
export function likeness(words, name, smallWords = []) {
  const said = words.map(fold);
  const own = significant(tokens(name), smallWords).map(fold);
  if (!own.length || !said.length) return 0;
  const common = own.filter((word) => said.some((other) => sameStem(word, other))).length;
  return (2 * common) / (own.length + said.length);
}

/** Whether two folded words are forms of one: equal, or alike but for an ending. Numbers have no forms. */
export function sameStem(one, other) {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (/\d/.test(long) || short.length < 4 || long.length - short.length > 2) return false;
  return long.startsWith(short) || (short.length > 4 && long.startsWith(short.slice(0, -1)));
}
