import { cut, LONGEST_SNIPPET } from './cut.js';

/** How far before the word that was looked for a preview may begin. */
const LEAD = 150;
const SENTENCE_END = /[.!?。！？\n]\s*/g;

/**
 * The part of a passage to show beside a question before it is answered: around the longest of the question's words
 * (as `words()` gives them) that occurs in it. Cheap, since it is made for every passage of every turn.
 */
export function previewOf(passage: string, questionWords: readonly string[]): string {
  if (passage.length <= LONGEST_SNIPPET) return passage.trim();
  const text = passage.toLowerCase();
  let longest = '';
  for (const word of questionWords) if (word.length > longest.length && text.includes(word)) longest = word;
  const at = longest === '' ? 0 : text.indexOf(longest);
  return cut(passage.slice(beginning(passage, at)).trim());
}

/** Where the sentence begins that holds `at`; in a long one, a word some way before. */
function beginning(passage: string, at: number): number {
  const from = Math.max(0, at - LEAD);
  const lead = passage.slice(from, at);
  let start = from === 0 ? 0 : lead.indexOf(' ') + 1;
  for (const match of lead.matchAll(SENTENCE_END)) start = match.index + match[0].length;
  return from + start;
}
