const SAME_STEM = 0.9;
const WITHIN_COMPOUND = 0.7;
const SHORTEST_STEM = 3;
const LONGEST_ENDING = 4;
const SHORTEST_COMPOUND_PART = 5;
const HANGUL = /^\p{sc=Hangul}/u;

/**
 * How alike two lower-case words are, without knowing their language: 1 when equal, a little less when they look
 * like forms of one word (a shared beginning and short endings), else 0.
 */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const shorter = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < shorter && a.charCodeAt(shared) === b.charCodeAt(shared)) shared += 1;
  if (shared < SHORTEST_STEM)
    return shared === 2 && Math.max(a.length, b.length) <= 4 && HANGUL.test(a) ? SAME_STEM : 0;
  const longestEnding = Math.max(a.length, b.length) - shared;
  return longestEnding <= Math.min(LONGEST_ENDING, shared - 2) ? SAME_STEM : 0;
}

/** The same for a word and a compound that holds it, as German and its neighbours write them. */
export function compoundLikeness(part: string, compound: string): number {
  const isLonger = compound.length >= part.length + 3 && part.length >= SHORTEST_COMPOUND_PART;
  return isLonger && compound.includes(part) ? WITHIN_COMPOUND : 0;
}
