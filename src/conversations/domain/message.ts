import type { ErrorKind } from '../../kernel/domain-error.js';
import type { Citation } from './citation.js';

export type MessageRole = 'user' | 'assistant';
export type MessageStatus = 'streaming' | 'completed' | 'stopped' | 'failed';
export type Rating = 'up' | 'down';

export interface Usage {
  promptTokens: number;
  completionTokens: number;
  /** The provider did not say, as of most answers that were cut short: reckoned from the texts. */
  estimated: boolean;
}

/** That a budget was used up when the answer was due, and what came instead of the bot's own model. */
export interface BudgetNote {
  outcome: 'message' | 'fallback_model';
  scope: 'bot' | 'workspace';
  period: 'day' | 'month';
}

/** Why an answer failed: what a `DomainError` says, in a form that can be stored. */
export interface AnswerError {
  code: string;
  kind: ErrorKind;
  params: Record<string, string | number>;
}

export interface Message {
  id: string;
  conversationId: string;
  /** Place in the conversation, from 1, without gaps. */
  seq: number;
  role: MessageRole;
  content: string;
  status: MessageStatus;
  citations: Citation[];
  /** False when the documents did not hold the answer; null when the model does not say, and for questions. */
  answered: boolean | null;
  rating: Rating | null;
  feedbackComment: string | null;
  model: string | null;
  usage: Usage | null;
  /** In millionths of a US dollar; null when nothing was asked of a model, or its price is not known. */
  costMicros: number | null;
  /** Only where a budget had a say. */
  budget: BudgetNote | null;
  /** From the start of the turn. */
  firstTokenMs: number | null;
  latencyMs: number | null;
  /** Only of failed answers. */
  error: AnswerError | null;
  /** The question that an answer belongs to; null for questions. */
  parentId: string | null;
  createdAt: Date;
}
