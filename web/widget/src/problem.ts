import { TurnRefused } from '../../shared/turn-stream.js';

/** A question under one id, so that asking again asks nothing twice. */
export interface Question {
  message: string;
  clientMessageId: string;
}

/** What went wrong, and what can be tried again: a question that did not arrive, an answer that broke off, one that failed. */
export interface Problem {
  kind: 'offline' | 'busy' | 'unavailable' | 'tooLong' | 'failed';
  /** Trying again is of no use before; milliseconds since 1970. */
  until?: number;
  question?: Question;
  messageId?: string;
  failedId?: string;
}

/** In the visitor's words; the server's own are for developers, and in fewer languages. */
export function problemOf(error: unknown): Pick<Problem, 'kind' | 'until'> {
  if (error instanceof TypeError) return { kind: 'offline' };
  if (!(error instanceof TurnRefused)) return { kind: 'failed' };
  const { status, code, retryAfter } = error.problem;
  // A plan that is used up is not the visitor's doing.
  if (code.startsWith('quota.')) return { kind: 'unavailable' };
  if (status === 429) return { kind: 'busy', until: Date.now() + (retryAfter ?? 0) * 1_000 };
  if (status === 413 || status === 422) return { kind: 'tooLong' };
  return { kind: [401, 402, 403, 404, 503].includes(status) ? 'unavailable' : 'failed' };
}
