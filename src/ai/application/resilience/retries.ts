import { type ChatChunk, ChatModel, type ChatRequest } from '../ports/chat-model.port.js';
import { isTransient } from './transient.js';
import { wait } from './wait.js';

export interface RetryPolicy {
  /** Calls in all, the first included. */
  attempts: number;
  /** Middle of the first pause; doubled each time, with jitter of half of it either way. */
  baseDelayMs: number;
  /** No attempt begins later than this after the call. */
  budgetMs: number;
}

/**
 * Calls again after a transient fault, as long as no text has come: what a reader has seen is never written twice.
 * The provider's own delay is kept to; where it does not fit into the budget, the fault is thrown at once.
 */
export class WithRetries extends ChatModel {
  readonly id: string;

  constructor(
    private readonly model: ChatModel,
    private readonly policy: RetryPolicy,
    private readonly random: () => number = Math.random,
  ) {
    super();
    this.id = model.id;
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk, void, void> {
    const began = performance.now();
    for (let attempt = 1; ; attempt++) {
      let committed = false;
      try {
        for await (const chunk of this.model.stream(request, signal)) {
          committed ||= chunk.type !== 'alive';
          yield chunk;
        }
        return;
      } catch (error) {
        const pause = this.pauseAfter(error, attempt);
        const late = pause !== undefined && performance.now() - began + pause > this.policy.budgetMs;
        if (committed || signal.aborted || pause === undefined || late) throw error;
        await wait(pause, signal);
      }
    }
  }

  private pauseAfter(error: unknown, attempt: number): number | undefined {
    if (attempt >= this.policy.attempts || !isTransient(error)) return undefined;
    const backoff = this.policy.baseDelayMs * 2 ** (attempt - 1) * (0.5 + this.random());
    return Math.max(backoff, (error.retryAfter ?? 0) * 1_000);
  }
}
