import { stopWordLists } from './stop-word-lists.js';

const NONE: ReadonlySet<string> = new Set();
const sets = new Map<string, ReadonlySet<string>>();

/** Function words of a language (ISO 639-1) as `words()` returns them; empty for a language without a list. */
export function stopWords(language: string): ReadonlySet<string> {
  let set = sets.get(language);
  if (!set) {
    const list = Object.hasOwn(stopWordLists, language) ? stopWordLists[language] : undefined;
    if (!list) return NONE;
    set = new Set(list.split(' '));
    sets.set(language, set);
  }
  return set;
}

/** The languages that have a list. */
export function stopWordLanguages(): string[] {
  return Object.keys(stopWordLists);
}
