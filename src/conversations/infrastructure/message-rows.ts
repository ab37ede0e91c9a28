import type { QueryResultRow } from 'pg';

import type { Message } from '../domain/message.js';

const COLUMNS: Record<Exclude<keyof Message, 'usage'> | 'promptTokens' | 'completionTokens', string> = {
  id: 'id',
  conversationId: 'conversation_id',
  seq: 'seq',
  role: 'role',
  content: 'content',
  status: 'status',
  citations: 'citations',
  answered: 'answered',
  rating: 'rating',
  feedbackComment: 'feedback_comment',
  model: 'model',
  promptTokens: 'prompt_tokens',
  completionTokens: 'completion_tokens',
  firstTokenMs: 'first_token_ms',
  latencyMs: 'latency_ms',
  error: 'error',
  parentId: 'parent_id',
  createdAt: 'created_at',
};

/** The select list that `toMessage` reads; `prefix` tells several messages in one row apart. */
export function messageColumns(alias: string, prefix = ''): string {
  return Object.entries(COLUMNS)
    .map(([name, column]) => `${alias}.${column} AS "${prefix}${name}"`)
    .join(', ');
}

export function toMessage(row: QueryResultRow, prefix = ''): Message {
  const value = (name: keyof typeof COLUMNS): any => row[prefix + name];
  const promptTokens = value('promptTokens') as number | null;
  return {
    id: value('id'),
    conversationId: value('conversationId'),
    seq: value('seq'),
    role: value('role'),
    content: value('content'),
    status: value('status'),
    citations: value('citations'),
    answered: value('answered'),
    rating: value('rating'),
    feedbackComment: value('feedbackComment'),
    model: value('model'),
    usage: promptTokens === null ? null : { promptTokens, completionTokens: value('completionTokens') },
    firstTokenMs: value('firstTokenMs'),
    latencyMs: value('latencyMs'),
    error: value('error'),
    parentId: value('parentId'),
    createdAt: value('createdAt'),
  };
}
