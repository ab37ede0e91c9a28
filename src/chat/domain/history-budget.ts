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
export function withinBudget<T extends Exchange>(past: readonly T[]): T[] {
  const kept: T[] = [];
  let chars = 0;
  for (const exchange of past.slice(-MOST_EXCHANGES).reverse()) {
    const answer = shortAnswer(exchange.answer);
    chars += exchange.question.length + answer.length;
    if (chars > MOST_CHARS) break;
    kept.push({ ...exchange, answer });
  }
  return kept.reverse();
}

/** As much of an answer as later prompts hold. */
export function shortAnswer(answer: string): string {
  return answer.length > LONGEST_ANSWER ? `${answer.slice(0, LONGEST_ANSWER)}…` : answer;
}
