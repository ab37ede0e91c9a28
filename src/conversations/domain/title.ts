const LONGEST_TITLE = 80;
/** Controls, and marks that turn the direction of writing: in a list they would make a title pose as another. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The title of a conversation, from its first question: one line, cut between words. */
export function titleOf(question: string): string {
  const line = question.replace(/\s+/g, ' ').replace(UNSAFE, '').trim() || '…';
  if (line.length <= LONGEST_TITLE) return line;
  const cut = line.slice(0, LONGEST_TITLE - 1);
  const lastBlank = cut.lastIndexOf(' ');
  const text = lastBlank > LONGEST_TITLE / 2 ? cut.slice(0, lastBlank) : cut;
  // Never half of a surrogate pair.
  return `${text.replace(/[\uD800-\uDBFF]$/, '')}…`;
}
