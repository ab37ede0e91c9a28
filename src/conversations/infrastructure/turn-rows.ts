import type { QueryResultRow } from 'pg';

import type { NewQuestion } from '../application/ports/exchange-repository.port.js';
import type { Message } from '../domain/message.js';
import type { Turn } from '../domain/turn.js';
import { messageColumns, toMessage } from './message-rows.js';

/** Select list for answer `a`, question `q` and conversation `c`. */
export const TURN_COLUMNS = `c.workspace_id AS "workspaceId", c.bot_id AS "botId", a.attempt,
  ${messageColumns('a', 'a_')}, ${messageColumns('q', 'q_')}`;

export function toTurn(row: QueryResultRow): Turn {
  const answer = toMessage(row, 'a_');
  return {
    workspaceId: row.workspaceId as string,
    botId: row.botId as string,
    conversationId: answer.conversationId,
    question: toMessage(row, 'q_'),
    answer,
    attempt: row.attempt as number,
  };
}

/** The turn that was just stored, without reading it back. */
export function storedTurn(question: NewQuestion, answerSeq: number, attempt: number, createdAt: Date): Turn {
  const { workspaceId, botId, conversationId, questionId, answerId, content } = question;
  const at = { conversationId, createdAt };
  return {
    workspaceId,
    botId,
    conversationId,
    question: {
      ...BLANK,
      ...at,
      id: questionId,
      seq: answerSeq - 1,
      role: 'user',
      content,
      status: 'completed',
    },
    answer: placeholder(answerId, conversationId, answerSeq, questionId, createdAt),
    attempt,
  };
}

export function placeholder(
  id: string,
  conversationId: string,
  seq: number,
  parentId: string,
  createdAt: Date,
): Message {
  return { ...BLANK, id, conversationId, seq, role: 'assistant', status: 'streaming', parentId, createdAt };
}

const BLANK = {
  content: '',
  citations: [],
  answered: null,
  rating: null,
  feedbackComment: null,
  model: null,
  usage: null,
  costMicros: null,
  budget: null,
  firstTokenMs: null,
  latencyMs: null,
  error: null,
  parentId: null,
};
