/** About 8,000 tokens of passages; what the index writes by default is far below. */
const MOST_CHARS = 32_000;

/** The best passages that fit into the prompt, in their order; the first one always. */
export function withinPassageBudget<T extends { content: string }>(best: readonly T[]): T[] {
  let chars = 0;
  const end = best.findIndex(({ content }, i) => (chars += content.length) > MOST_CHARS && i > 0);
  return end < 0 ? [...best] : best.slice(0, end);
}
