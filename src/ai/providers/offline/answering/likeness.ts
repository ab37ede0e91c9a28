import { ENDINGS } from './lexicon/endings.js';

const SAME_STEM = 0.85;
const WITHIN_COMPOUND = 0.8;
const SHORTEST_STEM = 3;
const LONGEST_ENDING = 4;
const SHORTEST_COMPOUND_PART = 5;
const HANGUL = /^\p{sc=Hangul}/u;
const NOT_LATIN = /[^a-z\u00df-\u024f]/u;
const DIGIT = /\p{N}/u;
const LATIN_WITH_MARKS = /[\u00c0-\u024f\u1e00-\u1eff]/u;
const ARABIC_ARTICLE = /^[وبفك]?ال(?=\p{L}{3})/u;

/** A lower-case word as it is compared: without accents, which people leave out, and without the Arabic article. */
export function comparable(word: string): string {
  if (LATIN_WITH_MARKS.test(word)) return word.normalize('NFD').replace(/\p{M}+/gu, '');
  return word.replace(ARABIC_ARTICLE, '');
}

/**
 * How alike two comparable words are, without knowing their language: 1 when equal, a little less when they look
 * like forms of one word (a shared beginning and short endings), else 0.
 */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  let shared = 0;
  while (shared < short.length && short.charCodeAt(shared) === long.charCodeAt(shared)) shared += 1;
  if (shared < SHORTEST_STEM) return shared === 2 && long.length <= 4 && HANGUL.test(a) ? SAME_STEM : 0;
  // Numbers have no forms: only what follows their digits may differ (1960, 1960s).
  if (DIGIT.test(short.slice(shared)) || DIGIT.test(long.slice(shared))) return 0;
  const isWhole = shared === short.length;
  const doubled = isWhole && long[shared] === short[shared - 1] ? 1 : 0;
  const ending = long.slice(shared + doubled);
  // "open", "opening", "ship", "shipping": one word whole within the other may carry a longer ending.
  const longest = Math.min(LONGEST_ENDING, isWhole && shared > SHORTEST_STEM ? shared - 1 : shared - 2);
  return ending.length <= longest && isEnding(ending) && isEnding(short.slice(shared)) ? SAME_STEM : 0;
}

function isEnding(text: string): boolean {
  return text.length < 2 || ENDINGS.has(text) || NOT_LATIN.test(text);
}

/** The same for a word and a compound that holds it, as German and its neighbours write them. */
export function compoundLikeness(part: string, compound: string): number {
  const isLonger = compound.length >= part.length + 3 && part.length >= SHORTEST_COMPOUND_PART;
  return isLonger && compound.includes(part) ? WITHIN_COMPOUND : 0;
}
