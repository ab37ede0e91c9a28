import type { QueryResultRow } from 'pg';

import type { Message, Usage } from '../domain/message.js';

interface MessageRow extends Omit<Message, 'usage'> {
  promptTokens: number | null;
  completionTokens: number | null;
  usageEstimated: boolean;
}

const COLUMNS: Record<keyof MessageRow, string> = {
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
  usageEstimated: 'usage_estimated',
  costMicros: 'cost_micros',
  budget: 'budget',
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
  const value = <K extends keyof MessageRow>(name: K) => row[prefix + name] as MessageRow[K];
  const usage = usageOf(value('promptTokens'), value('completionTokens'), value('usageEstimated'));
  const costMicros = value('costMicros');
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
    usage,
    // The driver brings bigint as text.
    costMicros: costMicros === null ? null : Number(costMicros),
    budget: value('budget'),
    firstTokenMs: value('firstTokenMs'),
    latencyMs: value('latencyMs'),
    error: value('error'),
    parentId: value('parentId'),
    createdAt: value('createdAt'),
  };
}

function usageOf(
  promptTokens: number | null,
  completionTokens: number | null,
  estimated: boolean,
): Usage | null {
  return promptTokens === null ? null : { promptTokens, completionTokens: completionTokens ?? 0, estimated };
}
