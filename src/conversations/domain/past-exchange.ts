/** An earlier question with the answer it got; failed turns are none. */
export interface PastExchange {
  question: string;
  answer: string;
  questionId: string;
  answerId: string;
  /** Place of the question in the conversation. */
  seq: number;
}

/** A row of the past; never of failed answers. */
export interface PastMessage {
  id: string;
  seq: number;
  role: 'user' | 'assistant';
  content: string;
  parentId: string | null;
}

/**
 * Pairs rows (newest first) into exchanges, oldest first. A question without an answer is left out, so that failed
 * turns are never replayed; of several answers to one question the newest counts.
 */
export function pairExchanges(rows: readonly PastMessage[]): PastExchange[] {
  const answers = new Map<string, PastMessage>();
  const exchanges: PastExchange[] = [];
  for (const row of rows) {
    if (row.parentId !== null) {
      if (row.content !== '' && !answers.has(row.parentId)) answers.set(row.parentId, row);
      continue;
    }
    const answer = answers.get(row.id);
    if (!answer) continue;
    const { id: questionId, seq, content: question } = row;
    exchanges.push({ question, answer: answer.content, questionId, answerId: answer.id, seq });
  }
  return exchanges.reverse();
}
