import { type ChatChunk, ChatModel, type ChatRequest } from '../ports/chat-model.port.js';
import { CircuitOpenError } from './transient.js';
import { DomainError } from '../../../kernel/domain-error.js';

export interface BreakerPolicy {
  /** Failures in a row that open it. */
  failures: number;
  /** How long it stays open before one call may try. */
  openMs: number;
}

/**
 * Remembers whether a provider is down, for all models that share it. Closed: calls pass. Open: they are refused at
 * once. Half-open, when `openMs` have passed: one call at a time tries; if it speaks, the breaker closes.
 */
export class CircuitBreaker {
  private failures = 0;
  private openUntil = 0;
  private probing = false;

  constructor(
    private readonly policy: BreakerPolicy,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get state(): 'closed' | 'open' | 'half-open' {
    if (this.failures < this.policy.failures) return 'closed';
    return this.now() < this.openUntil ? 'open' : 'half-open';
  }

  /** Lets a call pass, or throws `CircuitOpenError`. Every call that passed is told to the ticket once. */
  enter(): BreakerTicket {
    const { state } = this;
    if (state === 'open' || (state === 'half-open' && this.probing)) {
      throw new CircuitOpenError(Math.max(1, Math.ceil((this.openUntil - this.now()) / 1_000)));
    }
    const probe = state === 'half-open';
    if (probe) this.probing = true;
    return new BreakerTicket((verdict) => {
      if (probe) this.probing = false;
      if (verdict === 'good') this.failures = 0;
      if (verdict === 'bad') this.fail();
    });
  }

  private fail(): void {
    this.failures += 1;
    if (this.failures >= this.policy.failures) this.openUntil = this.now() + this.policy.openMs;
  }
}

/** What became of one call; only the first verdict counts. */
export class BreakerTicket {
  private settled = false;

  constructor(private readonly settle: (verdict: 'good' | 'bad' | 'unknown') => void) {}

  tell(verdict: 'good' | 'bad' | 'unknown'): void {
    if (this.settled) return;
    this.settled = true;
    this.settle(verdict);
  }
}

/** Refuses calls while the provider is down, with `ai.provider_unavailable` and without waiting. */
export class WithBreaker extends ChatModel {
  readonly id: string;

  constructor(
    private readonly model: ChatModel,
    private readonly breaker: CircuitBreaker,
  ) {
    super();
    this.id = model.id;
  }

  async *stream(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatChunk, void, void> {
    signal.throwIfAborted();
    const ticket = this.breaker.enter();
    try {
      for await (const chunk of this.model.stream(request, signal)) {
        ticket.tell('good');
        yield chunk;
      }
    } catch (error) {
      if (!signal.aborted) ticket.tell(isDown(error) ? 'bad' : 'good');
      throw error;
    } finally {
      // Stopped before anything came: that says nothing about the provider.
      ticket.tell('unknown');
    }
  }
}

/** A provider that is busy, or refuses the key, is not down. */
function isDown(error: unknown): boolean {
  return (
    error instanceof DomainError &&
    (error.code === 'ai.provider_unavailable' || error.code === 'ai.provider_timeout')
  );
}
