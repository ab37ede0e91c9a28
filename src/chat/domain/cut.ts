/** Longest snippet of a passage, in UTF-16 units. */
export const LONGEST_SNIPPET = 300;

/** A text no longer than a snippet may be: cut between words, never within a character. */
export function cut(text: string): string {
  if (text.length <= LONGEST_SNIPPET) return text;
  const head = text.slice(0, LONGEST_SNIPPET - 1);
  const blank = head.lastIndexOf(' ');
  return `${(blank > LONGEST_SNIPPET / 2 ? head.slice(0, blank) : head).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
