const LONGEST_TITLE = 80;

/** The title of a conversation, from its first question: one line, cut between words. */
export function titleOf(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  if (line.length <= LONGEST_TITLE) return line;
  const cut = line.slice(0, LONGEST_TITLE - 1);
  const lastBlank = cut.lastIndexOf(' ');
  const text = lastBlank > LONGEST_TITLE / 2 ? cut.slice(0, lastBlank) : cut;
  // Never half of a surrogate pair.
  return `${text.replace(/[\uD800-\uDBFF]$/, '')}…`;
}
