/** An earlier question with the answer it got; failed turns are none. */
export interface PastExchange {
  question: string;
  answer: string;
}

/** A row of the past; never of failed answers. */
export interface PastMessage {
  id: string;
  role: 'user' | 'assistant';
  content: string;
  parentId: string | null;
}

/**
 * Pairs rows (newest first) into exchanges, oldest first. A question without an answer is left out, so that failed
 * turns are never replayed; of several answers to one question the newest counts.
 */
export function pairExchanges(rows: readonly PastMessage[]): PastExchange[] {
  const answers = new Map<string, string>();
  const exchanges: PastExchange[] = [];
  for (const row of rows) {
    if (row.parentId !== null) {
      if (row.content !== '' && !answers.has(row.parentId)) answers.set(row.parentId, row.content);
      continue;
    }
    const answer = answers.get(row.id);
    if (answer !== undefined) exchanges.push({ question: row.content, answer });
  }
  return exchanges.reverse();
}
