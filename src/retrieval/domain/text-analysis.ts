import { words } from '../../kernel/text/normalise.js';
import { stopWords } from '../../kernel/text/stop-words.js';

/** Word beginnings of this length stand for the word, whatever its ending. */
const CUT = 5;
/** Stands before and after every word. */
export const WORD_EDGE = 0x5f;

/** A text made ready for comparing with questions. Never changes, so it can be kept by chunk id. */
export interface AnalysedText {
  /** Content words joined and framed by `_`, as UTF-16 code units: `_reset_password_`. */
  letters: Uint16Array;
  /** Hashes of the content words' beginnings, in order. */
  cuts: Uint32Array;
}

/** Prepares a text. `language` (ISO 639-1 or `und`) decides which function words are left out. */
export function analyseText(text: string, language: string): AnalysedText {
  const stops = stopWords(language);
  const list = words(text);
  let count = 0;
  let length = 1;
  for (const word of list) {
    if (stops.has(word)) continue;
    list[count++] = word;
    length += word.length + 1;
  }
  const letters = new Uint16Array(length);
  const cuts = new Uint32Array(count);
  let at = 0;
  letters[at++] = WORD_EDGE;
  for (let i = 0; i < count; i++) {
    const word = list[i];
    for (let k = 0; k < word.length; k++) letters[at++] = word.charCodeAt(k);
    letters[at++] = WORD_EDGE;
    cuts[i] = cutHash(word);
  }
  return { letters, cuts };
}

/** Hash (FNV-1a) of a word's first letters. */
export function cutHash(word: string): number {
  const length = Math.min(CUT, word.length);
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
