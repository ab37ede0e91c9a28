import { editDistance } from './edit-distance.js';
import { comparable, compoundLikeness, likeness } from './likeness.js';
import type { Question } from './question.js';

const COMPOUNDING = new Set(['de', 'nl', 'sv', 'da', 'no', 'fi', 'hu', 'und']);
const MISSPELT = 0.8;
const SHORTEST_MISSPELT = 5;
const LONG_WORD = 8;

interface TermMatch {
  term: number;
  likeness: number;
}

/** Tells which terms of one question a word stands for. Remembers every word, as passages repeat theirs. */
export class TermMatcher {
  private readonly known = new Map<string, readonly TermMatch[]>();
  private readonly terms: string[];
  private readonly compounding: boolean;

  constructor(question: Question) {
    this.terms = question.terms.map(({ word }) => comparable(word));
    this.compounding = COMPOUNDING.has(question.language);
  }

  /** Per term of the question how well the words hold it, 0..1. */
  match(words: readonly string[]): number[] {
    const found = new Array<number>(this.terms.length).fill(0);
    for (const word of words) {
      for (const { term, likeness } of this.matchesOf(word)) {
        if (likeness > found[term]) found[term] = likeness;
      }
    }
    return found;
  }

  /**
   * Takes terms that no word seen so far stands for as misspelt, if a word nearly like them was seen. True when
   * that changed anything: then texts must be matched again.
   */
  correctSpelling(): boolean {
    const seen = new Set([...this.known.values()].flatMap((matches) => matches.map(({ term }) => term)));
    let changed = false;
    this.terms.forEach((word, term) => {
      if (seen.has(term) || word.length < SHORTEST_MISSPELT || /\p{N}/u.test(word)) return;
      const nearest = this.nearest(word);
      if (nearest === undefined) return;
      changed = true;
      for (const [other, matches] of this.known) {
        const alike = MISSPELT * likeness(nearest, other);
        if (alike > 0) this.known.set(other, [...matches, { term, likeness: alike }]);
      }
    });
    return changed;
  }

  private nearest(word: string): string | undefined {
    let best: string | undefined;
    let limit = word.length >= LONG_WORD ? 2 : 1;
    for (const other of this.known.keys()) {
      if (other.length < SHORTEST_MISSPELT - 1 || other.charCodeAt(0) !== word.charCodeAt(0)) continue;
      const distance = editDistance(word, other, limit);
      if (distance > limit) continue;
      best = other;
      limit = distance - 1;
    }
    return best;
  }

  private matchesOf(word: string): readonly TermMatch[] {
    let matches = this.known.get(word);
    if (!matches) this.known.set(word, (matches = this.compare(word)));
    return matches;
  }

  private compare(word: string): TermMatch[] {
    const matches: TermMatch[] = [];
    const own = comparable(word);
    this.terms.forEach((other, term) => {
      let alike = own.charCodeAt(0) === other.charCodeAt(0) ? likeness(own, other) : 0;
      if (alike === 0 && this.compounding)
        alike = compoundLikeness(other, own) || compoundLikeness(own, other);
      if (alike > 0) matches.push({ term, likeness: alike });
    });
    return matches;
  }
}
