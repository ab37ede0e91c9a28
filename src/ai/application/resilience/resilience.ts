import type { ChatMeter } from '../ports/chat-meter.port.js';
import type { ChatModel } from '../ports/chat-model.port.js';
import { type BreakerPolicy, type CircuitBreaker, WithBreaker } from './circuit-breaker.js';
import { type Deadlines, WithDeadlines } from './deadlines.js';
import { WithMetering } from './metering.js';
import { type RetryPolicy, WithRetries } from './retries.js';

export interface ResiliencePolicy {
  deadlines: Deadlines;
  retries: RetryPolicy;
  breaker: BreakerPolicy;
}

/** A visitor waits 25 s at most for a first word, whatever goes wrong on the way. */
export const RESILIENCE: Readonly<ResiliencePolicy> = {
  deadlines: { firstTokenMs: 25_000, idleMs: 20_000 },
  retries: { attempts: 3, baseDelayMs: 300, budgetMs: 8_000 },
  breaker: { failures: 5, openMs: 15_000 },
};

/** First of two models: what it does not use of the wait is left to the second. */
export const FIRST_OF_TWO: Readonly<ResiliencePolicy> = {
  deadlines: { firstTokenMs: 12_000, idleMs: 20_000 },
  retries: { attempts: 2, baseDelayMs: 300, budgetMs: 3_000 },
  breaker: RESILIENCE.breaker,
};

/** Every attempt has its deadlines and counts for the breaker; the meter sees the call as a whole. */
export function resilient(
  model: ChatModel,
  breaker: CircuitBreaker,
  meter: ChatMeter,
  { deadlines, retries }: ResiliencePolicy,
): ChatModel {
  return new WithMetering(
    new WithRetries(new WithBreaker(new WithDeadlines(model, deadlines), breaker), retries),
    meter,
  );
}
