/** An earlier question with its answer. */
export interface Exchange {
  question: string;
  answer: string;
}

/** About 3,000 tokens of conversation: enough to follow, little beside the passages. */
const MOST_CHARS = 12_000;
const MOST_EXCHANGES = 10;
const LONGEST_ANSWER = 2_000;

/**
 * The newest exchanges that fit into the prompt, oldest first. Long answers are cut rather than left out; an
 * exchange that does not fit ends the history, since one with holes misleads.
 */
export function withinBudget(past: readonly Exchange[]): Exchange[] {
  const kept: Exchange[] = [];
  let chars = 0;
  for (const { question, answer } of past.slice(-MOST_EXCHANGES).reverse()) {
    const short = answer.length > LONGEST_ANSWER ? `${answer.slice(0, LONGEST_ANSWER)}…` : answer;
    chars += question.length + short.length;
    if (chars > MOST_CHARS) break;
    kept.push({ question, answer: short });
  }
  return kept.reverse();
}
