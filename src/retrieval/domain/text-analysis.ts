import { words } from '../../kernel/text/normalise.js';
import { stopWords } from '../../kernel/text/stop-words.js';
import { CountTable } from './count-table.js';

/** Word beginnings of this length stand for the word, whatever its ending. */
const CUT = 5;
/** Letters of the pieces into which `_word_` is cut. */
const GRAM = 4;
const EDGE = 0x5f;
const BASE = 0x01000193;
const BASE_TO_GRAM = Math.imul(Math.imul(BASE, BASE), Math.imul(BASE, BASE));

/** A text made ready for comparing with questions. Never changes, so it can be kept by chunk id. */
export interface AnalysedText {
  /** Content words, repeats included. */
  words: number;
  /** Four-letter pieces of them, repeats included. */
  gramTotal: number;
  /** By `gramHashes`. */
  grams: CountTable;
  /** Neighbouring words by `pairHash`. */
  pairs: CountTable;
}

/** Prepares a text. `language` (ISO 639-1 or `und`) decides which function words are left out. */
export function analyseText(text: string, language: string): AnalysedText {
  const content = contentWords(text, language);
  const hashes: number[] = [];
  for (const word of content) pushGramHashes(word, hashes);
  const grams = new CountTable(hashes.length);
  for (const hash of hashes) grams.add(hash);
  const pairs = new CountTable(content.length);
  let before = 0;
  content.forEach((word, i) => {
    const cut = cutHash(word);
    if (i > 0) pairs.add(pairHash(before, cut));
    before = cut;
  });
  return { words: content.length, gramTotal: hashes.length, grams, pairs };
}

/** Normalised words without the function words of the language. */
export function contentWords(text: string, language: string): string[] {
  const stops = stopWords(language);
  return words(text).filter((word) => !stops.has(word));
}

/** Hash (FNV-1a) of a word's first letters. */
export function cutHash(word: string): number {
  const length = Math.min(CUT, word.length);
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** Of two neighbours by their `cutHash`, in order. */
export function pairHash(first: number, second: number): number {
  return (Math.imul(first, 0x85ebca6b) + second) | 0;
}

/** Hashes of the four-letter pieces of `_word_`, rolled on from piece to piece. */
export function pushGramHashes(word: string, into: number[]): void {
  const length = word.length;
  let hash = EDGE;
  for (let i = 0; i <= length; i++) {
    hash = Math.imul(hash, BASE) + (i < length ? word.charCodeAt(i) : EDGE);
    // The frame puts letter i at place i + 1; what leaves the piece is four places back.
    if (i >= GRAM) hash -= Math.imul(word.charCodeAt(i - GRAM), BASE_TO_GRAM);
    else if (i === GRAM - 1) hash -= Math.imul(EDGE, BASE_TO_GRAM);
    hash |= 0;
    if (i >= GRAM - 2) into.push(hash);
  }
}
